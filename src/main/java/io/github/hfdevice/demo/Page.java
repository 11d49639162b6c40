package io.github.hfdevice.demo;

import java.util.Map;

/** How every page looks: plain HTML without scripts, with nothing from elsewhere. */
final class Page {
  static final String STYLE = DevicePage.PATH + "/style.css";
  static final String ICON = DevicePage.PATH + "/icon.svg";

  private Page() {}

  static Reply of(int status, String title, Html content) {
    Html page =
        Html.template(
            "layout",
            Map.of(
                "title", Html.text(title),
                "content", content,
                "home", Html.text(HomePage.PATH),
                "style", Html.text(STYLE),
                "icon", Html.text(ICON)));
    return Reply.html(status, page)
        .with(
            "Content-Security-Policy",
            "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self';"
                + " base-uri 'none'; frame-ancestors 'none'")
        // Not no-referrer: with that, browsers send "Origin: null" with the forms.
        .with("Referrer-Policy", "same-origin");
  }

  /**
   * A page that says one thing.
   *
   * @param kind {@code good} or {@code stopped}
   * @param next what to do now, empty if nothing
   */
  static Reply message(int status, String kind, String title, String text, String next) {
    return of(
        status,
        title,
        Html.template(
            "message",
            Map.of(
                "kind", Html.text(kind),
                "title", Html.text(title),
                "text", Html.text(text),
                "next", Html.text(next))));
  }

  /** A page for what is not there. */
  static Reply error(int status, String sentence) {
    return message(status, "stopped", "Error " + status, sentence, "");
  }

  static Reply style(Request request) {
    return Reply.of(200, "text/css; charset=utf-8", Html.resource("style.css"));
  }

  static Reply icon(Request request) {
    return Reply.of(200, "image/svg+xml", Html.resource("icon.svg"));
  }
}
