/**
 * {@link io.github.hfdevice.DeviceLogin}, the login for Java programs, and the program's entry
 * point, which is the only code that reads the real process.
 *
 * <pre>{@code
 * StoredLogin stored =
 *     DeviceLogin.builder()
 *         .environment(System.getenv())
 *         .build()
 *         .login(
 *             prompt ->
 *                 System.out.println(
 *                     "Open " + prompt.verificationUri() + " and type " + prompt.userCode()));
 * System.out.println(
 *     "Logged in as " + stored.user().orElse("?") + "; the token is in " + stored.tokenPath());
 * }</pre>
 */
package io.github.hfdevice;
