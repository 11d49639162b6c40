package io.github.hfdevice.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** A command with the options that all of them share. */
abstract class Command implements Callable<Integer> {
  /** What {@code hf} calls no choice at all. */
  private static final String AUTO = "auto";

  private static final List<String> FORMATS = List.of(AUTO, "human", "agent", "json", "quiet");

  private final OptionSpec format =
      Options.choice("FORMAT", "auto, human, agent, json or quiet", FORMATS, "--format");
  private final OptionSpec json = Options.flag("Short for --format json", "--json");
  private final OptionSpec quiet = Options.flag("Short for --format quiet", "-q", "--quiet");
  private final OptionSpec verbose =
      Options.flag("Log each HTTP exchange to stderr, secrets hidden", "-v", "--verbose");
  private final OptionSpec help =
      OptionSpec.builder("-h", "--help")
          .type(boolean.class)
          .arity("0")
          .usageHelp(true)
          .description("Show this help")
          .build();
  private final List<OptionGroup> optionGroups = new ArrayList<>(1);
  private final Platform platform;
  private final Stream stdout;
  private final Stream stderr;
  private Output output;

  Command(Platform platform) {
    this.platform = platform;
    this.stdout = new Stream(platform.stdout());
    this.stderr = new Stream(platform.stderr());
  }

  /** The command's name, options and help. */
  abstract CommandSpec spec();

  /** Does the job and says so; anything thrown becomes an exit code. */
  abstract ExitCode run() throws Exception;

  /** Whether JSON output is a stream of events. */
  boolean speaksInEvents() {
    return false;
  }

  final Platform platform() {
    return platform;
  }

  final boolean isVerbose() {
    return Options.isSet(verbose);
  }

  /** The specification with the shared options; {@code example} is one line that works. */
  final CommandSpec specWithOptions(
      String name, String description, String example, OptionSpec... own) {
    CommandSpec spec = emptySpec(name, description, example);
    for (OptionSpec option : own) {
      spec.addOption(option);
    }
    return withGroup(spec, new OptionGroup("Output", List.of(format, json, quiet, verbose, help)));
  }

  /** The same for more options than a person takes in without headings. */
  final CommandSpec specWithGroups(
      String name, String description, String example, OptionGroup... own) {
    CommandSpec spec = emptySpec(name, description, example);
    for (OptionGroup group : own) {
      withGroup(spec, group);
    }
    return withGroup(spec, new OptionGroup("Output", List.of(format, json, quiet, verbose, help)));
  }

  /** The specification of a command whose output has one form, whoever reads it. */
  final CommandSpec specWithOneForm(String name, String description, String example) {
    return withGroup(
        emptySpec(name, description, example), new OptionGroup("Output", List.of(verbose, help)));
  }

  private CommandSpec emptySpec(String name, String description, String example) {
    CommandSpec spec = CommandSpec.wrapWithoutInspection(this).name(name);
    spec.usageMessage().description(description).footer("", "Example: " + example);
    return spec;
  }

  private CommandSpec withGroup(CommandSpec spec, OptionGroup group) {
    optionGroups.add(group);
    for (OptionSpec option : group.options()) {
      spec.addOption(option);
    }
    return spec;
  }

  /** Those with a heading of their own, in the order in which they are shown. */
  final List<OptionGroup> optionGroups() {
    return optionGroups;
  }

  @Override
  public final Integer call() throws Exception {
    output = outputFor(chosenFormat());
    ExitCode exitCode = run();
    if (output.lostData() && !speaksInEvents()) {
      throw new Failure(
          ExitCode.FILE, "stdout could not be written", "Check where it leads, and the disk.");
    }
    return exitNumber(exitCode);
  }

  /** What the process exits with when {@link #run} has done its job. */
  int exitNumber(ExitCode exitCode) {
    return exitCode.number();
  }

  final Output output() {
    return output;
  }

  /** The output for a failure, which may come before the options were understood. */
  final Output outputAfterFailure() {
    if (output != null) {
      return output;
    }
    try {
      return outputFor(chosenFormat());
    } catch (Failure e) {
      return outputFor(Format.HUMAN);
    }
  }

  private Output outputFor(Format chosen) {
    return new Output(chosen, stdout, stderr, platform);
  }

  private Format chosenFormat() throws Failure {
    Optional<String> name = Options.value(format);
    if (name.isPresent() && !name.get().equalsIgnoreCase(AUTO)) {
      return Format.parse(name.get())
          .orElseThrow(
              () ->
                  Failure.usage(
                      "--format " + name.get() + " is not known",
                      "Choose auto, human, agent, json or quiet."));
    }
    if (Options.isSet(json)) {
      return Format.JSON;
    }
    if (Options.isSet(quiet)) {
      return Format.QUIET;
    }
    return Format.byDefault(platform.environment(), platform.terminals().stdout());
  }
}
