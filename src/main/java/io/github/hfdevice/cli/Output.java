package io.github.hfdevice.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.hfdevice.oauth.JsonText;
import io.github.hfdevice.terminal.CharacterSet;
import io.github.hfdevice.terminal.Screen;
import io.github.hfdevice.terminal.Style;
import io.github.hfdevice.terminal.StyledText;
import io.github.hfdevice.text.Printable;
import java.util.List;

/** Data on stdout, words for a person on stderr, in the format that was asked for. */
final class Output {
  private static final String MARK = "✓";

  private final Format format;
  private final Stream stdout;
  private final Stream stderr;
  private final Platform platform;

  Output(Format format, Stream stdout, Stream stderr, Platform platform) {
    this.format = format;
    this.stdout = stdout;
    this.stderr = stderr;
    this.platform = platform;
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
    stdout.line(JsonText.format((JsonNode) value));
  }

  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  /** What is known of a step of a login before its own fields are. */
  static ObjectNode event(String name) {
    return object().put("event", name);
  }

  /** A sentence for the person; an agent gets it where it looks, on stdout. */
  void say(String text) {
    switch (format) {
      case HUMAN -> stderr.line(Printable.of(text));
      case AGENT -> stdout.line(Printable.of(text));
      case JSON, QUIET -> {}
    }
  }

  /** The same with parts that stand out where that is possible. */
  void say(StyledText text) {
    if (format == Format.HUMAN) {
      stderr.line(text.on(screen()));
    } else {
      say(text.toString());
    }
  }

  /** What was asked for is done; on a terminal that can show it the sentence has a mark. */
  void succeed(String text) {
    if (format != Format.HUMAN
        || !screen().redraws()
        || !CharacterSet.takesUtf8(platform.environment())) {
      say(text);
      return;
    }
    stderr.line(styled(MARK, Style.SUCCESS) + " " + Printable.of(text));
  }

  /** A line that must reach somebody, whatever the format, and wherever the streams lead. */
  void insist(StyledText text) {
    String line = text.toString();
    Platform.Terminals terminals = platform.terminals();
    switch (format) {
      case AGENT -> {
        stdout.line(line);
        if (stdout.failed()) {
          stderr.line(line);
        }
      }
      case JSON -> {
        // The event said it, unless a person at the terminal of a redirected login needs it.
        if (stdout.failed() || (terminals.stderr() && !terminals.stdout())) {
          stderr.line(text.on(screen()));
        }
      }
      case HUMAN, QUIET -> {
        stderr.line(text.on(screen()));
        boolean personAtStdout = terminals.stdout() && !terminals.stderr();
        if (stderr.failed() || personAtStdout) {
          stdout.line(line);
        }
      }
    }
  }

  void warn(String text) {
    stderr.line(styled("Warning:", Style.WARNING) + " " + Printable.of(text));
  }

  private String styled(String text, Style style) {
    return showsColours() ? style.of(text) : text;
  }

  /** What stands behind stderr, where a person is spoken to. */
  Screen screen() {
    return Screen.of(platform.environment(), platform.terminals().stderr());
  }

  /** Whether a person looks who wants colours. */
  boolean showsColours() {
    return format != Format.AGENT && screen().showsColours();
  }

  /** Lines for the person's eye or camera, as they are; never among data. */
  void picture(List<String> lines) {
    Stream stream = format == Format.AGENT ? stdout : stderr;
    lines.forEach(stream::line);
  }

  /** Whether a line that changes is seen as one. */
  boolean canRedraw() {
    return format == Format.HUMAN && screen().redraws();
  }

  /** Sends {@code text} to the person's terminal as it is, escape sequences and all. */
  void draw(String text) {
    stderr.raw(text);
  }

  /**
   * What failed, where, and what to do: at most three lines, or one JSON object. An object that
   * stdout does not take becomes those lines. An agent at a login reads on stdout that it failed.
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
    if (format == Format.AGENT && asEvent) {
      String hint = failure.hint().map(text -> ". " + text).orElse(".");
      stdout.line(Printable.of("Not logged in: " + failure.getMessage() + hint));
    }
    stderr.line(styled("Error:", Style.ERROR) + " " + Printable.of(failure.getMessage()));
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
}
