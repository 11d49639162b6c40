package io.github.hfdevice.oauth;

import io.github.hfdevice.http.HttpReply;

/** Says in a few words what an answer is that should have been another one. */
final class Described {
  private Described() {}

  static String reply(HttpReply reply) {
    String body = reply.body().strip();
    String kind;
    if (body.isEmpty()) {
      kind = "an empty answer";
    } else if (body.startsWith("<")) {
      kind = "a web page";
    } else if (JsonReply.parse(body).isPresent()) {
      kind = "other JSON";
    } else {
      kind = "text that is no JSON object";
    }
    return kind + " (HTTP " + reply.status() + ")";
  }

  /** What kept a poll from a usable answer, empty if nothing did. */
  static String troubleOf(PollStep step, HttpReply reply) {
    boolean failing = step instanceof PollStep.Wait next && next.pace().failures() > 0;
    if (!failing) {
      return "";
    }
    if (reply.status() == 429) {
      return "the server gets too many requests (HTTP 429)";
    }
    return reply.isServerTrouble()
        ? "the server is in trouble (HTTP " + reply.status() + ")"
        : reply(reply);
  }
}
