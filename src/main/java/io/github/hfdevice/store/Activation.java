package io.github.hfdevice.store;

/** What makes a stored token the one in use. */
public enum Activation {
  /** The file {@code token}, which every tool reads. */
  TOKEN_FILE,

  /**
   * A mark in the token's own section, for tokens of another server than the file {@code token} is
   * for. One stored token of a server has it at most.
   */
  OWN_SERVER
}
