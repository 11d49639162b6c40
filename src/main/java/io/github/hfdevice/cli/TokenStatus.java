package io.github.hfdevice.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.hfdevice.hub.Identity;
import io.github.hfdevice.hub.TokenClaims;
import io.github.hfdevice.login.LoginException;
import io.github.hfdevice.login.TokenInUse;
import io.github.hfdevice.login.TokenOwners;
import io.github.hfdevice.login.Tokens;
import io.github.hfdevice.text.Printable;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;

/**
 * What is known of one token.
 *
 * @param token as it is now, perhaps refreshed
 * @param owner whose it is, where its server was asked and said so
 * @param failure why it cannot be used, or could not be asked about
 */
record TokenStatus(
    TokenInUse token, Optional<Identity.Known> owner, Optional<LoginException> failure) {

  /**
   * Asks the server of {@code present} about it, and refreshes it first if it needs it. Blocks for
   * the lock and three requests at most. What is known without the server is worth telling all the
   * same, so that a failure is a part of the status.
   *
   * @param strict whether only a token of {@code endpoint} will do
   */
  static TokenStatus request(TokenInUse present, Tokens tokens, URI endpoint, boolean strict)
      throws IOException, InterruptedException {
    TokenInUse token = present;
    try {
      token = tokens.usable(present, endpoint, strict);
      TokenOwners owners = tokens.owners();
      if (!owners.tellsOwner(token)) {
        return new TokenStatus(token, Optional.empty(), Optional.empty());
      }
      TokenOwners.Whose whose = owners.requestOwner(token, "auth status");
      return new TokenStatus(whose.token(), Optional.of(whose.owner()), Optional.empty());
    } catch (LoginException e) {
      return new TokenStatus(token, Optional.empty(), Optional.of(e));
    }
  }

  /** What files and variables tell. */
  static TokenStatus ofPresent(TokenInUse present, Instant now) {
    return new TokenStatus(
        present,
        Optional.empty(),
        present.isExpired(now) ? Optional.of(present.expired()) : Optional.empty());
  }

  /** The token's server, where it is not the Hub of the variables. */
  private Optional<String> serverBut(URI hub) {
    return token.isOf(hub) ? Optional.empty() : token.server().map(URI::toString);
  }

  private Optional<String> scope() {
    return TokenClaims.parse(token.token()).scope();
  }

  /**
   * For programs.
   *
   * @param isActive whether it is the one in use
   */
  ObjectNode json(boolean isActive, boolean shadows, Instant now) {
    return Output.object()
        .put("source", token.source())
        .put("token_name", token.name().orElse(null))
        .put("active", isActive)
        .put("token", Masked.of(token.token()))
        .put("endpoint", token.server().map(URI::toString).orElse(null))
        .put("user", owner.map(Identity.Known::user).orElse(null))
        .put("scope", scope().orElse(null))
        .put("expires_at", token.expiresAt().map(Instant::getEpochSecond).orElse(null))
        .put("expired", token.isExpired(now))
        .put("shadows_stored_token", shadows);
  }

  /**
   * For a person: a line for each thing that is known.
   *
   * @param hub of the variables
   */
  void show(Output output, URI hub, Instant now) {
    line(output, "source", Optional.of(token.source()));
    line(output, "name", token.name());
    line(output, "token", Optional.of(Masked.of(token.token())));
    line(output, "server", serverBut(hub));
    line(output, "user", owner.map(Identity.Known::user));
    line(output, "scope", scope());
    line(output, "expires", token.expiresAt().map(at -> Expiry.words(at, now)));
  }

  static void line(Output output, String label, Optional<String> value) {
    if (value.isPresent() && output.format() != Format.QUIET) {
      output.data(label + ":" + " ".repeat(9 - label.length()) + Printable.of(value.get()));
    }
  }
}
