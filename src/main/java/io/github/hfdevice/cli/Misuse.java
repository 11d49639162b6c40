package io.github.hfdevice.cli;

import io.github.hfdevice.text.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says what is wrong with a command line, and what was probably meant. */
final class Misuse {
  /** Picocli takes {@code -force} for {@code -f -orce}, and tells the whole only here. */
  private static final Pattern WHOLE_OPTION =
      Pattern.compile("\\(while processing option: '([^']*)'\\)");

  private Misuse() {}

  static Failure of(ParameterException cause) {
    CommandSpec spec = cause.getCommandLine().getCommandSpec();
    String message = String.valueOf(cause.getMessage());
    String hint = "";
    if (cause instanceof UnmatchedArgumentException unmatched
        && !unmatched.getUnmatched().isEmpty()) {
      String argument = unmatched.getUnmatched().get(0);
      if (unmatched.isUnknownOption()) {
        String option = option(message, argument);
        List<String> meant = Spelling.nearest(option, spec.optionsMap().keySet());
        boolean early = meant.isEmpty() && spec.userObject() instanceof GroupCommand;
        message = "there is no option " + option;
        hint = early ? "The options of a command stand after its name. " : question(meant);
      } else {
        message = "one argument is too many: " + argument;
      }
    }
    return failure(message, hint, spec.qualifiedName());
  }

  private static String option(String message, String argument) {
    Matcher whole = WHOLE_OPTION.matcher(message);
    String option = whole.find() ? whole.group(1) : argument;
    int value = option.indexOf('=');
    return value < 0 ? option : option.substring(0, value);
  }

  /**
   * @param group {@code auth} or empty, where the word was looked for
   */
  static Failure unknownCommand(String group, String word) {
    return failure("there is no command " + word, question(commands(word)), Cli.qualified(group));
  }

  static Failure unknownTopic(String word) {
    List<String> meant = new ArrayList<>();
    for (String topic : Spelling.nearest(word, HelpCommand.TOPICS)) {
      meant.add(Cli.qualified("help " + topic));
    }
    return failure(
        "there is no command or topic " + word,
        question(meant.isEmpty() ? commands(word) : meant),
        Cli.qualified("help"));
  }

  /** The commands that {@code word} may have been meant for, whichever group they are in. */
  private static List<String> commands(String word) {
    List<String> names = new ArrayList<>(Cli.COMMANDS);
    names.add(Cli.AUTH);
    names.addAll(Cli.AUTH_COMMANDS);
    List<String> commands = new ArrayList<>();
    for (String name : Spelling.nearest(word, names)) {
      boolean ofAuth = Cli.AUTH_COMMANDS.contains(name);
      commands.add(Cli.qualified(ofAuth ? Cli.AUTH + " " + name : name));
    }
    return commands;
  }

  private static String question(List<String> meant) {
    return meant.isEmpty() ? "" : "Did you mean " + String.join(" or ", meant) + "? ";
  }

  private static Failure failure(String message, String hint, String command) {
    return Failure.usage(withoutValues(message), hint + "See: " + command + " --help");
  }

  /** An argument in the wrong place may be a token. */
  private static String withoutValues(String text) {
    return Printable.of(text)
        .replaceAll("=[^\\s']+", "=***")
        .replaceAll("hf_[A-Za-z0-9_.-]+", "***");
  }
}
