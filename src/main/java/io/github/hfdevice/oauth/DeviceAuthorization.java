package io.github.hfdevice.oauth;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * The answer to a device authorization request (RFC 8628, 3.2).
 *
 * @param deviceCode what the client polls with; a secret
 * @param userCode what the person types, as the server wrote it
 * @param verificationUri where the person types it; {@code http} or {@code https}
 * @param verificationUriComplete the same with the code in it
 * @param expiresIn from the moment of the request
 * @param interval the least time between two polls, at least one second
 */
public record DeviceAuthorization(
    String deviceCode,
    String userCode,
    URI verificationUri,
    Optional<URI> verificationUriComplete,
    Duration expiresIn,
    Duration interval) {

  /** The interval of a server that names none (RFC 8628, 3.2). */
  static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(5);

  /** The life of a code whose server forgot to say it, though RFC 8628, 3.2 requires it to. */
  static final Duration DEFAULT_EXPIRES_IN = Duration.ofMinutes(15);

  /**
   * Reads the answer; pure.
   *
   * @throws MalformedReplyException if a required field is missing or an address is no web address
   */
  static DeviceAuthorization parse(JsonReply reply) throws MalformedReplyException {
    String verificationUri =
        reply
            .text("verification_uri")
            // Google's spelling, older than the RFC.
            .or(() -> reply.text("verification_url"))
            .orElseThrow(() -> new MalformedReplyException("verification_uri is missing"));
    Optional<String> complete = reply.text("verification_uri_complete");
    return new DeviceAuthorization(
        require(reply, "device_code"),
        require(reply, "user_code"),
        WebAddress.parse("verification_uri", verificationUri),
        complete.isEmpty()
            ? Optional.empty()
            : Optional.of(WebAddress.parse("verification_uri_complete", complete.get())),
        reply.seconds("expires_in").orElse(DEFAULT_EXPIRES_IN),
        reply.seconds("interval").orElse(DEFAULT_INTERVAL));
  }

  private static String require(JsonReply reply, String field) throws MalformedReplyException {
    return reply.text(field).orElseThrow(() -> new MalformedReplyException(field + " is missing"));
  }

  /** Without the device code. */
  @Override
  public String toString() {
    return "DeviceAuthorization[deviceCode=***, userCode="
        + userCode
        + ", verificationUri="
        + verificationUri
        + ", expiresIn="
        + expiresIn
        + ", interval="
        + interval
        + "]";
  }
}
