package io.github.hfdevice.hub;

import io.github.hfdevice.oauth.SecureAddress;
import io.github.hfdevice.setting.SettingException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/** Where a job's identity token comes from. */
sealed interface JobIdentity {
  String GITHUB_URL = "ACTIONS_ID_TOKEN_REQUEST_URL";
  String GITHUB_TOKEN = "ACTIONS_ID_TOKEN_REQUEST_TOKEN";

  /**
   * A variable holds it.
   *
   * @param token a secret
   */
  record Given(String token) implements JobIdentity {
    @Override
    public String toString() {
      return "Given[token=***]";
    }
  }

  /**
   * GitHub Actions gives it to whoever asks with the job's own token.
   *
   * @param url https, or http on loopback; its query is part of it
   * @param token a secret
   */
  record OfGitHub(URI url, String token) implements JobIdentity {
    @Override
    public String toString() {
      return "OfGitHub[url=" + url + ", token=***]";
    }
  }

  /**
   * Finds it in the environment.
   *
   * @throws SettingException if a variable holds what cannot be right
   * @throws TokenExchangeException if there is none; the message names the variables
   */
  static JobIdentity of(HubSettings settings) throws TokenExchangeException {
    Optional<String> given = settings.value(HubSettings.OIDC_ID_TOKEN);
    if (given.isPresent()) {
      return new Given(token(HubSettings.OIDC_ID_TOKEN, given.get()));
    }
    if (!settings.value("GITHUB_ACTIONS").equals(Optional.of("true"))) {
      throw TokenExchangeException.noIdentityToken(
          "this job has no identity token: "
              + HubSettings.OIDC_ID_TOKEN
              + " is not set, and GITHUB_ACTIONS is not \"true\"",
          "Set "
              + HubSettings.OIDC_ID_TOKEN
              + " to the token that your CI issues, or unset "
              + HubSettings.OIDC_RESOURCE
              + ".");
    }
    Optional<String> url = settings.value(GITHUB_URL);
    Optional<String> token = settings.value(GITHUB_TOKEN);
    if (url.isEmpty() || token.isEmpty()) {
      throw TokenExchangeException.noIdentityToken(
          "this job has no identity token: "
              + HubSettings.OIDC_ID_TOKEN
              + " is not set, and of "
              + GITHUB_URL
              + " and "
              + GITHUB_TOKEN
              + (url.isEmpty() && token.isEmpty() ? " neither is" : " only one is"),
          "Give the job of the workflow the permission \"id-token: write\".");
    }
    return new OfGitHub(url(url.get().strip()), token(GITHUB_TOKEN, token.get()));
  }

  private static String token(String variable, String value) {
    String token = value.strip();
    Optional<String> problem = TokenText.problem(token);
    if (problem.isPresent()) {
      throw new SettingException(variable, problem.get());
    }
    return token;
  }

  private static URI url(String text) {
    try {
      URI url = new URI(text);
      if (SecureAddress.isAllowed(url) && url.getHost() != null && url.getRawUserInfo() == null) {
        return url;
      }
    } catch (URISyntaxException e) {
      // Falls through to the refusal.
    }
    throw new SettingException(
        GITHUB_URL, "is not a valid https address, which GitHub Actions always gives");
  }
}
