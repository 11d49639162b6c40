package io.github.hfdevice.cli;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The texts that the build laid beside the jar: help texts, topics of {@code help}, completion
 * scripts. To print one takes a fraction of the time that making it takes.
 */
public final class WrittenTexts {
  /** A program without them, which makes what it can. */
  static final WrittenTexts NONE = new WrittenTexts("");

  private final String folder;

  private WrittenTexts(String folder) {
    this.folder = folder;
  }

  /** Those beside {@code jar}, a path to {@code hf-device.jar}; none for any other class path. */
  public static WrittenTexts beside(String jar) {
    String name = "hf-device.jar";
    return jar.endsWith(name)
        ? new WrittenTexts(jar.substring(0, jar.length() - name.length()) + "texts/")
        : NONE;
  }

  /** The help text of that command, as picocli makes it; empty if it cannot be read. */
  Optional<String> help(String command) {
    try {
      return Optional.of(read(helpFile(command)));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** The name of the file with that command's help text. */
  static String helpFile(String command) {
    return (command.isEmpty() ? Cli.NAME : Cli.NAME + "-" + command.replace(' ', '-')) + ".txt";
  }

  /**
   * What a file of them holds.
   *
   * @throws IOException if it cannot be read, or if there are none
   */
  String read(String file) throws IOException {
    if (folder.isEmpty()) {
      throw new IOException("the file " + file + " is part of an installed " + Cli.NAME + " only");
    }
    try (InputStream in = new FileInputStream(folder + file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
