package io.github.hfdevice.cli;

import io.github.hfdevice.terminal.Printable;
import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command tree, and what becomes of everything that goes wrong in it. */
public final class Cli {
  private final Platform platform;
  private final Stream stdout;
  private final Stream stderr;

  public Cli(Platform platform) {
    this.platform = platform;
    this.stdout = new Stream(platform.stdout());
    this.stderr = new Stream(platform.stderr());
  }

  /** Runs the command in {@code args} and gives the process's exit code; throws nothing. */
  public int run(String... args) {
    CommandLine commandLine = new CommandLine(root());
    StringWriter help = new StringWriter();
    commandLine.setOut(new PrintWriter(help));
    commandLine.setErr(new PrintWriter(help));
    commandLine.setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
    commandLine.setUsageHelpWidth(80);
    commandLine.setExpandAtFiles(false);
    commandLine.setExitCodeExceptionMapper(cause -> Failure.of(cause).exitCode().number());
    commandLine.setParameterExceptionHandler((cause, given) -> misused(cause));
    commandLine.setExecutionExceptionHandler((cause, at, result) -> failed(cause, at));
    int exitCode = commandLine.execute(args);
    if (help.getBuffer().length() > 0) {
      stdout.raw(help.toString());
      if (stdout.lostData()) {
        stderr.line("Error: stdout could not be written");
        return ExitCode.FILE.number();
      }
    }
    return exitCode;
  }

  /** Every command with all of its options. */
  CommandSpec root() {
    CommandSpec root =
        group(
            "hf-device",
            "Logs in to the Hugging Face Hub where no browser is.",
            "hf-device auth login");
    root.addOption(
        OptionSpec.builder("--version")
            .type(boolean.class)
            .arity("0")
            .versionHelp(true)
            .description("Show the versions of this program, Java and the system")
            .build());
    root.versionProvider(
        () ->
            new String[] {
              "hf-device " + platform.version(),
              "Java "
                  + System.getProperty("java.version")
                  + " ("
                  + System.getProperty("java.vendor")
                  + ")",
              System.getProperty("os.name") + " " + System.getProperty("os.arch")
            });
    CommandSpec auth =
        group("auth", "Log in, and look after the stored tokens.", "hf-device auth login");
    add(auth, new LoginCommand(platform));
    add(auth, new StatusCommand(platform));
    add(auth, new TokenCommand(platform));
    add(auth, new RefreshCommand(platform));
    add(auth, new WhoamiCommand(platform));
    add(auth, new ListCommand(platform));
    add(auth, new SwitchCommand(platform));
    add(auth, new LogoutCommand(platform));
    add(auth, new SetupGitCommand(platform));
    add(auth, new GitCredentialCommand(platform));
    root.addSubcommand("auth", auth);
    add(root, new DoctorCommand(platform));
    add(root, new DemoCommand(platform));
    add(root, new CompletionCommand(platform, this::root));
    return root;
  }

  /** A command that only holds others; picocli makes a missing one a usage error. */
  private static CommandSpec group(String name, String description, String example) {
    CommandSpec spec = CommandSpec.wrapWithoutInspection(null).name(name);
    spec.usageMessage().description(description).footer("", "Example: " + example);
    spec.addOption(Command.help());
    return spec;
  }

  private static void add(CommandSpec parent, Command command) {
    CommandSpec spec = command.spec();
    parent.addSubcommand(spec.name(), spec);
  }

  private int misused(ParameterException cause) {
    CommandLine at = cause.getCommandLine();
    boolean isGroup = !(at.getCommandSpec().userObject() instanceof Command);
    if (isGroup && cause.getClass() == ParameterException.class) {
      // No subcommand was given: there is no mistake to name, only a choice to show.
      stderr.raw(at.getUsageMessage());
      return ExitCode.USAGE.number();
    }
    StringBuilder hint = new StringBuilder();
    if (cause instanceof UnmatchedArgumentException unmatched) {
      for (String suggestion : unmatched.getSuggestions()) {
        hint.append(hint.length() == 0 ? "Did you mean " : " or ").append(suggestion);
      }
      hint.append(hint.length() == 0 ? "" : "? ");
    }
    hint.append("See: ").append(at.getCommandSpec().qualifiedName()).append(" --help");
    Failure failure = Failure.usage(withoutValues(cause), hint.toString());
    return report(failure, at);
  }

  /** An argument in the wrong place may be a token. */
  private static String withoutValues(ParameterException cause) {
    String message = Printable.of(String.valueOf(cause.getMessage()));
    return message.replaceAll("=[^\\s']+", "=***").replaceAll("hf_[A-Za-z0-9_.-]+", "***");
  }

  private int failed(Exception cause, CommandLine at) {
    int exitCode = report(Failure.of(cause), at);
    if (at.getCommandSpec().userObject() instanceof Command command && command.isVerbose()) {
      StringWriter trace = new StringWriter();
      cause.printStackTrace(new PrintWriter(trace));
      stderr.raw(trace.toString());
    }
    return exitCode;
  }

  private int report(Failure failure, CommandLine at) {
    if (at.getCommandSpec().userObject() instanceof Command command) {
      command.outputAfterFailure().fail(failure, command.speaksInEvents());
    } else {
      new Output(Format.HUMAN, stdout, stderr, platform).fail(failure, false);
    }
    return failure.exitCode().number();
  }
}
