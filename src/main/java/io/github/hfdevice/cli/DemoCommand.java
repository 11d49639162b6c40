package io.github.hfdevice.cli;

import io.github.hfdevice.demo.PracticeHub;
import io.github.hfdevice.demo.Scenario;
import io.github.hfdevice.text.Printable;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** {@code demo}: a login against a practice Hub in this very process. */
final class DemoCommand extends Command {
  private static final Duration APPROVAL_DELAY = Duration.ofMillis(1500);

  private static final String KEYLESS_CI =
      """
      Keyless CI, while demo --serve --port 8777 runs, as GitHub Actions has it:
        export HF_ENDPOINT=http://127.0.0.1:8777 HF_OIDC_RESOURCE=acme/model
        export GITHUB_ACTIONS=true ACTIONS_ID_TOKEN_REQUEST_TOKEN=any
        url=$HF_ENDPOINT/practice/identity-token
        export ACTIONS_ID_TOKEN_REQUEST_URL=$url?resource=$HF_OIDC_RESOURCE
      An identity token of your own (HF_OIDC_ID_TOKEN) is a JWT, signed by HS256
      with the key practice-hub; its claims are aud (the HF_ENDPOINT), resource and
      exp.""";

  private final OptionSpec autoApprove =
      Options.flag("Approve by itself; nobody has to type the code", "--auto-approve");
  private final OptionSpec serve =
      Options.flag("Only serve the practice Hub, until Ctrl-C", "--serve");
  private final OptionSpec port =
      Options.text("N", "The port of the practice Hub; any free one without it", "--port");
  private final OptionSpec scenario =
      Options.choice(
          "SCENARIO",
          "approve, deny, expire, slow-down, flaky or rotate",
          List.of("approve", "deny", "expire", "slow-down", "flaky", "rotate"),
          "--scenario");

  DemoCommand(Platform platform) {
    super(platform);
  }

  @Override
  CommandSpec spec() {
    String example = "hf-device demo --auto-approve";
    CommandSpec spec =
        specWithOptions(
            "demo",
            "Try a login with no account and no network, against a practice Hub on this machine.",
            example,
            autoApprove,
            serve,
            port,
            scenario);
    spec.usageMessage().footer("", "Example: " + example, "", KEYLESS_CI);
    return spec;
  }

  @Override
  boolean speaksInEvents() {
    return true;
  }

  @Override
  ExitCode run() throws Failure, IOException, InterruptedException {
    PracticeHub.Builder options =
        PracticeHub.Options.builder()
            .port(portNumber())
            .scenario(chosenScenario())
            .clock(platform().wallClock());
    if (Options.isSet(serve)) {
      if (Options.isSet(autoApprove)) {
        options.autoApprove(APPROVAL_DELAY);
      }
      return serve(options.build());
    }
    options.interval(Duration.ofSeconds(1));
    if (Options.isSet(autoApprove)) {
      options.autoApprove(APPROVAL_DELAY);
    }
    return login(options.build());
  }

  /** A port that another program has, or that is not for everybody, is a matter of the option. */
  private static PracticeHub start(PracticeHub.Options options) throws Failure, IOException {
    try {
      return PracticeHub.start(options);
    } catch (IOException e) {
      if (options.port() == 0) {
        throw e;
      }
      throw Failure.usage(
          e.getMessage(), "Choose another port with --port, or leave it out for any free one.");
    }
  }

  private ExitCode serve(PracticeHub.Options options)
      throws Failure, IOException, InterruptedException {
    try (PracticeHub hub = start(options)) {
      if (output().isJson()) {
        output().json(Output.event("serving").put("endpoint", hub.endpoint().toString()));
      } else {
        output().data("HF_ENDPOINT=" + hub.endpoint());
      }
      output()
          .say(
              "The practice Hub serves until Ctrl-C; approve codes at "
                  + hub.endpoint()
                  + "/oauth/device");
      new CountDownLatch(1).await();
    }
    return ExitCode.OK;
  }

  private ExitCode login(PracticeHub.Options options) throws Failure, IOException {
    Path home = temporaryFolder();
    platform().termination().addHook(exitCode -> delete(home));
    try (PracticeHub hub = start(options)) {
      Platform practice = platform().forPractice(practiceEnvironment(hub, home), home);
      int exitCode =
          new Cli(practice, WrittenTexts.NONE)
              .run("auth", "login", "--format", output().format().name());
      if (exitCode == 0 && !output().isJson()) {
        showFiles(home);
      }
      return ExitCode.of(exitCode);
    } finally {
      delete(home);
    }
  }

  /** Java itself does not know the variable. */
  private Path temporaryFolder() throws IOException {
    String parent = platform().environment().getOrDefault("TMPDIR", "");
    return !parent.isEmpty() && Files.isDirectory(Path.of(parent))
        ? Files.createTempDirectory(Path.of(parent), "hf-device-demo")
        : Files.createTempDirectory("hf-device-demo");
  }

  /** Nothing of the user's but what tells the terminal. */
  private Map<String, String> practiceEnvironment(PracticeHub hub, Path home) {
    Map<String, String> environment = new HashMap<>(platform().environment());
    environment.keySet().retainAll(List.of("TERM", "NO_COLOR"));
    environment.put("HF_ENDPOINT", hub.endpoint().toString());
    environment.put("HF_HOME", home.toString());
    return environment;
  }

  private void showFiles(Path home) throws IOException {
    output().say("");
    output().say("The login wrote these files to a temporary folder, which is gone after this:");
    for (String name : new String[] {"token", "stored_tokens"}) {
      Path file = home.resolve(name);
      output().say("");
      output().say(file + mode(file));
      for (String line : Files.readAllLines(file)) {
        output().say("  " + shortened(line));
      }
    }
  }

  private static String mode(Path file) throws IOException {
    return file.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? " (" + PosixFilePermissions.toString(Files.getPosixFilePermissions(file)) + ")"
        : "";
  }

  private static String shortened(String line) {
    return line.length() <= 60 ? line : line.substring(0, 57) + "...";
  }

  /**
   * Removes the folder if it is still there: the program's end and a signal may both ask for it.
   */
  private static void delete(Path folder) {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      // A practice folder that stays behind in the temporary folder harms nobody.
    }
  }

  private int portNumber() throws Failure {
    Optional<String> text = Options.value(port);
    if (text.isEmpty()) {
      return 0;
    }
    try {
      int number = Integer.parseInt(text.get());
      if (number >= 0 && number <= 65_535) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Falls through to the refusal.
    }
    throw Failure.usage(
        "--port " + Printable.of(text.get()) + " is not a valid port",
        "Give a number from 0 to 65535.");
  }

  private Scenario chosenScenario() throws Failure {
    Optional<String> name = Options.value(scenario);
    if (name.isEmpty()) {
      return Scenario.APPROVE;
    }
    return Scenario.parse(name.get())
        .orElseThrow(
            () ->
                Failure.usage(
                    "--scenario " + Printable.of(name.get()) + " is not known",
                    "Choose approve, deny, expire, slow-down, flaky or rotate."));
  }
}
