package io.github.hfdevice.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.hfdevice.hub.HubSettings;
import io.github.hfdevice.hub.ServerOrigin;
import io.github.hfdevice.login.TokenFinder;
import io.github.hfdevice.login.TokenInUse;
import io.github.hfdevice.store.StoredToken;
import io.github.hfdevice.store.TokenStore;
import io.github.hfdevice.text.Printable;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
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
    TokenFinder finder = services.tokens().finder();
    List<Row> tokens = rows(store.list(), finder, services.settings());
    switch (output().format()) {
      case JSON -> output().json(array(tokens));
      case QUIET -> tokens.forEach(row -> output().data(Printable.of(row.token().name())));
      case HUMAN, AGENT -> table(tokens);
    }
    services
        .settings()
        .tokenVariable()
        .ifPresent(name -> output().warn(name + " is set and wins over every stored token."));
    return ExitCode.OK;
  }

  /**
   * A stored token as it is listed.
   *
   * @param server where it came from, empty where that cannot be read
   * @param isOfTheHub whether that is the Hub of the variables
   * @param isActive whether it is the one in use for the server of the variables
   */
  private record Row(
      StoredToken token, Optional<URI> server, boolean isOfTheHub, boolean isActive) {}

  private static List<Row> rows(List<StoredToken> tokens, TokenFinder finder, HubSettings settings)
      throws IOException {
    URI hub = settings.endpoint(Optional.empty());
    Optional<String> active = finder.findStored(hub).flatMap(TokenInUse::name);
    List<Row> rows = new ArrayList<>();
    for (StoredToken token : tokens) {
      Optional<URI> server = finder.serverOf(token);
      boolean isOfTheHub = server.isPresent() && ServerOrigin.isSame(server.get(), hub);
      boolean isActive = active.equals(Optional.of(token.name()));
      rows.add(new Row(token, server, isOfTheHub, isActive));
    }
    return rows;
  }

  private static ArrayNode array(List<Row> rows) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    for (Row row : rows) {
      StoredToken token = row.token();
      array
          .addObject()
          .put("name", token.name())
          .put("active", row.isActive())
          .put("token", Masked.of(token.accessToken()))
          .put("expires_at", token.expiresAt().map(Instant::getEpochSecond).orElse(null))
          .put("refreshable", token.refreshToken().isPresent())
          .put("endpoint", row.server().map(URI::toString).orElse(null));
    }
    return array;
  }

  private void table(List<Row> rows) {
    if (rows.isEmpty()) {
      output().say("No stored tokens. Run: hf-device auth login");
      return;
    }
    int width = 4;
    boolean allOfTheHub = true;
    for (Row row : rows) {
      width = Math.max(width, Printable.of(row.token().name()).length());
      allOfTheHub &= row.isOfTheHub();
    }
    String server = allOfTheHub ? "" : padded("", 15) + "server";
    output().data("  " + padded("name", width) + "  " + padded("token", 14) + "expires" + server);
    Instant now = platform().wallClock().instant();
    for (Row row : rows) {
      String expires = row.token().expiresAt().map(at -> expiry(at, now)).orElse("-");
      output()
          .data(
              (row.isActive() ? "* " : "  ")
                  + padded(Printable.of(row.token().name()), width)
                  + "  "
                  + padded(Masked.of(row.token().accessToken()), 14)
                  + (row.isOfTheHub() ? expires : padded(expires, 22) + server(row)));
    }
  }

  private static String server(Row row) {
    return row.server().map(uri -> Printable.of(uri.toString())).orElse("unknown: log in again");
  }

  private static String expiry(Instant at, Instant now) {
    return at + (at.isAfter(now) ? "" : " (expired)");
  }

  private static String padded(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }
}
