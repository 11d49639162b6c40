package io.github.hfdevice.cli;

/** Tokens as a screen may show them. */
final class Masked {
  private Masked() {}

  /** Enough to tell two tokens apart, too little to use one. */
  static String of(String token) {
    int shown = token.length() < 16 ? 0 : 4;
    String prefix = token.startsWith("hf_") ? "hf_" : "";
    return prefix + "****" + token.substring(token.length() - shown);
  }
}
