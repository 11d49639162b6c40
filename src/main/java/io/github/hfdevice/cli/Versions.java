package io.github.hfdevice.cli;

/** What runs here, as {@code --version} tells it. */
record Versions(String program, String java, String javaVendor, String os, String arch) {

  static Versions of(Platform platform) {
    return new Versions(
        platform.version(),
        System.getProperty("java.version"),
        System.getProperty("java.vendor"),
        System.getProperty("os.name"),
        System.getProperty("os.arch"));
  }

  /** Three lines. */
  String text() {
    return Cli.NAME
        + " "
        + program
        + "\nJava "
        + java
        + " ("
        + javaVendor
        + ")\n"
        + os
        + " "
        + arch
        + "\n";
  }
}
