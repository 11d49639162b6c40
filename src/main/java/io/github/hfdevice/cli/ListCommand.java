package io.github.hfdevice.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.hfdevice.hub.HubSettings;
import io.github.hfdevice.login.TokenFinder;
import io.github.hfdevice.login.TokenInUse;
import io.github.hfdevice.store.StoredToken;
import io.github.hfdevice.text.Printable;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** {@code auth list}: every stored token. */
final class ListCommand extends Command {
  /** Nothing is cut off here, with it or without. */
  private final OptionSpec noTruncate = Options.hiddenFlag("--no-truncate");

  ListCommand(Platform platform) {
    super(platform);
  }

  @Override
  CommandSpec spec() {
    CommandSpec spec =
        specWithOptions(
            "list",
            "List the stored tokens; * marks the active one.",
            "hf-device auth list",
            noTruncate);
    return spec.aliases("ls");
  }

  @Override
  ExitCode run() throws IOException {
    Services services = new Services(platform(), output(), isVerbose());
    List<Row> tokens = rows(services.tokens().finder(), services.settings());
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

  private static List<Row> rows(TokenFinder finder, HubSettings settings) throws IOException {
    URI hub = settings.endpoint(Optional.empty());
    List<TokenInUse> tokens = finder.findAll();
    Optional<String> active = finder.findStored(hub).flatMap(TokenInUse::name);
    List<Row> rows = new ArrayList<>();
    for (TokenInUse token : tokens) {
      rows.add(
          new Row(
              token.stored().orElseThrow(),
              token.server(),
              token.isOf(hub),
              active.equals(token.name())));
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
    Instant now = platform().wallClock().instant();
    boolean allOfTheHub = true;
    List<List<String>> lines = new ArrayList<>();
    lines.add(List.of("name", "token", "expires", "server"));
    for (Row row : rows) {
      allOfTheHub &= row.isOfTheHub();
      lines.add(
          List.of(
              Printable.of(row.token().name()),
              Masked.of(row.token().accessToken()),
              row.token().expiresAt().map(at -> Expiry.shortWords(at, now)).orElse("-"),
              row.isOfTheHub() ? "" : server(row)));
    }
    int columns = allOfTheHub ? 3 : 4;
    int[] widths = new int[columns];
    for (List<String> line : lines) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], line.get(i).length());
      }
    }
    for (int i = 0; i < lines.size(); i++) {
      boolean isActive = i > 0 && rows.get(i - 1).isActive();
      output().data((isActive ? "* " : "  ") + line(lines.get(i), widths));
    }
  }

  private static String line(List<String> cells, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      line.append(cells.get(i)).append(" ".repeat(widths[i] - cells.get(i).length() + 2));
    }
    return line.toString().stripTrailing();
  }

  private static String server(Row row) {
    return row.server().map(uri -> Printable.of(uri.toString())).orElse("unknown: log in again");
  }
}
