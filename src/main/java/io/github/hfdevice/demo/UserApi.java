package io.github.hfdevice.demo;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** What the Hub tells about the user of an access token. */
final class UserApi {
  private final Grants grants;
  private final Faults faults;
  private final String endpoint;

  UserApi(Grants grants, Faults faults, String endpoint) {
    this.grants = grants;
    this.faults = faults;
    this.endpoint = endpoint;
  }

  /** The Hub's own {@code GET /api/whoami-v2}. */
  Reply whoami(Request request) {
    return faults
        .onWhoami()
        .or(() -> access(request).map(this::whoamiAnswer))
        .orElseGet(() -> Reply.apiError(401, "Invalid credentials in Authorization header"));
  }

  private Reply whoamiAnswer(Grants.Access access) {
    PracticeUser user = access.user();
    ObjectNode body = Json.object();
    body.put("type", "user");
    body.put("id", user.id());
    body.put("name", user.name());
    body.put("fullname", user.name() + " (practice)");
    if (access.login().scopes().contains("email")) {
      body.put("email", user.email());
      body.put("emailVerified", true);
    }
    body.put("isPro", false);
    ArrayNode organisations = body.putArray("orgs");
    for (String name : user.organisations()) {
      ObjectNode organisation = organisations.addObject();
      organisation.put("type", "org");
      organisation.put("id", PracticeUser.idOf(name));
      organisation.put("name", name);
      organisation.put("fullname", name);
      organisation.put("roleInOrg", "contributor");
    }
    body.putObject("auth").put("type", "oauth").put("expiresAt", access.expiresAt().toString());
    return Reply.json(200, body);
  }

  /** OpenID Connect Core, section 5.3. */
  Reply userinfo(Request request) {
    return access(request)
        .map(this::userinfoAnswer)
        .orElseGet(
            () ->
                Reply.json(401, Json.object().put("error", "invalid_token"))
                    .with("WWW-Authenticate", "Bearer error=\"invalid_token\""));
  }

  private Reply userinfoAnswer(Grants.Access access) {
    PracticeUser user = access.user();
    ObjectNode body = Json.object();
    body.put("sub", user.id());
    body.put("name", user.name() + " (practice)");
    body.put("preferred_username", user.name());
    body.put("profile", endpoint + "/" + user.name());
    if (access.login().scopes().contains("email")) {
      body.put("email", user.email());
      body.put("email_verified", true);
    }
    return Reply.json(200, body);
  }

  private Optional<Grants.Access> access(Request request) {
    return request.credentials("Bearer").flatMap(grants::identify);
  }
}
