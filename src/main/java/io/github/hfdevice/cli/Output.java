package io.github.hfdevice.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.hfdevice.terminal.Printable;

/** Data on stdout, words for a person on stderr, in the format that was asked for. */
final class Output {
  private final Format format;
  private final Stream stdout;
  private final Stream stderr;
  private final Platform.Terminals terminals;

  Output(Format format, Stream stdout, Stream stderr, Platform.Terminals terminals) {
    this.format = format;
    this.stdout = stdout;
    this.stderr = stderr;
    this.terminals = terminals;
  }

  Format format() {
    return format;
  }

  boolean isJson() {
    return format == Format.JSON;
  }

  /** One line of data, as it is. */
  void data(String line) {
    stdout.line(line);
  }

  /**
   * One JSON value on a line, a tree of Jackson's. Its own type is not named here, nor is Jackson
   * elsewhere in what every command loads: to check the type, the JVM would load Jackson.
   */
  void json(Object value) {
    stdout.line(Json.text(value));
  }

  static ObjectNode object() {
    return new JsonMapper().createObjectNode();
  }

  /** A sentence for the person; an agent gets it where it looks, on stdout. */
  void say(String text) {
    switch (format) {
      case HUMAN -> stderr.line(Printable.of(text));
      case AGENT -> stdout.line(Printable.of(text));
      case JSON, QUIET -> {}
    }
  }

  /** A line that must reach somebody, whatever the format, and wherever the streams lead. */
  void insist(String text) {
    String line = Printable.of(text);
    if (format == Format.AGENT) {
      stdout.line(line);
      return;
    }
    if (format == Format.JSON && (terminals.stdout() || !terminals.stderr())) {
      // The event says it; only a person at the terminal of a redirected login still needs it.
      return;
    }
    stderr.line(line);
    if (format != Format.JSON && (stderr.failed() || terminals.stderrClosed())) {
      stdout.line(line);
    }
  }

  void warn(String text) {
    stderr.line("Warning: " + Printable.of(text));
  }

  /** Draws over the current line of the terminal. */
  void redraw(String text) {
    stderr.raw("\r\u001b[K" + Printable.of(text));
  }

  /** Whether a line that changes is seen as one. */
  boolean canRedraw() {
    return format == Format.HUMAN && terminals.stderr();
  }

  /**
   * What failed, where, and what to do: at most three lines, or one JSON object. An object that
   * stdout does not take becomes those lines.
   */
  void fail(Failure failure, boolean asEvent) {
    if (isJson()) {
      ObjectNode object = object();
      if (asEvent) {
        object.put("event", "auth_error");
      }
      json(addTo(object, failure));
      if (!stdout.failed()) {
        return;
      }
    }
    stderr.line("Error: " + Printable.of(failure.getMessage()));
    failure.where().ifPresent(where -> stderr.line("  at " + Printable.of(where)));
    failure.hint().ifPresent(hint -> stderr.line("  " + Printable.of(hint)));
  }

  /** Gives {@code object} the fields of a failure. */
  static ObjectNode addTo(ObjectNode object, Failure failure) {
    return object
        .put("error", failure.error())
        .put("message", Printable.of(failure.getMessage()))
        .put("exit_code", failure.exitCode().number());
  }

  /** Whether data was lost on its way to stdout. */
  boolean lostData() {
    return stdout.lostData();
  }

  private static final class Json {
    static String text(Object value) {
      try {
        return new JsonMapper().writeValueAsString(value);
      } catch (JsonProcessingException e) {
        throw new IllegalStateException("a JSON tree that cannot be written", e);
      }
    }
  }
}
