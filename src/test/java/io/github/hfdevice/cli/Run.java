package io.github.hfdevice.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;

/** How a run of the program ended. */
record Run(int exitCode, String stdout, String stderr) {

  Run exits(int expected) {
    assertEquals(expected, exitCode, this::toString);
    return this;
  }

  Run prints(String expected) {
    assertEquals(expected, stdout, this::toString);
    return this;
  }

  Run says(String part) {
    assertTrue(stderr.contains(part), () -> "no \"" + part + "\": " + this);
    return this;
  }

  Run saysNothing() {
    assertEquals("", stderr, this::toString);
    return this;
  }

  Run hides(String secret) {
    assertFalse(stderr.contains(secret), () -> "shows \"" + secret + "\": " + this);
    return this;
  }

  /** An error as the contract has it: at most three lines, nothing for programs, no trace. */
  Run failsShortly(int code) {
    exits(code).prints("");
    List<String> lines = stderr.lines().toList();
    assertTrue(!lines.isEmpty() && lines.size() <= 3, this::toString);
    assertTrue(lines.get(0).startsWith("Error: "), this::toString);
    return this;
  }

  /** Stdout as JSON, a value a line. */
  List<JsonNode> json() throws JsonProcessingException {
    List<JsonNode> values = new ArrayList<>();
    for (String line : stdout.lines().toList()) {
      values.add(JsonMapper.builder().build().readTree(line));
    }
    return values;
  }

  JsonNode onlyJson() throws JsonProcessingException {
    List<JsonNode> values = json();
    assertEquals(1, values.size(), this::toString);
    return values.get(0);
  }
}
