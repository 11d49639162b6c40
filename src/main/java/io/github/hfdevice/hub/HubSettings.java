package io.github.hfdevice.hub;

import io.github.hfdevice.http.TrustedCertificates;
import io.github.hfdevice.oauth.ClientCredentials;
import io.github.hfdevice.oauth.SecureAddress;
import io.github.hfdevice.setting.SettingException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What the environment says about the Hub. Each value is read when it is asked for, so that a wrong
 * one only stops those who need it. Every method may throw {@link SettingException}.
 */
public final class HubSettings {
  public static final String ENDPOINT = "HF_ENDPOINT";
  public static final String CLIENT_ID = "HF_DEVICE_CODE_OAUTH_CLIENT_ID";
  public static final String CLIENT_SECRET = "HF_DEVICE_CODE_OAUTH_CLIENT_SECRET";
  public static final String TIMEOUT = "HF_HUB_DOWNLOAD_TIMEOUT";
  public static final String OFFLINE = "HF_HUB_OFFLINE";

  /** The variables that hold a token, the winner first. */
  public static final List<String> TOKEN_VARIABLES = List.of("HF_TOKEN", "HUGGING_FACE_HUB_TOKEN");

  static final String DEFAULT_ENDPOINT = "https://huggingface.co";

  /** The public client that Python's {@code hf} ships. */
  static final String DEFAULT_CLIENT_ID = "26be6b09-91c5-47da-9861-d2d2bb7a7e36";

  private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);
  private static final double MOST_TIMEOUT_SECONDS = 86_400;

  private static final List<String> CA_VARIABLES =
      List.of("SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE");

  private final Map<String, String> environment;

  public HubSettings(Map<String, String> environment) {
    this.environment = environment;
  }

  /** The Hub, without a trailing slash; the value of {@code --endpoint} wins. */
  public URI endpoint(Optional<String> option) {
    return option
        .map(value -> parseEndpoint("--endpoint", value))
        .or(() -> value(ENDPOINT).map(value -> parseEndpoint(ENDPOINT, value)))
        .orElseGet(() -> URI.create(DEFAULT_ENDPOINT));
  }

  /**
   * Reads the address of a Hub, and takes slashes off its end.
   *
   * @param setting what holds it, for the message
   */
  public static URI parseEndpoint(String setting, String value) {
    String text = value.strip();
    while (text.endsWith("/")) {
      text = text.substring(0, text.length() - 1);
    }
    URI uri;
    try {
      uri = new URI(text);
    } catch (URISyntaxException e) {
      throw noUrl(setting);
    }
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    boolean web = scheme.equals("http") || scheme.equals("https");
    if (!web || uri.getHost() == null || uri.getPort() > 65_535) {
      throw noUrl(setting);
    }
    if (uri.getRawUserInfo() != null || uri.getRawQuery() != null || uri.getRawFragment() != null) {
      throw new SettingException(
          setting, "may hold a host, a port and a path only (no user, query or fragment)");
    }
    if (!SecureAddress.isAllowed(uri)) {
      throw new SettingException(
          setting,
          "is plain http to another machine, which would show the token to the network; use https://");
    }
    return uri;
  }

  private static SettingException noUrl(String setting) {
    return new SettingException(
        setting, "is no URL of a server (it looks like " + DEFAULT_ENDPOINT + ")");
  }

  /**
   * The OAuth client; the value of {@code --client-id} wins. Where a variable names a client, the
   * secret is that one's, and no other client's server gets to see it.
   */
  public ClientCredentials client(Optional<String> option) {
    Optional<String> ofVariable = value(CLIENT_ID).map(String::strip);
    String clientId =
        option
            .filter(id -> !id.isBlank())
            .map(String::strip)
            .or(() -> ofVariable)
            .orElse(DEFAULT_CLIENT_ID);
    boolean another = ofVariable.isPresent() && !ofVariable.get().equals(clientId);
    return new ClientCredentials(clientId, another ? Optional.empty() : value(CLIENT_SECRET));
  }

  /** Whether a login at this Hub, with this client, is what the environment says anyway. */
  public boolean describe(URI endpoint, String clientId) {
    return endpoint.equals(endpoint(Optional.empty()))
        && clientId.equals(client(Optional.empty()).clientId());
  }

  /** For one HTTP request as a whole. */
  public Duration requestTimeout() {
    Optional<String> text = value(TIMEOUT);
    if (text.isEmpty()) {
      return DEFAULT_TIMEOUT;
    }
    double seconds;
    try {
      // Double.parseDouble would take Java's own "5d" and "5f" for numbers.
      seconds = new BigDecimal(text.get().strip()).doubleValue();
    } catch (NumberFormatException e) {
      throw badTimeout();
    }
    if (!(seconds > 0 && seconds <= MOST_TIMEOUT_SECONDS)) {
      throw badTimeout();
    }
    return Duration.ofMillis(Math.max(1, Math.round(seconds * 1000)));
  }

  private static SettingException badTimeout() {
    return new SettingException(TIMEOUT, "is no number of seconds above 0 (such as 10)");
  }

  /** Whether the network is forbidden, by the words that {@code hf} takes for yes. */
  public boolean isOffline() {
    return isYes(value(OFFLINE));
  }

  /** Whether {@code HF_DEBUG} asks for the log of {@code --verbose}. */
  public boolean isDebug() {
    return isYes(value("HF_DEBUG"));
  }

  /** Whether {@code HF_DEVICE_WEB} asks for a browser at every login. */
  public boolean wantsBrowser() {
    return isYes(value("HF_DEVICE_WEB"));
  }

  private static boolean isYes(Optional<String> value) {
    return value.isPresent()
        && List.of("1", "ON", "YES", "TRUE").contains(value.get().strip().toUpperCase(Locale.ROOT));
  }

  /** The variable that holds a token, if one does. */
  public Optional<String> tokenVariable() {
    for (String name : TOKEN_VARIABLES) {
      if (!clean(value(name)).isEmpty()) {
        return Optional.of(name);
      }
    }
    return Optional.empty();
  }

  /**
   * The token of the environment, read as {@code hf} does: without line ends and blanks around it.
   */
  public Optional<String> environmentToken() {
    return tokenVariable().map(name -> clean(value(name)));
  }

  private static String clean(Optional<String> token) {
    return token.orElse("").replace("\r", "").replace("\n", "").strip();
  }

  /** The variable that names the authorities to trust, if one does. */
  public Optional<String> caVariable() {
    return CA_VARIABLES.stream().filter(name -> value(name).isPresent()).findFirst();
  }

  /** The authorities that {@link #caVariable} names, else this machine's. */
  public TrustedCertificates trustedCertificates() {
    Optional<String> variable = caVariable();
    return variable.isPresent()
        ? TrustedCertificates.named(variable.get(), environment.get(variable.get()))
        : TrustedCertificates.ofMachine();
  }

  /** A variable that is set and not blank. */
  public Optional<String> value(String name) {
    String value = environment.get(name);
    return value == null || value.isBlank() ? Optional.empty() : Optional.of(value);
  }
}
