package io.github.hfdevice;

import io.github.hfdevice.cli.Texts;
import java.nio.file.Path;

/**
 * Writes the texts about the commands, each made from the commands themselves: help texts, manual
 * pages, completion scripts.
 */
final class TextsOfTheBuild {
  private TextsOfTheBuild() {}

  /**
   * @param args the folder {@code src/build}, that of the built program, and the version and the
   *     day (2026-01-31) that the manual pages tell
   */
  public static void main(String[] args) throws Exception {
    new Texts(Main.platform(), Path.of(args[0]), Path.of(args[1]))
        .write(args[2], args[3].substring(0, 10));
  }
}
