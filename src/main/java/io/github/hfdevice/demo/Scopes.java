package io.github.hfdevice.demo;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The scopes that the Hub knows, each with what it lets an app do. */
final class Scopes {
  private static final Map<String, String> MEANINGS = meanings();

  /** Stands for the scopes that an app was registered with: what a request without a scope gets. */
  private static final List<String> OF_THE_APP =
      List.of("openid", "profile", "read-repos", "gated-repos", "write-repos", "inference-api");

  private static final int MOST_CHARACTERS = 1024;

  private Scopes() {}

  /** Every scope by name. */
  static List<String> all() {
    return List.copyOf(MEANINGS.keySet());
  }

  /** What the scope lets an app do, in words for the person who decides. */
  static String meaning(String scope) {
    return MEANINGS.get(scope);
  }

  /**
   * Reads a {@code scope} parameter (RFC 6749, section 3.3); an empty one stands for the scopes of
   * the app.
   *
   * @throws OAuthError {@code invalid_scope} for a scope that the Hub does not know, and for more
   *     text than all of them
   */
  static List<String> parse(String parameter) throws OAuthError {
    if (parameter.length() > MOST_CHARACTERS) {
      throw OAuthError.of("invalid_scope", "The scope is too long");
    }
    List<String> asked =
        Stream.of(parameter.split(" ", -1)).filter(each -> !each.isEmpty()).distinct().toList();
    for (String scope : asked) {
      if (!MEANINGS.containsKey(scope)) {
        throw OAuthError.of("invalid_scope", "There is no scope '" + scope + "'");
      }
    }
    return asked.isEmpty() ? OF_THE_APP : asked;
  }

  private static Map<String, String> meanings() {
    Map<String, String> meanings = new LinkedHashMap<>();
    meanings.put("openid", "Know who you are");
    meanings.put("profile", "Read your public profile");
    meanings.put("email", "Read your e-mail address");
    meanings.put("read-billing", "Know if you have a payment method");
    meanings.put("read-memberships", "Read your organisation memberships");
    meanings.put("read-repos", "Read your private repositories");
    meanings.put("gated-repos", "Read gated repositories you can access");
    meanings.put("contribute-repos", "Create repositories, and change those");
    meanings.put("write-repos", "Read and change all your repositories");
    meanings.put("manage-repos", "Configure and delete your repositories");
    meanings.put("read-collections", "Read your private collections");
    meanings.put("write-collections", "Create and change your collections");
    meanings.put("inference-api", "Run models at your expense");
    meanings.put("read-endpoints", "Read your inference endpoints");
    meanings.put("write-endpoints", "Create and change inference endpoints");
    meanings.put("jobs", "Run jobs at your expense");
    meanings.put("webhooks", "Manage your webhooks");
    meanings.put("write-discussions", "Take part in discussions as you");
    return meanings;
  }
}
