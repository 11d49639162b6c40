package io.github.hfdevice.cli;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Whom the output is for. */
enum Format {
  HUMAN,
  AGENT,
  JSON,
  QUIET;

  /** Variables that AI agents set for the commands that they run. */
  private static final List<String> AGENT_VARIABLES =
      List.of(
          "AI_AGENT",
          "AGENT",
          "CLAUDECODE",
          "CLAUDE_CODE",
          "CODEX_SANDBOX",
          "CURSOR_AGENT",
          "GEMINI_CLI",
          "OPENCODE",
          "AUGMENT_AGENT",
          "GOOSE_TERMINAL",
          "REPLIT_AGENT");

  /** The format of that name, in any case. */
  static Optional<Format> parse(String name) {
    for (Format format : values()) {
      if (format.name().equals(name.toUpperCase(Locale.ROOT))) {
        return Optional.of(format);
      }
    }
    return Optional.empty();
  }

  /** The format when no option chose one. */
  static Format byDefault(Map<String, String> environment, boolean stdoutIsTerminal) {
    if (stdoutIsTerminal) {
      return HUMAN;
    }
    for (String variable : AGENT_VARIABLES) {
      String value = environment.getOrDefault(variable, "");
      if (!value.isEmpty() && !value.equals("0")) {
        return AGENT;
      }
    }
    return HUMAN;
  }
}
