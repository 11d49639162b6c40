package io.github.hfdevice.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The Markdown files of the project, and the fenced blocks in them. */
final class Documentation {
  private static final Pattern TEST = Pattern.compile("@(Test|ParameterizedTest|TestFactory)\\b");

  /**
   * A fenced block.
   *
   * @param line of its first line, counted from 1
   * @param heading what it stands under, without the marks
   * @param language what stands behind the fence
   */
  record Block(Path file, int line, String heading, String language, String text) {
    String place() {
      return file + ":" + line;
    }

    /** Whether it is a script of its own and no commands to type. */
    boolean isScript() {
      return text.startsWith("#!");
    }
  }

  private Documentation() {}

  static List<Path> files() throws IOException {
    List<Path> files = new ArrayList<>(List.of(Path.of("README.md")));
    for (Path folder : List.of(Path.of("src/docs"), Path.of(".github"))) {
      try (Stream<Path> entries = Files.list(folder)) {
        entries.filter(file -> file.toString().endsWith(".md")).sorted().forEach(files::add);
      }
    }
    return files;
  }

  static List<Block> blocks() throws IOException {
    List<Block> blocks = new ArrayList<>();
    for (Path file : files()) {
      blocks.addAll(blocks(file));
    }
    return blocks;
  }

  static List<Block> blocks(Path file) throws IOException {
    List<Block> blocks = new ArrayList<>();
    List<String> lines = Files.readAllLines(file);
    String heading = "";
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.startsWith("#")) {
        heading = line.replaceFirst("#+ ", "");
      } else if (line.startsWith("```")) {
        int first = ++i;
        while (!lines.get(i).equals("```")) {
          i++;
        }
        String text = String.join("\n", lines.subList(first, i)) + "\n";
        blocks.add(new Block(file, first + 1, heading, line.substring(3), text));
      }
    }
    return blocks;
  }

  /** The one block that holds {@code mark}. */
  static Block block(String mark) throws IOException {
    List<Block> found = blocks().stream().filter(block -> block.text().contains(mark)).toList();
    if (found.size() != 1) {
      throw new AssertionError(
          found.size() + " blocks of the documentation hold \"" + mark + "\": " + found);
    }
    return found.get(0);
  }

  /** Whether there is a test of that name, which has the shape {@code LoginIT#behaviour}. */
  static boolean isTest(String name) throws IOException {
    String[] parts = name.split("#", -1);
    try (Stream<Path> sources = Files.walk(Path.of("src"))) {
      List<Path> found =
          sources.filter(file -> file.endsWith(Path.of(parts[0] + ".java"))).toList();
      for (Path source : found) {
        String text = Files.readString(source);
        int method = text.indexOf(" void " + parts[1] + "(");
        if (method >= 0) {
          String before = text.substring(0, method);
          return TEST.matcher(before.substring(Math.max(0, before.lastIndexOf("\n  }\n")))).find();
        }
      }
    }
    return false;
  }
}
