package io.github.hfdevice.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** The OAuth endpoints: device authorization, token, revocation and metadata. */
final class OAuthApi {
  static final String DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code";

  private static final int MOST_CLIENT_ID = 256;

  private final PracticeHub.Options options;
  private final DeviceCodes codes;
  private final Grants grants;
  private final Faults faults;
  private final String endpoint;

  OAuthApi(
      PracticeHub.Options options,
      DeviceCodes codes,
      Grants grants,
      Faults faults,
      String endpoint) {
    this.options = options;
    this.codes = codes;
    this.grants = grants;
    this.faults = faults;
    this.endpoint = endpoint;
  }

  /** RFC 8628, section 3.1, answered as in section 3.2. */
  Reply device(Request request) throws OAuthError {
    Form form = request.form();
    String clientId = clientId(request, form);
    List<String> scopes = Scopes.parse(form.get("scope"));
    Optional<Reply> fault = faults.onDeviceRequest();
    return fault.isPresent() ? fault.get() : deviceAnswer(codes.issue(clientId, scopes));
  }

  private Reply deviceAnswer(DeviceCodes.Issued issued) {
    String page = endpoint + DevicePage.PATH;
    ObjectNode body = Json.object();
    body.put("device_code", issued.deviceCode());
    body.put("user_code", issued.userCode());
    body.put("verification_uri", page);
    if (options.sendVerificationUriComplete()) {
      body.put("verification_uri_complete", page + "?user_code=" + issued.userCode());
    }
    body.put("expires_in", options.expiresIn().toSeconds());
    options.interval().ifPresent(interval -> body.put("interval", interval.toSeconds()));
    return Reply.json(200, body);
  }

  /** RFC 8628, section 3.4, and RFC 6749, section 6. */
  Reply token(Request request) throws OAuthError {
    Form form = request.form();
    String clientId = clientId(request, form);
    return switch (form.require("grant_type")) {
      case DEVICE_GRANT -> poll(form.require("device_code"), clientId);
      case "refresh_token" -> tokens(grants.refresh(form.require("refresh_token"), clientId));
      default ->
          throw OAuthError.of(
              "unsupported_grant_type", "Only " + DEVICE_GRANT + " and refresh_token");
    };
  }

  private Reply poll(String deviceCode, String clientId) throws OAuthError {
    Optional<Reply> fault = faults.onPoll(codes.arrive(deviceCode));
    return fault.isPresent() ? fault.get() : tokens(codes.poll(deviceCode, clientId));
  }

  private static Reply tokens(IssuedTokens tokens) {
    ObjectNode body = Json.object();
    body.put("access_token", tokens.accessToken());
    body.put("token_type", "bearer");
    body.put("expires_in", tokens.expiresInSeconds());
    body.put("refresh_token", tokens.refreshToken());
    body.put("scope", tokens.scope());
    tokens.idToken().ifPresent(idToken -> body.put("id_token", idToken));
    return Reply.json(200, body);
  }

  /** RFC 7009, section 2. */
  Reply revoke(Request request) throws OAuthError {
    Form form = request.form();
    clientId(request, form);
    grants.revoke(form.require("token"));
    return Reply.json(200, Json.object());
  }

  /** RFC 8414, section 2. */
  Reply metadata(Request request) {
    ObjectNode body = Json.object();
    body.put("issuer", endpoint);
    body.put("device_authorization_endpoint", endpoint + "/oauth/device");
    body.put("token_endpoint", endpoint + "/oauth/token");
    body.put("userinfo_endpoint", endpoint + "/oauth/userinfo");
    if (options.revocation()) {
      body.put("revocation_endpoint", endpoint + "/oauth/revoke");
    }
    Scopes.all().forEach(body.putArray("scopes_supported")::add);
    body.putArray("grant_types_supported")
        .add(DEVICE_GRANT)
        .add("refresh_token")
        .add(CiApi.EXCHANGE_GRANT);
    body.putArray("token_endpoint_auth_methods_supported").add("none").add("client_secret_basic");
    return Reply.json(200, body);
  }

  /**
   * Every client is welcome, with a secret by HTTP Basic or without one, but it must say who it is.
   */
  private static String clientId(Request request, Form form) throws OAuthError {
    String inForm = form.get("client_id");
    Optional<String> basic = request.credentials("Basic");
    String clientId = basic.isPresent() ? basicUser(basic.get()) : inForm;
    if (clientId.isEmpty()) {
      throw OAuthError.invalidClient("The client_id is missing");
    }
    if (clientId.length() > MOST_CLIENT_ID) {
      throw OAuthError.invalidClient("The client_id is too long");
    }
    if (!inForm.isEmpty() && !inForm.equals(clientId)) {
      throw OAuthError.invalidClient("The form and the Authorization header name two clients");
    }
    return clientId;
  }

  /** RFC 6749, section 2.3.1: both halves are form-encoded before they are put together. */
  private static String basicUser(String credentials) throws OAuthError {
    try {
      String pair = new String(Base64.getDecoder().decode(credentials), StandardCharsets.UTF_8);
      int colon = pair.indexOf(':');
      return colon < 0 ? "" : Form.decode(pair.substring(0, colon));
    } catch (IllegalArgumentException e) {
      throw OAuthError.invalidClient("The Authorization header cannot be read");
    }
  }
}
