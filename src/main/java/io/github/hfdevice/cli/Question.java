package io.github.hfdevice.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Asks the person at the terminal, where there is one. */
final class Question {
  /** Longer than any name; what follows on the line is not looked at. */
  private static final int LONGEST = 1024;

  private final Platform platform;
  private final Output output;

  Question(Platform platform, Output output) {
    this.platform = platform;
    this.output = output;
  }

  /** Whether somebody sees a question and can answer it. */
  boolean canBeAsked() {
    return platform.terminals().stdin()
        && platform.terminals().stderr()
        && output.format() == Format.HUMAN;
  }

  /** Blocks until a line was typed; empty if the person ended the input instead. */
  Optional<String> ask(String question) throws IOException {
    output.draw(question + " ");
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int c = platform.stdin().read();
    if (c < 0) {
      output.draw("\n");
      return Optional.empty();
    }
    for (; c >= 0 && c != '\n'; c = platform.stdin().read()) {
      if (line.size() < LONGEST) {
        line.write(c);
      }
    }
    return Optional.of(line.toString(StandardCharsets.UTF_8).strip());
  }
}
