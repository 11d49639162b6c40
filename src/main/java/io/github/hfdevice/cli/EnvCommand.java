package io.github.hfdevice.cli;

import io.github.hfdevice.git.GitException;
import io.github.hfdevice.hub.HubSettings;
import io.github.hfdevice.login.LoginException;
import io.github.hfdevice.login.TokenInUse;
import io.github.hfdevice.login.Tokens;
import io.github.hfdevice.setting.SettingException;
import io.github.hfdevice.text.Printable;
import java.io.IOException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/** {@code env}: what somebody who helps wants to know, fit to be pasted into an issue. */
final class EnvCommand extends Command {
  private static final List<String> SECRETS =
      List.of(
          "HF_TOKEN",
          "HUGGING_FACE_HUB_TOKEN",
          HubSettings.OIDC_ID_TOKEN,
          HubSettings.CLIENT_SECRET,
          "ACTIONS_ID_TOKEN_REQUEST_TOKEN");

  private static final List<String> SETTINGS =
      List.of(
          HubSettings.ENDPOINT,
          "HF_HOME",
          "HF_TOKEN_PATH",
          "XDG_CACHE_HOME",
          HubSettings.CLIENT_ID,
          HubSettings.OIDC_RESOURCE,
          HubSettings.TIMEOUT,
          HubSettings.OFFLINE,
          "TRANSFORMERS_OFFLINE",
          "HTTPS_PROXY",
          "https_proxy",
          "HTTP_PROXY",
          "http_proxy",
          "ALL_PROXY",
          "all_proxy",
          "NO_PROXY",
          "no_proxy",
          "SSL_CERT_FILE",
          "SSL_CERT_DIR",
          "REQUESTS_CA_BUNDLE",
          "CURL_CA_BUNDLE",
          "TERM",
          "LANG",
          "LC_ALL");

  EnvCommand(Platform platform) {
    super(platform);
  }

  @Override
  CommandSpec spec() {
    return specWithOptions(
        "env", "Show versions, paths and settings for an issue, secrets masked.", "hf-device env");
  }

  @Override
  ExitCode run() throws InterruptedException {
    Map<String, String> facts = new LinkedHashMap<>();
    Versions versions = Versions.of(platform());
    facts.put("version", versions.program());
    facts.put("java", versions.java() + " (" + versions.javaVendor() + ")");
    facts.put("os", versions.os() + " " + versions.arch());
    Services services = new Services(platform(), output(), isVerbose());
    addPaths(services, facts);
    facts.put("whoami", whoami(services));
    facts.put("git", git(services));
    facts.put("agent", Format.agentVariable(platform().environment()).orElse("none"));
    addVariables(facts);
    show(facts);
    return ExitCode.OK;
  }

  private static void addPaths(Services services, Map<String, String> facts) {
    try {
      facts.put("endpoint", services.settings().endpoint(Optional.empty()).toString());
      facts.put("token_file", services.store().paths().token().toString());
      facts.put("stored_tokens", services.store().list().size() + " stored");
    } catch (IOException | SettingException e) {
      facts.put("problem", e.getMessage());
    }
  }

  private String whoami(Services services) throws InterruptedException {
    try {
      URI hub = services.settings().endpoint(Optional.empty());
      Tokens tokens = services.tokens();
      TokenInUse inUse = tokens.usable(tokens.present(hub), hub, false);
      return tokens.owners().requestOwner(inUse, "env").owner().user();
    } catch (LoginException | IOException | SettingException e) {
      return "unknown: " + e.getMessage();
    }
  }

  private static String git(Services services) throws InterruptedException {
    try {
      URI hub = services.settings().endpoint(Optional.empty());
      return services.git().credentials().hasHelper(hub)
          ? "has a credential helper for " + hub
          : "has no credential helper for " + hub;
    } catch (GitException | SettingException e) {
      return "unknown: " + e.getMessage();
    }
  }

  private void addVariables(Map<String, String> facts) {
    for (String name : SECRETS) {
      if (platform().environment().containsKey(name)) {
        facts.put(name, Masked.of(platform().environment().get(name)));
      }
    }
    for (String name : SETTINGS) {
      if (platform().environment().containsKey(name)) {
        facts.put(name, withoutPassword(platform().environment().get(name)));
      }
    }
  }

  /** A proxy's address may hold a user and a password. */
  private static String withoutPassword(String value) {
    int at = value.lastIndexOf('@');
    int start = value.indexOf("://");
    return at < 0
        ? value
        : (start < 0 ? "" : value.substring(0, start + 3)) + "***" + value.substring(at);
  }

  private void show(Map<String, String> facts) {
    if (output().isJson()) {
      var object = Output.object();
      facts.forEach(object::put);
      output().json(object);
      return;
    }
    int width = 0;
    for (String name : facts.keySet()) {
      width = Math.max(width, name.length());
    }
    for (Map.Entry<String, String> fact : facts.entrySet()) {
      String padding = " ".repeat(width - fact.getKey().length() + 1);
      output().data(fact.getKey() + ":" + padding + Printable.of(fact.getValue()));
    }
  }
}
