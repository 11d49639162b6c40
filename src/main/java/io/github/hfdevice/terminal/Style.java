package io.github.hfdevice.terminal;

/**
 * How a part of a line stands out on a terminal that has colours: select graphic rendition
 * (ECMA-48, 8.3.117). The colours are those of the terminal's own palette, which a person chose to
 * be readable.
 */
public enum Style {
  STRONG("1"),
  SUCCESS("32"),
  WARNING("33"),
  ERROR("1;31");

  private final String parameters;

  Style(String parameters) {
    this.parameters = parameters;
  }

  /** {@code text} in this style; what follows it is as before. */
  public String of(String text) {
    return "\u001b[" + parameters + "m" + text + "\u001b[0m";
  }
}
