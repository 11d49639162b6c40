package io.github.hfdevice.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.hfdevice.store.StoredToken;
import io.github.hfdevice.store.TokenStore;
import io.github.hfdevice.text.Printable;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/** {@code auth list}: every stored token. */
final class ListCommand extends Command {
  ListCommand(Platform platform) {
    super(platform);
  }

  @Override
  CommandSpec spec() {
    CommandSpec spec =
        specWithOptions(
            "list", "List the stored tokens; * marks the active one.", "hf-device auth list");
    return spec.aliases("ls");
  }

  @Override
  ExitCode run() throws IOException {
    Services services = new Services(platform(), output(), isVerbose());
    TokenStore store = services.store();
    List<StoredToken> tokens = store.list();
    Optional<String> active = store.activeToken();
    switch (output().format()) {
      case JSON -> output().json(array(tokens, active));
      case QUIET -> tokens.forEach(token -> output().data(Printable.of(token.name())));
      case HUMAN, AGENT -> table(tokens, active);
    }
    services
        .settings()
        .tokenVariable()
        .ifPresent(name -> output().warn(name + " is set and wins over every stored token."));
    return ExitCode.OK;
  }

  private static ArrayNode array(List<StoredToken> tokens, Optional<String> active) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    for (StoredToken token : tokens) {
      array
          .addObject()
          .put("name", token.name())
          .put("active", isActive(token, active))
          .put("token", masked(token.accessToken()))
          .put("expires_at", token.expiresAt().map(Instant::getEpochSecond).orElse(null))
          .put("refreshable", token.refreshToken().isPresent());
    }
    return array;
  }

  private void table(List<StoredToken> tokens, Optional<String> active) {
    if (tokens.isEmpty()) {
      output().say("No stored tokens. Run: hf-device auth login");
      return;
    }
    int width = 4;
    for (StoredToken token : tokens) {
      width = Math.max(width, Printable.of(token.name()).length());
    }
    output().data("  " + padded("name", width) + "  " + padded("token", 14) + "expires");
    Instant now = platform().wallClock().instant();
    for (StoredToken token : tokens) {
      output()
          .data(
              (isActive(token, active) ? "* " : "  ")
                  + padded(Printable.of(token.name()), width)
                  + "  "
                  + padded(masked(token.accessToken()), 14)
                  + token.expiresAt().map(at -> expiry(at, now)).orElse("-"));
    }
  }

  private static String expiry(Instant at, Instant now) {
    return at + (at.isAfter(now) ? "" : " (expired)");
  }

  private static boolean isActive(StoredToken token, Optional<String> active) {
    return active.isPresent() && active.get().equals(token.accessToken());
  }

  /** Enough to tell two tokens apart, too little to use one. */
  static String masked(String token) {
    int shown = token.length() < 16 ? 0 : 4;
    String prefix = token.startsWith("hf_") ? "hf_" : "";
    return prefix + "****" + token.substring(token.length() - shown);
  }

  private static String padded(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }
}
