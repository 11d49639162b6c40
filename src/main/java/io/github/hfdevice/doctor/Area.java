package io.github.hfdevice.doctor;

/**
 * Where what was found lies: in what the user set, on the network, in the token in use, in files or
 * in this program.
 */
public enum Area {
  SETTINGS,
  SERVER,
  TOKEN,
  FILES,
  PROGRAM
}
