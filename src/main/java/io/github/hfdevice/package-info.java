/**
 * {@link io.github.hfdevice.DeviceLogin}, the login for Java programs, and the program's entry
 * point, which is the only code that reads the real process.
 */
package io.github.hfdevice;
