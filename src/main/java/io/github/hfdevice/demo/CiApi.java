package io.github.hfdevice.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * Logins of CI jobs without a stored secret: the exchange of a job's identity token for an access
 * token, as the Hub's trusted publishers have it (RFC 8693, but in JSON), and a stand-in for the CI
 * system that gives the identity token.
 */
final class CiApi {
  static final String EXCHANGE_GRANT = "urn:ietf:params:oauth:grant-type:token-exchange";
  static final String IDENTITY_TOKEN = "/practice/identity-token";

  private static final String ID_TOKEN = "urn:ietf:params:oauth:token-type:id_token";
  private static final String ACCESS_TOKEN = "urn:ietf:params:oauth:token-type:access_token";

  private final Grants grants;
  private final IdentityTokens identities;
  private final Faults faults;

  CiApi(Grants grants, IdentityTokens identities, Faults faults) {
    this.grants = grants;
    this.identities = identities;
    this.faults = faults;
  }

  /** Whether a request to the token endpoint is one for {@link #exchange}. */
  static boolean isExchange(Request request) {
    return request.contentType().equals("application/json");
  }

  /** The token endpoint, for JSON. The job needs no client, and gets no refresh token. */
  Reply exchange(Request request) throws OAuthError {
    if (request.oversized()) {
      throw OAuthError.tooLarge();
    }
    JsonNode body =
        Json.parse(request.body())
            .orElseThrow(() -> OAuthError.invalidRequest("The body is not a JSON object"));
    if (!text(body, "grant_type").equals(EXCHANGE_GRANT)) {
      throw OAuthError.of("unsupported_grant_type", "In JSON only " + EXCHANGE_GRANT);
    }
    if (!text(body, "subject_token_type").equals(ID_TOKEN)) {
      throw OAuthError.invalidRequest("The subject_token_type must be " + ID_TOKEN);
    }
    String identity = text(body, "subject_token");
    Resource resource = resource(text(body, "resource"));
    Optional<Reply> fault = faults.onExchange();
    if (fault.isPresent()) {
      return fault.get();
    }
    identities.check(identity, resource);
    return answer(grants.exchange(resource));
  }

  private static Reply answer(ExchangedToken token) {
    ObjectNode answer = Json.object();
    answer.put("access_token", token.accessToken());
    answer.put("token_type", "bearer");
    answer.put("expires_in", token.expiresInSeconds());
    answer.put("issued_token_type", ACCESS_TOKEN);
    return Reply.json(200, answer);
  }

  /**
   * What GitHub Actions answers at ACTIONS_ID_TOKEN_REQUEST_URL: any bearer token will do, {@code
   * audience} is the client's to add, and {@code resource} says what trusts the job.
   */
  Reply identityToken(Request request) throws OAuthError {
    if (request.credentials("Bearer").isEmpty()) {
      return Reply.apiError(401, "ACTIONS_ID_TOKEN_REQUEST_TOKEN is missing as bearer token.");
    }
    Form query = Form.parse(request.query());
    String audience = query.get("audience");
    String token =
        identities.issue(
            audience.isEmpty() ? IdentityTokens.OTHER_AUDIENCE : audience,
            resource(query.require("resource")));
    return Reply.json(200, Json.object().put("value", token));
  }

  private static String text(JsonNode body, String name) throws OAuthError {
    JsonNode value = body.path(name);
    if (!value.isTextual() || value.asText().isEmpty()) {
      throw OAuthError.invalidRequest("The parameter " + name + " is missing");
    }
    return value.asText();
  }

  private static Resource resource(String name) throws OAuthError {
    return Resource.parse(name)
        .orElseThrow(() -> OAuthError.invalidRequest("There can be no such resource"));
  }
}
