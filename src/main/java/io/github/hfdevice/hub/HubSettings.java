package io.github.hfdevice.hub;

import io.github.hfdevice.http.TrustedCertificates;
import io.github.hfdevice.oauth.ClientCredentials;
import io.github.hfdevice.setting.SettingException;
import io.github.hfdevice.text.Printable;
import java.math.BigDecimal;
import java.net.URI;
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

  /** Names the repository or user that a job's identity token is exchanged for. */
  public static final String OIDC_RESOURCE = "HF_OIDC_RESOURCE";

  /** Holds the identity token of a job. */
  public static final String OIDC_ID_TOKEN = "HF_OIDC_ID_TOKEN";

  /** The variables that forbid the network, the winner first; the second is an older one. */
  private static final List<String> OFFLINE_VARIABLES = List.of(OFFLINE, "TRANSFORMERS_OFFLINE");

  /** The variables that hold a token, the winner first. */
  public static final List<String> TOKEN_VARIABLES = List.of("HF_TOKEN", "HUGGING_FACE_HUB_TOKEN");

  /** The Hub itself. */
  public static final String DEFAULT_ENDPOINT = "https://huggingface.co";

  /** The public client that Python's {@code hf} ships. */
  static final String DEFAULT_CLIENT_ID = "26be6b09-91c5-47da-9861-d2d2bb7a7e36";

  private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);
  private static final List<String> YES = List.of("1", "ON", "YES", "TRUE");
  private static final List<String> NO = List.of("0", "OFF", "NO", "FALSE");
  private static final int MOST_DIGITS = 100;
  private static final double MOST_TIMEOUT_SECONDS = 86_400;

  private static final List<String> CA_VARIABLES =
      List.of("SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE");

  private final Map<String, String> environment;

  public HubSettings(Map<String, String> environment) {
    this.environment = environment;
  }

  /** The Hub, without a trailing slash; the value of {@code --endpoint} wins. */
  public URI endpoint(Optional<String> option) {
    if (option.isPresent()) {
      return EndpointSetting.parse("--endpoint", option.get());
    }
    Optional<String> variable = value(ENDPOINT);
    return variable.isPresent()
        ? EndpointSetting.parse(ENDPOINT, variable.get())
        : URI.create(DEFAULT_ENDPOINT);
  }

  /**
   * The OAuth client to be at {@code endpoint}; the value of {@code --client-id} wins. The client
   * of the variables, and its secret, is the one of their Hub: no other server gets to see it.
   * Where the variables hold a secret, and neither a client nor a Hub, it is that of a client that
   * is named by hand.
   */
  public ClientCredentials client(URI endpoint, Optional<String> option) {
    boolean ofVariables = endpoint.equals(endpoint(Optional.empty()));
    Optional<String> named = option.map(String::strip).filter(id -> !id.isEmpty());
    Optional<String> variable = value(CLIENT_ID).map(String::strip);
    String clientId =
        named.or(() -> ofVariables ? variable : Optional.empty()).orElse(DEFAULT_CLIENT_ID);
    boolean isVariables = ofVariables && variable.orElse(clientId).equals(clientId);
    boolean isNamed =
        named.isPresent() && variable.isEmpty() && (value(ENDPOINT).isEmpty() || ofVariables);
    return new ClientCredentials(
        clientId, isVariables || isNamed ? value(CLIENT_SECRET) : Optional.empty());
  }

  /**
   * The OAuth client that an earlier login was made as.
   *
   * @param endpoint where the login was made: the secret of the variables is that of the server
   *     that {@code HF_ENDPOINT} names, where it names one
   * @param confidential whether it showed a secret then: no other server gets to see one now
   */
  public ClientCredentials storedClient(URI endpoint, String clientId, boolean confidential) {
    boolean isAnotherClients =
        value(CLIENT_ID).map(String::strip).filter(id -> !id.equals(clientId)).isPresent();
    boolean isAnotherServers =
        value(ENDPOINT).isPresent() && !ServerOrigin.isSame(endpoint, endpoint(Optional.empty()));
    return new ClientCredentials(
        clientId,
        confidential && !isAnotherClients && !isAnotherServers
            ? value(CLIENT_SECRET)
            : Optional.empty());
  }

  /** Whether this is the Hub itself, and its client the public one of {@code hf}. */
  public static boolean isDefault(URI endpoint, String clientId) {
    return isDefaultHub(endpoint) && clientId.equals(DEFAULT_CLIENT_ID);
  }

  /** Whether this is the Hub itself. */
  public static boolean isDefaultHub(URI endpoint) {
    return endpoint.toString().equals(DEFAULT_ENDPOINT);
  }

  /** For one HTTP request as a whole. */
  public Duration requestTimeout() {
    Optional<String> text = value(TIMEOUT);
    if (text.isEmpty()) {
      return DEFAULT_TIMEOUT;
    }
    if (text.get().length() > MOST_DIGITS) {
      throw badTimeout();
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
    return new SettingException(
        TIMEOUT, "is not a number of seconds above 0 and up to 86400 (such as 10)");
  }

  /**
   * Whether the network is forbidden, by the words that {@code hf} takes for yes. Any other word
   * would mean no to {@code hf}; one that is not meant so would send what was to stay here.
   *
   * @throws SettingException if it is neither yes nor no
   */
  public boolean isOffline() {
    String name = offlineVariable();
    Optional<String> value = value(name);
    if (value.isEmpty() || isYes(value)) {
      return value.isPresent();
    }
    if (!NO.contains(value.get().strip().toUpperCase(Locale.ROOT))) {
      throw new SettingException(
          name,
          "is \""
              + Printable.of(value.get(), 100)
              + "\", which is neither yes (1, on, yes, true) nor no (0, off, no, false)");
    }
    return false;
  }

  /** The variable that decides whether the network is forbidden. */
  public String offlineVariable() {
    for (String name : OFFLINE_VARIABLES) {
      if (value(name).isPresent()) {
        return name;
      }
    }
    return OFFLINE;
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
    return value.isPresent() && YES.contains(value.get().strip().toUpperCase(Locale.ROOT));
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
    Optional<String> name = tokenVariable();
    return name.isPresent() ? Optional.of(clean(value(name.get()))) : Optional.empty();
  }

  private static String clean(Optional<String> token) {
    return token.orElse("").replace("\r", "").replace("\n", "").strip();
  }

  /**
   * What the environment wants a job's identity token to be exchanged for, if it does; then no
   * other token counts.
   */
  public Optional<ExchangeResource> exchangeResource() {
    Optional<String> text = value(OIDC_RESOURCE);
    return text.isEmpty() ? Optional.empty() : Optional.of(ExchangeResource.parse(text.get()));
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
