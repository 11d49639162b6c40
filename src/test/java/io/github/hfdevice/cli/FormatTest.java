package io.github.hfdevice.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FormatTest {
  @ParameterizedTest
  @ValueSource(strings = {"AI_AGENT", "AGENT", "CLAUDECODE", "CODEX_THREAD_ID", "CURSOR_AGENT"})
  void agentsVariable_choosesTheirFormat_whereStdoutIsNoTerminal(String variable) {
    assertEquals(Format.AGENT, Format.byDefault(Map.of(variable, "1"), false));
    assertEquals(Format.HUMAN, Format.byDefault(Map.of(variable, "1"), true));
    for (String no : new String[] {"", "0", "false"}) {
      assertEquals(Format.HUMAN, Format.byDefault(Map.of(variable, no), false));
    }
  }

  @Test
  void editorsVariable_isNoAgents() {
    assertEquals(Format.HUMAN, Format.byDefault(Map.of("CURSOR_TRACE_ID", "x"), false));
  }
}
