package io.github.hfdevice.cli;

import java.util.List;
import picocli.CommandLine.Model.OptionSpec;

/** How the code reaches the person, besides being shown. */
final class PromptOptions {
  private final OptionSpec web =
      Options.flag("Open the address in a browser (HF_DEVICE_WEB=1)", "--web");
  private final OptionSpec clipboard =
      Options.flag("Copy the code to the clipboard, over SSH too", "--clipboard");
  private final OptionSpec qr = Options.flag("Show the address as a QR code", "--qr");
  private final OptionSpec noQr = Options.flag("Never show a QR code", "--no-qr");

  List<OptionSpec> all() {
    return List.of(web, clipboard, qr, noQr);
  }

  /** Checks what the parser cannot. */
  void refuseContradictions() throws Failure {
    if (showsQr() && hidesQr()) {
      throw Failure.usage("--qr and --no-qr exclude each other", "Give one of them.");
    }
  }

  boolean opensBrowser() {
    return Options.isSet(web);
  }

  boolean copiesCode() {
    return Options.isSet(clipboard);
  }

  /** Whether a QR code is asked for, where else only a terminal that is large enough has it. */
  boolean showsQr() {
    return Options.isSet(qr);
  }

  boolean hidesQr() {
    return Options.isSet(noQr);
  }
}
