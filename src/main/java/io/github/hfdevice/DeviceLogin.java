package io.github.hfdevice;

import io.github.hfdevice.login.Clocks;
import io.github.hfdevice.login.LoggedIn;
import io.github.hfdevice.login.Login;
import io.github.hfdevice.login.LoginException;
import io.github.hfdevice.login.LoginListener;
import io.github.hfdevice.login.LoginPlace;
import io.github.hfdevice.login.ResumedLogin;
import io.github.hfdevice.login.Server;
import io.github.hfdevice.login.Servers;
import io.github.hfdevice.oauth.ClientCredentials;
import io.github.hfdevice.oauth.DeviceAuthorization;
import io.github.hfdevice.oauth.OAuthException;
import io.github.hfdevice.setting.SettingException;
import io.github.hfdevice.store.PendingLogin;
import io.github.hfdevice.store.PendingLogins;
import io.github.hfdevice.store.TokenStore;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Logs in to the Hub, or to another server of RFC 8628, and stores the token where {@code hf} looks
 * for it. Writes to no stream and reads no environment that it was not given. {@link #tokens} keeps
 * what was stored alive.
 *
 * <p>Holds no state of a login: any number of threads may log in with one object at once. A login
 * runs on the thread that asked for it. Its HTTP exchanges run on threads that all logins share,
 * virtual ones from Java 21 on, so a login that waits costs its own, perhaps virtual, thread alone.
 */
public final class DeviceLogin {
  /**
   * What a login is about.
   *
   * @param isDiscovered whether the server's metadata tells its endpoints
   * @param isResumable whether another process may go on with a login that was cut off
   */
  record Request(
      URI endpoint,
      ClientCredentials client,
      boolean isDiscovered,
      PendingLogin.Wishes wishes,
      boolean isResumable) {}

  private final Request request;
  private final Servers servers;
  private final TokenStore store;
  private final Clocks clocks;
  private final Consumer<String> warnings;

  DeviceLogin(
      Request request,
      Servers servers,
      TokenStore store,
      Clocks clocks,
      Consumer<String> warnings) {
    this.request = request;
    this.servers = servers;
    this.store = store;
    this.clocks = clocks;
    this.warnings = warnings;
  }

  /**
   * Starts from the Hub, its public client, and the token file in the user's home.
   *
   * @return a builder that may be changed and then makes the login
   */
  public static DeviceLoginBuilder builder() {
    return new DeviceLoginBuilder();
  }

  /** {@return the tokens that logins of this server are stored as, kept fresh} Asks nobody. */
  public HubTokens tokens() {
    return new HubTokens(request.endpoint(), servers, store, clocks, warnings);
  }

  /**
   * Requests a code, hands it to {@code prompt}, waits for the person, and stores the token. Blocks
   * until the person decided or the code ran out, some minutes as a rule.
   *
   * <p>Interrupting the thread ends a login at once, until the token is granted. From then on an
   * interrupt only cuts short the question whose token it is: the token is stored, and this returns
   * with the thread's interrupt flag set.
   *
   * @param prompt shows the code; called once, on this thread, before the first poll. What it
   *     throws ends the login
   * @return what was stored
   * @throws OAuthException if there is no token; {@link OAuthException#reason()} tells why. Its
   *     message may quote the server
   * @throws LoginNotStoredException if there is a token that could not be stored; it has the token
   * @throws SettingException if what was set cannot work, such as a name that is taken
   * @throws IOException if the files cannot be written, before a code is requested; it names the
   *     file
   * @throws InterruptedException if the thread was interrupted before the token was granted
   */
  public StoredLogin login(Consumer<LoginPrompt> prompt)
      throws OAuthException, IOException, InterruptedException {
    checkWritable();
    try {
      Server server =
          request.isDiscovered()
              ? servers.requestDiscovered(request.endpoint(), request.client())
              : servers.hub(request.endpoint(), request.client());
      Login login = new Login(servers, place(request.isResumable()), clocks, new Prompts(prompt));
      login.request(server, request.wishes().scope(), request.wishes());
      return stored(() -> login.complete(Optional.empty()));
    } catch (LoginException e) {
      throw new SettingException("The login", "cannot be made: " + e.getMessage());
    }
  }

  /**
   * Goes on with the login that another process, or an earlier run, began and left resumable:
   * {@code hf-device auth login} does, and so does {@link #login} where {@link
   * DeviceLoginBuilder#resumable} asked for it. Otherwise like {@link #login}. Where another
   * process still waits for it, its end is waited for.
   *
   * @param prompt as for {@link #login}; it shows the code that was shown before
   * @return what was stored
   * @throws LoginException with {@link LoginException.Reason#NOTHING_PENDING} if there is none
   * @throws OAuthException as for {@link #login}
   * @throws IOException as for {@link #login}
   * @throws InterruptedException as for {@link #login}
   */
  public StoredLogin resume(Consumer<LoginPrompt> prompt)
      throws OAuthException, LoginException, IOException, InterruptedException {
    ResumedLogin login = new ResumedLogin(servers, place(true), clocks, new Prompts(prompt));
    return stored(() -> login.complete(Optional.empty(), Optional.empty(), Optional.empty()));
  }

  private LoginPlace place(boolean isResumable) {
    return new LoginPlace(
        store,
        isResumable ? Optional.of(new PendingLogins(store.paths(), warnings)) : Optional.empty());
  }

  private interface Completion {
    LoggedIn complete() throws OAuthException, LoginException, IOException, InterruptedException;
  }

  private StoredLogin stored(Completion login)
      throws OAuthException, LoginException, IOException, InterruptedException {
    try {
      return StoredLogin.of(login.complete(), store.paths());
    } catch (LoginException e) {
      if (e.unstored().isPresent()) {
        throw new LoginNotStoredException(StoredLogin.of(e.unstored().get(), store.paths()), e);
      }
      if (e.reason() == LoginException.Reason.REFUSED) {
        throw new OAuthException(
            OAuthException.Reason.REJECTED,
            Optional.of("invalid_token"),
            e.server().orElse(request.endpoint()),
            e.getMessage());
      }
      throw e;
    }
  }

  /** An interrupt closes the channel that is written to, which looks like a broken disk. */
  private void checkWritable() throws IOException, InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    try {
      store.checkWritable();
    } catch (IOException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      throw e;
    }
  }

  /** Hands the code on, and the warnings of one login. */
  private final class Prompts implements LoginListener {
    private final Consumer<LoginPrompt> prompt;

    Prompts(Consumer<LoginPrompt> prompt) {
      this.prompt = prompt;
    }

    @Override
    public void code(DeviceAuthorization authorization) {
      prompt.accept(LoginPrompt.of(authorization));
    }

    @Override
    public void warn(String sentence) {
      warnings.accept(sentence);
    }
  }
}
