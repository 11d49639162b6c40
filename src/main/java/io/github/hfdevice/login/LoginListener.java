package io.github.hfdevice.login;

import io.github.hfdevice.oauth.DeviceAuthorization;
import io.github.hfdevice.oauth.PollListener;
import java.time.Duration;

/** Hears how a login goes, on the thread that logs in. */
public interface LoginListener extends PollListener {
  /**
   * Shows the code to the person, as the first thing that happens once there is one (RFC 8628,
   * 3.3). What it throws ends the login.
   */
  void code(DeviceAuthorization authorization) throws InterruptedException;

  /**
   * The person is waited for from now on, until {@link #waitEnded}.
   *
   * @param codeExpiresIn how long the code is good from now on
   * @param resumable whether another process could go on with this login
   */
  default void waitBegins(Duration codeExpiresIn, boolean resumable) {}

  default void waitEnded() {}

  @Override
  default void waiting(Duration wait, Duration left, String trouble) {}

  /** Another process polls for the same login; its end is waited for. */
  default void waitsForProcess(long pid) {}

  /** A login with that code still waits to be resumed, and this one takes its place. */
  default void replaces(String userCode) {}

  /** What a person should know of a login that goes on; may quote the server. */
  void warn(String sentence);
}
