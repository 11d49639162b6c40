package io.github.hfdevice.demo;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** What goes wrong in {@link Scenario#FLAKY}, in a fixed order; nothing in the other scenarios. */
final class Faults {
  private final boolean flaky;
  private final AtomicInteger deviceRequests = new AtomicInteger();
  private final AtomicInteger exchanges = new AtomicInteger();
  private final AtomicInteger whoamiRequests = new AtomicInteger();

  Faults(Scenario scenario) {
    this.flaky = scenario == Scenario.FLAKY;
  }

  /** The first request for a code fails. */
  Optional<Reply> onDeviceRequest() {
    return flaky && deviceRequests.getAndIncrement() == 0
        ? Optional.of(badGateway())
        : Optional.empty();
  }

  /** The first exchange of an identity token fails. */
  Optional<Reply> onExchange() {
    return flaky && exchanges.getAndIncrement() == 0 ? Optional.of(badGateway()) : Optional.empty();
  }

  /**
   * The first four polls of each login fail, and none of them reaches the login.
   *
   * @param arrival which poll of its login this is, from 1
   */
  Optional<Reply> onPoll(int arrival) {
    if (!flaky) {
      return Optional.empty();
    }
    return switch (arrival) {
      case 1 -> Optional.of(badGateway());
      case 2 -> Optional.of(Reply.DROPPED);
      case 3 -> Optional.of(tooManyRequests());
      // Status 400 because half an answer with status 200 would leave open whether tokens were in
      // it.
      case 4 -> Optional.of(Reply.json(400, "{\"error\":\"authorization_pen"));
      default -> Optional.empty();
    };
  }

  /** The first question for the user's name is one too many. */
  Optional<Reply> onWhoami() {
    return flaky && whoamiRequests.getAndIncrement() == 0
        ? Optional.of(tooManyRequests())
        : Optional.empty();
  }

  private static Reply badGateway() {
    return Reply.html(
        502, new Html("<html><body><h1>502 Bad Gateway</h1><p>{\"not\": json</p></body></html>\n"));
  }

  private static Reply tooManyRequests() {
    return Reply.apiError(429, "Sorry, you have been rate limited. Please try again in a moment.")
        .with("Retry-After", "1");
  }
}
