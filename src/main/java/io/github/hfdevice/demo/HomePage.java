package io.github.hfdevice.demo;

import java.util.Map;

/** Says what this is to somebody who opens the hub's address, and leads to the device page. */
final class HomePage {
  static final String PATH = "/";

  private final PracticeHub.Options options;
  private final String endpoint;

  HomePage(PracticeHub.Options options, String endpoint) {
    this.options = options;
    this.endpoint = endpoint;
  }

  Reply show(Request request) {
    return Page.of(
        200,
        "Welcome",
        Html.template(
            "home",
            Map.of(
                "device", Html.text(DevicePage.PATH),
                "endpoint", Html.text(endpoint),
                "user", Html.text(options.userName()),
                "initial", Html.text(options.user().initial()),
                "scenario", Html.text(options.scenario().cliName()))));
  }
}
