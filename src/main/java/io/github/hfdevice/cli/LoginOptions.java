package io.github.hfdevice.cli;

import static java.util.stream.Collectors.joining;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.OptionSpec;

/** The options of {@code auth login}, and which of them exclude each other. */
final class LoginOptions {
  private final OptionSpec force =
      Options.flag("Log in even if there is a token already", "-f", "--force");
  private final OptionSpec noForce = Options.hiddenFlag("--no-force");
  private final OptionSpec token =
      Options.text("TOKEN", "Store this token, which the process list shows", "--token");
  private final OptionSpec withToken =
      Options.flag("Store the token that is read from stdin", "--with-token");
  private final OptionSpec scope =
      OptionSpec.builder("--scope")
          .type(String[].class)
          .arity("1")
          .paramLabel("SCOPE")
          .description("Ask for this scope; repeatable, or a quoted list")
          .build();
  private final OptionSpec clientId =
      Options.text("ID", "OAuth client (HF_DEVICE_CODE_OAUTH_CLIENT_ID)", "--client-id");
  private final OptionSpec endpoint = Options.endpoint();
  private final OptionSpec discover =
      Options.flag("Read the endpoints from the server's metadata", "--discover");
  private final OptionSpec addToGit = Options.addToGit();
  private final OptionSpec noAddToGit = Options.hiddenFlag("--no-add-to-git-credential");
  private final OptionSpec storeAs =
      Options.text("NAME", "Store the token under this name", "--store-as");
  private final OptionSpec activate = Options.activate();
  private final OptionSpec noWait =
      Options.flag("Show the code, and leave the waiting to --resume", "--no-wait");
  private final OptionSpec resume =
      Options.flag("Go on with the login that is pending", "--resume");
  private final OptionSpec timeout =
      Options.text("DURATION", "Wait only so long (30s, 5m), then exit with 8", "--timeout");

  /** Under their headings, those that show the code among them. */
  OptionGroup[] groups(OptionGroup prompt) {
    return new OptionGroup[] {
      new OptionGroup(
          "Log in",
          List.of(
              force, noForce, scope, token, withToken, storeAs, activate, addToGit, noAddToGit)),
      prompt,
      new OptionGroup("In scripts", List.of(noWait, resume, timeout)),
      new OptionGroup("Server", List.of(endpoint, clientId, discover))
    };
  }

  boolean isForced() {
    return Options.isSet(force);
  }

  boolean isDiscovered() {
    return Options.isSet(discover);
  }

  boolean addsToGit() {
    return Options.isSet(addToGit);
  }

  boolean activates() {
    return Options.isSet(activate);
  }

  boolean waits() {
    return !Options.isSet(noWait);
  }

  boolean resumes() {
    return Options.isSet(resume);
  }

  Optional<String> clientId() {
    return Options.value(clientId);
  }

  Optional<String> endpoint() {
    return Options.value(endpoint);
  }

  Optional<String> storeAs() {
    return Options.value(storeAs);
  }

  Optional<String> token() {
    return Options.value(token);
  }

  boolean readsToken() {
    return Options.isSet(withToken);
  }

  /** How long to wait for the person, where that was said. */
  Optional<Duration> patience() throws Failure {
    Optional<String> text = Options.value(timeout);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Optional<Duration> parsed = TimeSpan.parse(text.get());
    if (parsed.isEmpty()) {
      throw Failure.usage(
          "--timeout " + text.get() + " is not a valid time span",
          "Write it like 30s, 5m or 1h30m.");
    }
    return parsed;
  }

  /** The scopes to ask for, separated by blanks. */
  Optional<String> scopes() {
    String[] values = scope.getValue();
    if (values == null) {
      return Optional.empty();
    }
    String joined =
        Arrays.stream(values)
            .flatMap(value -> Arrays.stream(value.split("[\\s,]+")))
            .filter(word -> !word.isEmpty())
            .distinct()
            .collect(joining(" "));
    return joined.isEmpty() ? Optional.empty() : Optional.of(joined);
  }

  /** Checks what the parser cannot. */
  void refuseContradictions() throws Failure {
    if (Options.isSet(noWait) && Options.value(timeout).isPresent()) {
      throw excluded("--no-wait", "--timeout");
    }
    if (token().isPresent() && readsToken()) {
      throw excluded("--token", "--with-token");
    }
    if (Options.isSet(force) && Options.isSet(noForce)) {
      throw excluded("--force", "--no-force");
    }
    if (Options.isSet(addToGit) && Options.isSet(noAddToGit)) {
      throw excluded("--add-to-git-credential", "--no-add-to-git-credential");
    }
    if (storeAs().isPresent() && storeAs().get().isBlank()) {
      throw Failure.usage("--store-as has no name", "Give the token one, such as work.");
    }
    String instead = Options.isSet(resume) ? "--resume" : Options.isSet(noWait) ? "--no-wait" : "";
    if (!instead.isEmpty()) {
      for (OptionSpec other : List.of(token, withToken)) {
        refuse(instead, other);
      }
    }
    if (Options.isSet(resume)) {
      for (OptionSpec other : List.of(noWait, scope, discover, addToGit, storeAs, activate)) {
        refuse(instead, other);
      }
    }
  }

  private static void refuse(String option, OptionSpec other) throws Failure {
    Object value = other.getValue();
    if (value != null && !value.equals(false)) {
      throw excluded(option, other.longestName());
    }
  }

  private static Failure excluded(String option, String other) {
    return Failure.usage(option + " and " + other + " exclude each other", "Give one of them.");
  }
}
