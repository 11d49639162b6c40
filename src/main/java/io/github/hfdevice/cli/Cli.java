package io.github.hfdevice.cli;

import io.github.hfdevice.hub.HubSettings;
import io.github.hfdevice.text.Printable;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IExitCodeExceptionMapper;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command tree, and what becomes of everything that goes wrong in it. */
public final class Cli {
  private static final String NAME = "hf-device";
  private static final String AUTH = "auth";
  private static final List<String> COMMANDS = List.of("doctor", "demo", "completion");
  private static final List<String> AUTH_COMMANDS =
      List.of(
          "login",
          "status",
          "token",
          "refresh",
          "whoami",
          "list",
          "switch",
          "logout",
          "setup-git",
          "git-credential");

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
    List<String> words = List.of(args);
    warmUp(words);
    int named = commandWords(words);
    CommandLine commandLine = new CommandLine(spec(words, named));
    StringWriter help = new StringWriter();
    commandLine.setOut(new PrintWriter(help));
    commandLine.setErr(new PrintWriter(help));
    commandLine.setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
    commandLine.setUsageHelpWidth(80);
    commandLine.setExpandAtFiles(false);
    Answers answers = new Answers();
    commandLine.setExitCodeExceptionMapper(answers);
    commandLine.setParameterExceptionHandler(answers);
    commandLine.setExecutionExceptionHandler(answers);
    int exitCode = commandLine.execute(Arrays.copyOfRange(args, named, args.length));
    if (help.getBuffer().length() > 0) {
      stdout.raw(help.toString());
      if (stdout.lostData()) {
        stderr.line("Error: stdout could not be written");
        return ExitCode.FILE.number();
      }
    }
    return exitCode;
  }

  /** No more than this run needs: to build one command takes longer than most take to run. */
  private CommandSpec spec(List<String> words, int named) {
    if (named > 0) {
      String name = NAME + " " + String.join(" ", words.subList(0, named));
      return command(words.get(named - 1)).spec().name(name);
    }
    return words.equals(List.of("--version")) ? bareRoot() : root();
  }

  /** Before the command line is read, which takes long enough to be used. */
  private void warmUp(List<String> args) {
    boolean login = args.size() > 1 && args.get(0).equals(AUTH) && args.get(1).equals("login");
    if (!login || args.contains("--help")) {
      return;
    }
    int option = args.indexOf("--endpoint");
    String endpoint =
        option > 0 && option + 1 < args.size()
            ? args.get(option + 1)
            : platform.environment().getOrDefault(HubSettings.ENDPOINT, "");
    platform.threads().newThread(new WarmUp(!endpoint.startsWith("http:"))).start();
  }

  /** How many of the first words name a command; 0 where it takes the whole tree to tell. */
  private static int commandWords(List<String> words) {
    if (words.isEmpty()) {
      return 0;
    }
    if (words.get(0).equals(AUTH)) {
      return words.size() > 1 && AUTH_COMMANDS.contains(words.get(1)) ? 2 : 0;
    }
    return COMMANDS.contains(words.get(0)) ? 1 : 0;
  }

  /** Every command with all of its options. */
  CommandSpec root() {
    CommandSpec root = bareRoot();
    root.addSubcommand(AUTH, auth());
    for (String name : COMMANDS) {
      root.addSubcommand(name, command(name).spec());
    }
    return root;
  }

  private CommandSpec bareRoot() {
    CommandSpec root =
        group(NAME, "Logs in to the Hugging Face Hub where no browser is.", "hf-device auth login");
    root.addOption(
        OptionSpec.builder("--version")
            .type(boolean.class)
            .arity("0")
            .versionHelp(true)
            .description("Show the versions of this program, Java and the system")
            .build());
    root.versionProvider(new Answers());
    return root;
  }

  private CommandSpec auth() {
    CommandSpec auth =
        group(AUTH, "Log in, and look after the stored tokens.", "hf-device auth login");
    for (String name : AUTH_COMMANDS) {
      auth.addSubcommand(name, command(name).spec());
    }
    return auth;
  }

  private Command command(String name) {
    return switch (name) {
      case "login" -> new LoginCommand(platform);
      case "status" -> new StatusCommand(platform);
      case "token" -> new TokenCommand(platform);
      case "refresh" -> new RefreshCommand(platform);
      case "whoami" -> new WhoamiCommand(platform);
      case "list" -> new ListCommand(platform);
      case "switch" -> new SwitchCommand(platform);
      case "logout" -> new LogoutCommand(platform);
      case "setup-git" -> new SetupGitCommand(platform);
      case "git-credential" -> new GitCredentialCommand(platform);
      case "doctor" -> new DoctorCommand(platform);
      case "demo" -> new DemoCommand(platform);
      case "completion" -> new CompletionCommand(platform, this::root);
      default -> throw new IllegalArgumentException(name);
    };
  }

  /** A command that only holds others; picocli makes a missing one a usage error. */
  private static CommandSpec group(String name, String description, String example) {
    CommandSpec spec = CommandSpec.wrapWithoutInspection(null).name(name);
    spec.usageMessage().description(description).footer("", "Example: " + example);
    spec.addOption(Command.help());
    return spec;
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
    Failure failure = Failure.usage(withoutValues(mistake(cause, isGroup)), hint.toString());
    return report(failure, at);
  }

  /** Picocli's own words for an argument that fits nowhere tell its index. */
  private static String mistake(ParameterException cause, boolean isGroup) {
    if (!(cause instanceof UnmatchedArgumentException unmatched)
        || unmatched.getUnmatched().isEmpty()) {
      return String.valueOf(cause.getMessage());
    }
    String argument = unmatched.getUnmatched().get(0);
    if (unmatched.isUnknownOption()) {
      return "there is no option " + argument.replaceFirst("=.*", "");
    }
    return isGroup ? "there is no command " + argument : "one argument is too many: " + argument;
  }

  /** An argument in the wrong place may be a token. */
  private static String withoutValues(String text) {
    return Printable.of(text)
        .replaceAll("=[^\\s']+", "=***")
        .replaceAll("hf_[A-Za-z0-9_.-]+", "***");
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

  /**
   * What picocli asks back; one class in the place of four lambdas, which would delay each start.
   */
  private final class Answers
      implements IVersionProvider,
          IExitCodeExceptionMapper,
          IParameterExceptionHandler,
          IExecutionExceptionHandler {

    @Override
    public String[] getVersion() {
      return new String[] {
        "hf-device " + platform.version(),
        "Java "
            + System.getProperty("java.version")
            + " ("
            + System.getProperty("java.vendor")
            + ")",
        System.getProperty("os.name") + " " + System.getProperty("os.arch")
      };
    }

    @Override
    public int getExitCode(Throwable cause) {
      return Failure.of(cause).exitCode().number();
    }

    @Override
    public int handleParseException(ParameterException cause, String[] args) {
      return misused(cause);
    }

    @Override
    public int handleExecutionException(Exception cause, CommandLine at, ParseResult result) {
      return failed(cause, at);
    }
  }
}
