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
   * @throws MalformedReplyException if a required field is missing, or a field cannot be used
   */
  static DeviceAuthorization parse(JsonReply reply) throws MalformedReplyException {
    Optional<URI> verificationUri = address(reply, "verification_uri");
    if (verificationUri.isEmpty()) {
      // Google's spelling, older than the RFC.
      verificationUri = address(reply, "verification_url");
    }
    return new DeviceAuthorization(
        require("device_code", reply.text("device_code", Limits.TOKEN)),
        require("user_code", reply.text("user_code", Limits.NAME)),
        require("verification_uri", verificationUri),
        address(reply, "verification_uri_complete"),
        reply.seconds("expires_in").orElse(DEFAULT_EXPIRES_IN),
        reply.seconds("interval").orElse(DEFAULT_INTERVAL));
  }

  private static Optional<URI> address(JsonReply reply, String field)
      throws MalformedReplyException {
    Optional<String> text = reply.text(field, Limits.ADDRESS);
    return text.isEmpty() ? Optional.empty() : Optional.of(WebAddress.parse(field, text.get()));
  }

  private static <T> T require(String field, Optional<T> value) throws MalformedReplyException {
    return value.orElseThrow(() -> new MalformedReplyException(field + " is missing"));
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
