package io.github.hfdevice.cli;

import io.github.hfdevice.hub.HubSettings;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IExitCodeExceptionMapper;
import picocli.CommandLine.IHelpFactory;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** The command tree, and what becomes of everything that goes wrong in it. */
public final class Cli {
  static final String NAME = "hf-device";
  static final String AUTH = "auth";
  static final List<String> COMMANDS =
      List.of("doctor", "env", "demo", "completion", "help", "version");
  static final List<String> AUTH_COMMANDS =
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
          "git-credential",
          "exec");

  private final Platform platform;
  private final WrittenTexts texts;
  private final Stream stdout;
  private final Stream stderr;

  public Cli(Platform platform, WrittenTexts texts) {
    this.platform = platform;
    this.texts = texts;
    this.stdout = new Stream(platform.stdout());
    this.stderr = new Stream(platform.stderr());
  }

  /** Runs the command in {@code args} and gives the process's exit code; throws nothing. */
  public int run(String... args) {
    Invocation invocation = Invocation.of(args);
    String command = invocation.command();
    List<String> arguments = invocation.arguments();
    if (invocation.asksForHelpOnly()) {
      return print(help(command));
    }
    if (invocation.is("version") && arguments.isEmpty()) {
      return print(Versions.of(platform).text());
    }
    if (invocation.is("auth login")) {
      warmUp(arguments);
    }
    StringWriter help = new StringWriter();
    CommandLine commandLine =
        commandLine(command(command).spec().name(qualified(command)), new PrintWriter(help));
    int exitCode = commandLine.execute(arguments.toArray(new String[0]));
    return help.getBuffer().length() > 0 ? print(help.toString()) : exitCode;
  }

  private int print(String text) {
    stdout.raw(text);
    if (stdout.lostData()) {
      stderr.line("Error: stdout could not be written");
      return ExitCode.FILE.number();
    }
    return ExitCode.OK.number();
  }

  private CommandLine commandLine(CommandSpec spec, PrintWriter help) {
    CommandLine commandLine = new CommandLine(spec);
    commandLine.setOut(help);
    commandLine.setErr(help);
    commandLine.setColorScheme(Help.defaultColorScheme(Help.Ansi.OFF));
    commandLine.setUsageHelpWidth(80);
    commandLine.setExpandAtFiles(false);
    Answers answers = new Answers();
    commandLine.setHelpFactory(answers);
    commandLine.setExitCodeExceptionMapper(answers);
    commandLine.setParameterExceptionHandler(answers);
    commandLine.setExecutionExceptionHandler(answers);
    return commandLine;
  }

  /** Before the command line is read, which takes long enough to be used. */
  private void warmUp(List<String> args) {
    if (args.contains("--help")) {
      return;
    }
    int option = args.indexOf("--endpoint");
    String endpoint =
        option >= 0 && option + 1 < args.size()
            ? args.get(option + 1)
            : platform.environment().getOrDefault(HubSettings.ENDPOINT, "");
    platform.threads().newThread(new WarmUp(!endpoint.startsWith("http:"))).start();
  }

  /** What a person types for that command, such as {@code auth login}. */
  static String qualified(String command) {
    return command.isEmpty() ? NAME : NAME + " " + command;
  }

  /** The help text of that command, as it stands beside the program or made now. */
  String help(String command) {
    Optional<String> written = texts.help(command);
    return written.isPresent() ? written.get() : model(command).getUsageMessage();
  }

  /** That command with all of its options and all commands in it, for texts about them. */
  public CommandLine model(String command) {
    CommandLine model = model();
    for (String name : command.isEmpty() ? List.<String>of() : List.of(command.split(" "))) {
      model = model.getSubcommands().get(name);
    }
    return model;
  }

  private CommandLine model() {
    CommandSpec auth = command(AUTH).spec();
    for (String name : AUTH_COMMANDS) {
      auth.addSubcommand(name, command(name).spec());
    }
    CommandSpec root = command("").spec().addSubcommand(AUTH, auth);
    for (String name : COMMANDS) {
      root.addSubcommand(name, command(name).spec());
    }
    return commandLine(root, new PrintWriter(new StringWriter()));
  }

  /** The command of that name, its {@code auth} left out or not. */
  private Command command(String qualifiedName) {
    return (Command) newCommand(qualifiedName.substring(qualifiedName.lastIndexOf(' ') + 1));
  }

  /**
   * A {@link Command}. In one expression the JVM would have to check the common type of all of
   * them, and load all of them for that.
   */
  @SuppressWarnings("StatementSwitchToExpressionSwitch")
  private Object newCommand(String name) {
    switch (name) {
      case "":
        return new GroupCommand(
            platform,
            this,
            "",
            "Log in to the Hugging Face Hub where no browser is.",
            "hf-device auth login");
      case AUTH:
        return new GroupCommand(
            platform,
            this,
            AUTH,
            "Log in, and look after the stored tokens.",
            "hf-device auth login");
      case "doctor":
        return new DoctorCommand(platform);
      case "env":
        return new EnvCommand(platform);
      case "demo":
        return new DemoCommand(platform);
      case "completion":
        return new CompletionCommand(platform, texts);
      case "help":
        return new HelpCommand(platform, this, texts);
      case "version":
        return new VersionCommand(platform);
      default:
        return newAuthCommand(name);
    }
  }

  @SuppressWarnings("StatementSwitchToExpressionSwitch")
  private Object newAuthCommand(String name) {
    switch (name) {
      case "login":
        return new LoginCommand(platform);
      case "status":
        return new StatusCommand(platform);
      case "token":
        return new TokenCommand(platform);
      case "refresh":
        return new RefreshCommand(platform);
      case "whoami":
        return new WhoamiCommand(platform);
      case "list":
        return new ListCommand(platform);
      case "switch":
        return new SwitchCommand(platform);
      case "logout":
        return new LogoutCommand(platform);
      case "setup-git":
        return new SetupGitCommand(platform);
      case "git-credential":
        return new GitCredentialCommand(platform);
      case "exec":
        return new ExecCommand(platform);
      default:
        throw new IllegalArgumentException(name);
    }
  }

  private int failed(Exception cause, CommandLine at) {
    int exitCode = report(Failure.of(cause, platform), at);
    if (((Command) at.getCommandSpec().userObject()).isVerbose()) {
      StringWriter trace = new StringWriter();
      cause.printStackTrace(new PrintWriter(trace));
      stderr.raw(trace.toString());
    }
    return exitCode;
  }

  private static int report(Failure failure, CommandLine at) {
    Command command = (Command) at.getCommandSpec().userObject();
    command.outputAfterFailure().fail(failure, command.speaksInEvents());
    return failure.exitCode().number();
  }

  /**
   * What picocli asks back; one class in the place of four lambdas, which would delay each start.
   */
  private final class Answers
      implements IHelpFactory,
          IExitCodeExceptionMapper,
          IParameterExceptionHandler,
          IExecutionExceptionHandler {

    @Override
    public Help create(CommandSpec spec, Help.ColorScheme colours) {
      return GroupedHelp.of(spec, colours);
    }

    @Override
    public int getExitCode(Throwable cause) {
      return Failure.of(cause, platform).exitCode().number();
    }

    @Override
    public int handleParseException(ParameterException cause, String[] args) {
      return report(Misuse.of(cause), cause.getCommandLine());
    }

    @Override
    public int handleExecutionException(Exception cause, CommandLine at, ParseResult result) {
      return failed(cause, at);
    }
  }
}
