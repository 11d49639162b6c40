package io.github.hfdevice.login;

/** What becomes of a login when the process that waits for it is told to end. */
public enum Interruption {
  /** It has not begun, or it is over: there is nothing to say. */
  OVER,
  /** Nothing of it is left. */
  LOST,
  /** Another process can go on with it. */
  RESUMABLE
}
