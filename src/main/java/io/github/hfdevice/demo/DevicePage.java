package io.github.hfdevice.demo;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The page where a person types the code, sees what is asked for, and decides (RFC 8628, section
 * 3.3). Plain HTML without scripts, so that it works in every browser.
 */
final class DevicePage {
  static final String PATH = "/oauth/device";

  /**
   * Where the forms go; {@link #PATH} itself is the device authorization endpoint when something is
   * posted.
   */
  static final String CONFIRM = PATH + "/confirm";

  static final String DECIDE = PATH + "/decide";

  private static final Set<String> LOOPBACK_NAMES = Set.of("127.0.0.1", "localhost", "[::1]");

  private final DeviceCodes codes;
  private final PracticeUser user;
  private final boolean prefill;

  DevicePage(DeviceCodes codes, PracticeUser user, boolean prefill) {
    this.codes = codes;
    this.user = user;
    this.prefill = prefill;
  }

  /** Step 1: asks for the code. The query is ignored unless the hub hands out complete URIs. */
  Reply enter(Request request) {
    return Page.of(200, "Connect a device", codeForm(prefill ? queriedCode(request) : "", ""));
  }

  private static String queriedCode(Request request) {
    try {
      return Form.parse(request.query()).get("user_code");
    } catch (OAuthError unreadable) {
      return "";
    }
  }

  /** Step 2: shows who asks for what. */
  Reply confirm(Request request) {
    Optional<Form> form = ownForm(request);
    if (form.isEmpty()) {
      return forged();
    }
    String typed = form.get().get("user_code").strip();
    if (typed.isEmpty()) {
      return wrongCode(400, typed, "Enter the code that your terminal shows.");
    }
    DeviceCodes.Lookup lookup = codes.lookUp(typed);
    return lookup.login().map(this::confirmation).orElseGet(() -> refusal(lookup.answer(), typed));
  }

  /** Step 3: takes the decision and sends the person back to the terminal. */
  Reply decide(Request request) {
    Optional<Form> form = ownForm(request);
    String decision = form.map(sent -> sent.get("decision")).orElse("");
    boolean approve = decision.equals("approve");
    if (!approve && !decision.equals("deny")) {
      return forged();
    }
    String typed = form.orElseThrow().get("user_code");
    DeviceCodes.Answer answer = codes.decide(typed, form.orElseThrow().get("form_token"), approve);
    if (answer != DeviceCodes.Answer.DECIDED) {
      return refusal(answer, typed);
    }
    return approve
        ? result(
            "good",
            "Device connected",
            "Your terminal will be logged in as " + user.name() + " in a few seconds.",
            "You can close this page and return to your terminal.")
        : result(
            "stopped",
            "Request denied",
            "The device got no access.",
            "You can close this page and return to your terminal.");
  }

  private Reply confirmation(DeviceCodes.PendingLogin login) {
    Html scopes = Html.NOTHING;
    for (String scope : login.scopes()) {
      scopes =
          scopes.plus(
              Html.template(
                  "scope",
                  Map.of("name", Html.text(scope), "meaning", Html.text(Scopes.meaning(scope)))));
    }
    return Page.of(
        200,
        "Connect this device?",
        Html.template(
            "confirm",
            Map.of(
                "action", Html.text(DECIDE),
                "user", Html.text(user.name()),
                "initial", Html.text(user.initial()),
                "client", Html.text(login.clientId()),
                "code", Html.text(login.userCode()),
                "formToken", Html.text(login.formToken()),
                "scopes", scopes)));
  }

  private Reply refusal(DeviceCodes.Answer answer, String typed) {
    return switch (answer) {
      case UNKNOWN ->
          wrongCode(404, typed, "No device is waiting with this code. Check it and try again.");
      case EXPIRED ->
          wrongCode(410, typed, "This code has expired. Start the login again to get a new one.");
      case ALREADY_USED ->
          wrongCode(410, typed, "This code was used already. Each code works only once.");
      case TOO_MANY_GUESSES ->
          wrongCode(429, typed, "Too many wrong codes. Wait a minute, then try again.")
              .with("Retry-After", Long.toString(GuessLimit.WINDOW.toSeconds()));
      case FORGED -> forged();
      case WAITING, DECIDED -> throw new IllegalStateException("No refusal: " + answer);
    };
  }

  private static Reply wrongCode(int status, String typed, String error) {
    return Page.of(status, "Error: Connect a device", codeForm(typed, error));
  }

  private static Reply forged() {
    return Page.message(
        403,
        "stopped",
        "Nothing was changed",
        "This decision did not come from the form that was shown for this code.",
        "Enter the code again.");
  }

  private static Html codeForm(String code, String error) {
    Html errorMarkup =
        error.isEmpty() ? Html.NOTHING : Html.template("error", Map.of("text", Html.text(error)));
    return Html.template(
        "enter",
        Map.of(
            "action", Html.text(CONFIRM),
            "code", Html.text(code),
            "invalid", Html.text(error.isEmpty() ? "false" : "true"),
            "error", errorMarkup));
  }

  private static Reply result(String kind, String title, String text, String next) {
    return Page.message(200, kind, title, text, next);
  }

  /**
   * The form, unless another site made the browser send it, or reached this server by a name of its
   * own.
   */
  private static Optional<Form> ownForm(Request request) {
    String host = request.header("Host").orElse("");
    boolean loopback = LOOPBACK_NAMES.contains(host.replaceFirst(":\\d*$", ""));
    boolean ownOrigin =
        request.header("Origin").map(origin -> origin.equals("http://" + host)).orElse(true);
    try {
      return loopback && ownOrigin ? Optional.of(request.form()) : Optional.empty();
    } catch (OAuthError unreadable) {
      return Optional.empty();
    }
  }
}
