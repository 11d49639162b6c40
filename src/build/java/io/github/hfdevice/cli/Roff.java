package io.github.hfdevice.cli;

import java.util.ArrayList;
import java.util.List;

/** Text in the language of manual pages, man(7). */
final class Roff {
  private static final int WIDTH = 78;

  private final StringBuilder out = new StringBuilder();

  /** Whether a heading came last, after which no paragraph has to be begun. */
  private boolean fresh;

  /** {@code text} as a reader should see it, whatever roff makes of its characters. */
  static String escaped(String text) {
    String escaped =
        text.replace("\\", "\\e")
            .replace("-", "\\-")
            .replace("'", "\\(aq")
            .replace("`", "\\(ga")
            .replace("^", "\\(ha")
            .replace("~", "\\(ti");
    return escaped.startsWith(".") ? "\\&" + escaped : escaped;
  }

  static String bold(String text) {
    return "\\fB" + escaped(text) + "\\fR";
  }

  static String italic(String text) {
    return "\\fI" + escaped(text) + "\\fR";
  }

  /** A macro with its arguments, which are escaped already. */
  Roff macro(String name, String... arguments) {
    out.append('.').append(name);
    for (String argument : arguments) {
      boolean bare = argument.matches("[^ \"]+");
      out.append(' ').append(bare ? argument : "\"" + argument.replace("\"", "\\(dq") + "\"");
    }
    out.append('\n');
    fresh = List.of("SH", "SS").contains(name);
    return this;
  }

  private Roff paragraph() {
    return fresh ? this : macro("PP");
  }

  /** One line that is escaped already. */
  Roff line(String line) {
    out.append(line).append('\n');
    fresh = false;
    return this;
  }

  /** Words, filled into lines. */
  Roff words(String text) {
    String line = "";
    for (String word : text.strip().split("\\s+")) {
      if (!line.isEmpty() && escaped(line + " " + word).length() > WIDTH) {
        line(escaped(line));
        line = "";
      }
      line = line.isEmpty() ? word : line + " " + word;
    }
    return line(escaped(line));
  }

  /** Lines as they are, indented. */
  Roff literal(List<String> lines) {
    paragraph().macro("RS", "4").macro("EX");
    lines.forEach(line -> line(line.isEmpty() ? "\\&" : escaped(line)));
    return macro("EE").macro("RE");
  }

  /**
   * Text as the topics of {@code help} are laid out: paragraphs, {@code headings:} alone between
   * blank lines, terms after two blanks with their descriptions after six, and lines to be kept
   * after four.
   */
  Roff layout(List<String> lines) {
    List<String> block = new ArrayList<>();
    for (String line : lines) {
      boolean ends = line.isBlank() || line.startsWith("  ") && !line.startsWith("   ");
      if (ends) {
        block(block);
        block.clear();
      }
      if (!line.isBlank()) {
        block.add(line);
      }
    }
    return block(block);
  }

  private Roff block(List<String> lines) {
    if (lines.isEmpty()) {
      return this;
    }
    String first = lines.get(0);
    if (first.startsWith("    ")) {
      return literal(lines.stream().map(line -> line.substring(4)).toList());
    }
    if (first.startsWith("  ")) {
      macro("TP").line(bold(first.strip()));
      return words(String.join(" ", lines.subList(1, lines.size())));
    }
    if (lines.size() == 1 && first.endsWith(":") && !first.contains(",")) {
      return macro("SS", escaped(first.substring(0, first.length() - 1)));
    }
    return paragraph().words(String.join(" ", lines));
  }

  @Override
  public String toString() {
    return out.toString();
  }
}
