package io.github.hfdevice.cli;

import io.github.hfdevice.hub.HubPages;
import io.github.hfdevice.hub.HubSettings;
import io.github.hfdevice.hub.ServerOrigin;
import io.github.hfdevice.hub.TokenExchangeException;
import io.github.hfdevice.login.LoginException;
import io.github.hfdevice.oauth.OAuthException;
import io.github.hfdevice.setting.SettingException;
import io.github.hfdevice.store.StoreException;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.StringTokenizer;

/** What a person does about a failed login, as a command that works when it is typed. */
final class Advice {
  static final String NETWORK = "Check the network, the proxy variables and HF_ENDPOINT";

  private final Platform platform;

  Advice(Platform platform) {
    this.platform = platform;
  }

  String of(LoginException failure) {
    return switch (failure.remedy()) {
      case NONE -> failure.getCause() instanceof StoreException cause ? of(cause) : "";
      case LOG_IN -> run("auth login" + at(failure.server()));
      case LOG_IN_AGAIN -> run("auth login --force" + at(failure.server()));
      case REFRESH -> run("auth refresh" + at(failure.server()));
      case RESUME -> "Go on with: " + resumeCommand();
      case REPLACE_VARIABLE ->
          "Correct "
              + tokenVariable()
              + failure
                  .server()
                  .map(server -> " (tokens are made at " + HubPages.tokens(server) + ")")
                  .orElse("")
              + ", or unset the variable to use a stored token.";
      case UNSET_VARIABLE -> "Unset " + tokenVariable() + " to refresh a stored token.";
      case SET_SECRET ->
          "Set " + HubSettings.CLIENT_SECRET + " to it, or run: hf-device auth login --force";
      case GO_ONLINE -> "Unset " + new HubSettings(platform.environment()).offlineVariable() + ".";
      case TRY_LATER -> "Try again later.";
      case ASK_FOR_OPENID -> run("auth login --force --scope openid" + at(failure.server()));
      case LOOK_AT_THE_ANSWER -> "--verbose shows what it said.";
      case CHECK_RIGHTS ->
          "Check what the token may do, in its settings"
              + failure.server().map(server -> " on " + server).orElse("")
              + ".";
      case CHECK_NETWORK -> checkNetwork(failure.server());
      case GIVE_IDENTITY_TOKEN ->
          failure.getCause() instanceof TokenExchangeException cause
              ? cause.remedy().orElse("")
              : "";
      case CHECK_PERMISSION -> "Check that the job has the permission \"id-token: write\".";
      case CHECK_PUBLISHER ->
          "Check in its settings on "
              + failure.server().map(URI::toString).orElse("the Hub")
              + " which jobs it trusts as publishers.";
      case CHECK_TOKEN ->
          "Check that the token is complete"
              + failure
                  .server()
                  .map(server -> " and was made at " + HubPages.tokens(server))
                  .orElse("")
              + ".";
    };
  }

  String of(OAuthException failure) {
    return failure.isUnanswered()
        ? checkNetwork(ServerOrigin.of(failure.where()))
        : ExitCode.hint(failure);
  }

  private String checkNetwork(Optional<URI> server) {
    return NETWORK + " with: hf-device doctor" + at(server);
  }

  private String tokenVariable() {
    HubSettings settings = new HubSettings(platform.environment());
    return settings.value(HubSettings.OIDC_RESOURCE).isPresent()
        ? HubSettings.OIDC_RESOURCE
        : settings.tokenVariable().orElse("the variable");
  }

  String of(StoreException failure) {
    return failure.remedy(platform.environment()).orElse("");
  }

  /** What a person types to go on with the pending login. */
  String resumeCommand() {
    return command() + " auth login --resume";
  }

  /** This program as a person types it: by its name alone where the PATH leads to it. */
  String command() {
    Path called = Path.of(platform.command());
    if (called.getParent() == null) {
      return platform.command();
    }
    StringTokenizer folders =
        new StringTokenizer(platform.environment().getOrDefault("PATH", ""), File.pathSeparator);
    while (folders.hasMoreTokens()) {
      Path found = Path.of(folders.nextToken()).resolve(called.getFileName());
      if (Files.isExecutable(found)) {
        return isSame(found, called) ? found.getFileName().toString() : quoted();
      }
    }
    return quoted();
  }

  private String quoted() {
    return ShellWord.of(platform.command());
  }

  private static boolean isSame(Path one, Path other) {
    try {
      return Files.isSameFile(one, other);
    } catch (IOException e) {
      return false;
    }
  }

  private static String run(String words) {
    return "Run: hf-device " + words;
  }

  /** The option that names the server, where the variables do not. */
  private String at(Optional<URI> server) {
    if (server.isEmpty() || isOfVariables(server.get())) {
      return "";
    }
    return " --endpoint " + ShellWord.of(server.get().toString());
  }

  private boolean isOfVariables(URI server) {
    try {
      return new HubSettings(platform.environment()).endpoint(Optional.empty()).equals(server);
    } catch (SettingException e) {
      return false;
    }
  }
}
