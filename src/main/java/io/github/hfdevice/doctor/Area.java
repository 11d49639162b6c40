package io.github.hfdevice.doctor;

/** Where what was found lies: in what the user set, on the network, in files or in this program. */
public enum Area {
  SETTINGS,
  SERVER,
  FILES,
  PROGRAM
}
