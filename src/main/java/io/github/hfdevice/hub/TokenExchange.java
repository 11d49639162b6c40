package io.github.hfdevice.hub;

import io.github.hfdevice.http.HttpCall;
import io.github.hfdevice.http.HttpTransport;
import io.github.hfdevice.http.ReplyTooLargeException;
import io.github.hfdevice.oauth.JsonReply;
import io.github.hfdevice.oauth.Limits;
import io.github.hfdevice.oauth.MalformedReplyException;
import io.github.hfdevice.oauth.OAuthError;
import io.github.hfdevice.oauth.OAuthReply;
import io.github.hfdevice.oauth.TokenResponse;
import io.github.hfdevice.setting.SettingException;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Keyless CI: exchanges a job's identity token for a short-lived token of the Hub (RFC 8693, in the
 * JSON that the Hub wants). Nothing is stored, and nothing is tried twice. Thread-safe.
 */
public final class TokenExchange {
  private static final String GRANT_TYPE = "urn:ietf:params:oauth:grant-type:token-exchange";
  private static final String ID_TOKEN_TYPE = "urn:ietf:params:oauth:token-type:id_token";

  /** The life of a token whose server did not say it. */
  private static final Duration DEFAULT_EXPIRES_IN = Duration.ofHours(1);

  private final HubSettings settings;
  private final HttpTransport transport;
  private final Clock clock;

  /**
   * @param settings name the job's identity token and the timeout of a request
   * @param clock for the expiry
   */
  public TokenExchange(HubSettings settings, HttpTransport transport, Clock clock) {
    this.settings = settings;
    this.transport = transport;
    this.clock = clock;
  }

  /**
   * Gets a token for {@code resource}; blocks for two requests at most.
   *
   * @param endpoint the Hub, without a trailing slash; also the audience of the identity token
   * @throws SettingException if a variable holds what cannot be right
   */
  public ExchangedToken requestToken(URI endpoint, ExchangeResource resource)
      throws TokenExchangeException, InterruptedException {
    JobIdentity identity = JobIdentity.of(settings);
    String idToken =
        identity instanceof JobIdentity.OfGitHub github
            ? requestIdToken(github, endpoint)
            : ((JobIdentity.Given) identity).token();
    return requestExchange(endpoint, idToken, resource);
  }

  private String requestIdToken(JobIdentity.OfGitHub github, URI audience)
      throws TokenExchangeException, InterruptedException {
    String failure =
        "GitHub Actions ("
            + github.url().getScheme()
            + "://"
            + github.url().getRawAuthority()
            + ") gave no identity token";
    JsonReply answer =
        requestJson(
            HttpCall.get(
                withAudience(github.url(), audience),
                Optional.of("Bearer " + github.token()),
                settings.requestTimeout()),
            failure,
            github.token());
    try {
      Optional<String> token = answer.text("value", Limits.TOKEN);
      if (token.isPresent() && TokenText.problem(token.get()).isEmpty()) {
        return token.get();
      }
      throw refused(github.url(), failure + ": the field value of its answer is not a token");
    } catch (MalformedReplyException e) {
      throw refused(github.url(), failure + ": " + e.getMessage());
    }
  }

  /** Added to the query that is there, which the endpoint needs too. */
  private static URI withAudience(URI url, URI audience) {
    String text = url.toString();
    int fragment = text.indexOf('#');
    String address = fragment < 0 ? text : text.substring(0, fragment);
    String separator = url.getRawQuery() == null ? "?" : url.getRawQuery().isEmpty() ? "" : "&";
    return URI.create(
        address
            + separator
            + "audience="
            + URLEncoder.encode(audience.toString(), StandardCharsets.UTF_8));
  }

  private ExchangedToken requestExchange(URI endpoint, String idToken, ExchangeResource resource)
      throws TokenExchangeException, InterruptedException {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("grant_type", GRANT_TYPE);
    fields.put("subject_token_type", ID_TOKEN_TYPE);
    fields.put("subject_token", idToken);
    fields.put("resource", resource.text());
    URI where = HubLayout.token(endpoint);
    String failure = "no token for " + resource.text() + " in exchange for the identity token";
    JsonReply answer =
        requestJson(HttpCall.postJson(where, fields, settings.requestTimeout()), failure, idToken);
    try {
      TokenResponse granted =
          TokenResponse.parse(answer)
              .orElseThrow(() -> refused(where, failure + ": access_token is missing"));
      return new ExchangedToken(
          granted.accessToken(),
          clock
              .instant()
              .truncatedTo(ChronoUnit.SECONDS)
              .plus(granted.expiresIn().orElse(DEFAULT_EXPIRES_IN)));
    } catch (MalformedReplyException e) {
      throw refused(where, failure + ": " + e.getMessage());
    }
  }

  private JsonReply requestJson(HttpCall call, String failure, String secret)
      throws TokenExchangeException, InterruptedException {
    try {
      OAuthReply reply = OAuthReply.of(transport.exchange(call));
      if (reply.isSuccess()) {
        return reply.json().get();
      }
      throw new TokenExchangeException(
          reason(reply),
          reply.error().map(OAuthError::code),
          call.uri(),
          failure + ": " + new Refusal(reply, secret));
    } catch (ReplyTooLargeException e) {
      throw refused(call.uri(), failure + ": " + e.getMessage());
    } catch (IOException e) {
      throw TokenExchangeException.unanswered(call.uri(), failure + ": " + e.getMessage(), e);
    }
  }

  private static TokenExchangeException.Reason reason(OAuthReply reply) {
    if (reply.isTrouble()) {
      return TokenExchangeException.Reason.UNREACHABLE;
    }
    boolean isOfOthers = reply.json().isEmpty() && !reply.http().body().isBlank();
    return isOfOthers || reply.http().status() / 100 == 3
        ? TokenExchangeException.Reason.BAD_RESPONSE
        : TokenExchangeException.Reason.REFUSED;
  }

  private static TokenExchangeException refused(URI where, String message) {
    return new TokenExchangeException(
        TokenExchangeException.Reason.REFUSED, Optional.empty(), where, message);
  }
}
