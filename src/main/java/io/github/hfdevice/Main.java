package io.github.hfdevice;

/** Where the process starts. */
public final class Main {

  private Main() {}

  public static void main(String[] args) {
    if (args.length == 1 && args[0].equals("--version")) {
      System.out.println("hf-device 0.1.0");
      return;
    }
    for (String arg : args) {
      System.out.println(arg);
    }
  }
}
