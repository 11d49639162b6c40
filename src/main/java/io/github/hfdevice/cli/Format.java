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

  /**
   * Variables that AI agents set for the commands that they run. Those of editors that the person's
   * own terminals have too (CURSOR_TRACE_ID, REPL_ID) are none.
   */
  private static final List<String> AGENT_VARIABLES =
      List.of(
          "AI_AGENT",
          "AGENT",
          "AGENT_CONTEXT_OUT",
          "ANTIGRAVITY_AGENT",
          "AUGMENT_AGENT",
          "CLAUDECODE",
          "CLAUDE_CODE",
          "CLAUDE_CODE_IS_COWORK",
          "CLINE_ACTIVE",
          "CODEX_CI",
          "CODEX_SANDBOX",
          "CODEX_THREAD_ID",
          "COPILOT_ALLOW_ALL",
          "COPILOT_GITHUB_TOKEN",
          "COPILOT_MODEL",
          "CRUSH",
          "CURSOR_AGENT",
          "GEMINI_CLI",
          "GOOSE_TERMINAL",
          "HERMES_SESSION_ID",
          "KILOCODE_FEATURE",
          "OPENCLAW_SHELL",
          "OPENCODE",
          "OPENCODE_CLIENT",
          "PI_CODING_AGENT",
          "REPLIT_AGENT",
          "TRAE_AI_SHELL_ID",
          "VTCODE");

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
    return !stdoutIsTerminal && agentVariable(environment).isPresent() ? AGENT : HUMAN;
  }

  /** The variable by which an AI agent tells that it runs this, if one does. */
  static Optional<String> agentVariable(Map<String, String> environment) {
    for (String variable : AGENT_VARIABLES) {
      String value = environment.getOrDefault(variable, "");
      if (!value.isEmpty() && !value.equals("0") && !value.equalsIgnoreCase("false")) {
        return Optional.of(variable);
      }
    }
    return Optional.empty();
  }
}
