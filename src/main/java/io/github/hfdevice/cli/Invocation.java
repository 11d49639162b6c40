package io.github.hfdevice.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a command line asks for, read without a command's options: to build all commands takes
 * longer than most take to run.
 *
 * @param command {@code auth login}, say; {@code auth} or empty where no command of it is named
 * @param arguments what the command gets: the options that stood before its name, then the rest
 */
record Invocation(String command, List<String> arguments) {
  private static final String FORMAT = "--format";
  private static final List<String> HELP = List.of("-h", "--help");
  private static final List<String> SHARED = List.of("--json", "--quiet", "--verbose", "--help");

  /** Single letters that may stand together behind one hyphen. */
  private static final String SHARED_LETTERS = "hqv";

  static Invocation of(String... words) {
    List<String> before = new ArrayList<>(1);
    String group = "";
    boolean version = false;
    int next = 0;
    while (next < words.length) {
      String word = words[next];
      if (word.equals(FORMAT) && next + 1 < words.length) {
        before.add(word);
        before.add(words[++next]);
      } else if (isShared(word)) {
        before.add(word);
      } else if (word.equals("--version")) {
        version = true;
      } else if (word.equals(Cli.AUTH) && group.isEmpty()) {
        group = Cli.AUTH;
      } else {
        break;
      }
      next++;
    }
    String command = version ? "version" : next < words.length ? named(words[next], group) : "";
    boolean isNamed = !command.isEmpty() && !version;
    before.addAll(Arrays.asList(words).subList(isNamed ? next + 1 : next, words.length));
    return new Invocation(command.isEmpty() ? group : command, before);
  }

  private static boolean isShared(String word) {
    if (SHARED.contains(word) || word.startsWith(FORMAT + "=")) {
      return true;
    }
    for (int i = 1; i < word.length(); i++) {
      if (SHARED_LETTERS.indexOf(word.charAt(i)) < 0) {
        return false;
      }
    }
    return word.length() > 1 && word.charAt(0) == '-';
  }

  /** The command of that name, with or without its {@code auth}; empty if there is none. */
  private static String named(String word, String group) {
    if (group.isEmpty() ? Cli.COMMANDS.contains(word) : word.equals("help")) {
      return word;
    }
    String name = word.equals("ls") ? "list" : word;
    return Cli.AUTH_COMMANDS.contains(name) ? Cli.AUTH + " " + name : "";
  }

  /** Whether nothing but the help text of the command is asked for. */
  boolean asksForHelpOnly() {
    return arguments.size() == 1 && HELP.contains(arguments.get(0));
  }

  boolean is(String other) {
    return command.equals(other);
  }
}
