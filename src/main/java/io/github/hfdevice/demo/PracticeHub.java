package io.github.hfdevice.demo;

import java.io.IOException;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * A Hub on 127.0.0.1 that plays device logins (RFC 8628) for practice and for tests, with the
 * endpoints, answers and quirks of the Hugging Face Hub. It keeps everything in memory, prints
 * nothing and reaches no other machine. No client can stop it: connections, requests and what is
 * kept of them have limits in number, size and time. Of very many logins and tokens the oldest are
 * forgotten.
 *
 * <p>It plays keyless CI too: {@code POST /oauth/token} takes, as JSON, an identity token that is a
 * JWT signed by HS256 with the key {@code practice-hub}, whose claims are {@code aud} (the {@link
 * #endpoint}), {@code exp} and {@code resource} (what is asked for). Such a token comes from {@code
 * GET /practice/identity-token?resource=…&audience=…} with any bearer token, which is what GitHub
 * Actions has at its ACTIONS_ID_TOKEN_REQUEST_URL.
 *
 * <p>Safe for several threads. Its threads are daemons, and {@link #close} ends it at once.
 */
public final class PracticeHub implements AutoCloseable {
  private final HttpListener listener;
  private final Router router;
  private final DeviceCodes codes;
  private final Grants grants;
  private final URI endpoint;

  private PracticeHub(Options options, HttpListener listener) {
    this.listener = listener;
    this.endpoint = URI.create("http://127.0.0.1:" + listener.port());
    Secrets secrets = new Secrets(options.random());
    this.grants = new Grants(options, secrets, endpoint.toString());
    this.codes = new DeviceCodes(options, secrets, grants);
    this.router = Router.of(options, codes, grants, endpoint.toString());
  }

  /**
   * Starts a hub that answers when this returns.
   *
   * @throws IOException when the port cannot be had; its message names the address
   */
  public static PracticeHub start(Options options) throws IOException {
    HttpListener listener;
    try {
      listener = new HttpListener(options.port(), options.clock());
    } catch (IOException e) {
      throw new IOException(
          "cannot listen on 127.0.0.1:" + options.port() + ": " + e.getMessage(), e);
    }
    PracticeHub hub = new PracticeHub(options, listener);
    listener.start(hub.router::answer);
    return hub;
  }

  /**
   * Where it listens, such as {@code http://127.0.0.1:40123}: the value for {@code HF_ENDPOINT}.
   */
  public URI endpoint() {
    return endpoint;
  }

  /**
   * Approves a login in the person's place.
   *
   * @throws IllegalArgumentException when no login with that code is waiting
   */
  public void approve(String userCode) {
    codes.decide(userCode, true);
  }

  /**
   * Denies a login in the person's place.
   *
   * @throws IllegalArgumentException when no login with that code is waiting
   */
  public void deny(String userCode) {
    codes.decide(userCode, false);
  }

  /**
   * The requests so far in the order in which they came, such as {@code POST /oauth/token
   * grant_type device_code client_id}: method, path and the names of the form's parameters. No
   * values, since some are secrets.
   */
  public List<String> requests() {
    return router.seen();
  }

  /**
   * How many polls came for a login, the ones that a scenario made fail included; 0 for an unknown
   * code.
   */
  public int polls(String userCode) {
    return codes.arrivals(userCode);
  }

  /**
   * Makes the hub take none of the access tokens that it gave so far, as the real one does at times
   * before their end; what they came from can still be refreshed.
   */
  public void voidAccessTokens() {
    grants.voidAccessTokens();
  }

  /** Stops listening and drops what is under way. */
  @Override
  public void close() {
    listener.close();
  }

  /**
   * How a hub behaves; {@link #builder} starts from what the real one does.
   *
   * @param port the port to listen on, 0 for any free one
   * @param scenario how logins go
   * @param autoApprove how long after its start a login approves itself; empty waits for a person.
   *     DENY and EXPIRE take no notice of it
   * @param interval what the answers name as interval, in whole seconds; empty names none, which
   *     means 5 s
   * @param strictPolling whether a poll that comes before the interval is over is told to slow down
   * @param expiresIn how long a code can be used, in whole seconds
   * @param accessTokenLifetime how long an access token can be used, in whole seconds
   * @param userName who is signed in
   * @param organisations what that user belongs to
   * @param sendVerificationUriComplete whether answers have a {@code verification_uri_complete},
   *     and the page takes the code from it
   * @param revocation whether there is a revocation endpoint (RFC 7009)
   * @param clock tells every time here
   * @param random makes every code and token
   */
  public record Options(
      int port,
      Scenario scenario,
      Optional<Duration> autoApprove,
      Optional<Duration> interval,
      boolean strictPolling,
      Duration expiresIn,
      Duration accessTokenLifetime,
      String userName,
      List<String> organisations,
      boolean sendVerificationUriComplete,
      boolean revocation,
      Clock clock,
      RandomGenerator random) {
    private static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(5);

    /** Refuses what no hub can do with an {@link IllegalArgumentException}. */
    public Options {
      require(port >= 0 && port <= 65_535, "port");
      require(interval.filter(Duration::isNegative).isEmpty(), "interval");
      require(expiresIn.toSeconds() > 0, "expiresIn");
      require(accessTokenLifetime.toSeconds() > 0, "accessTokenLifetime");
      require(!userName.isBlank(), "userName");
      organisations = List.copyOf(organisations);
    }

    private static void require(boolean condition, String name) {
      if (!condition) {
        throw new IllegalArgumentException(name + " is out of range");
      }
    }

    PracticeUser user() {
      return new PracticeUser(userName, organisations);
    }

    Duration effectiveInterval() {
      return interval.orElse(DEFAULT_INTERVAL);
    }

    /** Options as the real Hub has them, for a person to approve. */
    public static Builder builder() {
      return new Builder();
    }
  }

  /** Collects {@link Options}; each method sets what the component of the same name says. */
  public static final class Builder {
    private int port;
    private Scenario scenario = Scenario.APPROVE;
    private Optional<Duration> autoApprove = Optional.empty();
    private Optional<Duration> interval = Optional.empty();
    private boolean strictPolling = true;
    private Optional<Duration> expiresIn = Optional.empty();
    private Optional<Duration> accessTokenLifetime = Optional.empty();
    private String userName = "alice";
    private List<String> organisations = List.of("practice-org");
    private boolean sendVerificationUriComplete;
    private boolean revocation;
    private Clock clock = Clock.systemUTC();
    private RandomGenerator random = new SecureRandom();

    public Builder port(int port) {
      this.port = port;
      return this;
    }

    public Builder scenario(Scenario scenario) {
      this.scenario = scenario;
      return this;
    }

    public Builder autoApprove(Duration autoApprove) {
      this.autoApprove = Optional.of(autoApprove);
      return this;
    }

    public Builder interval(Duration interval) {
      this.interval = Optional.of(interval);
      return this;
    }

    public Builder strictPolling(boolean strictPolling) {
      this.strictPolling = strictPolling;
      return this;
    }

    public Builder expiresIn(Duration expiresIn) {
      this.expiresIn = Optional.of(expiresIn);
      return this;
    }

    public Builder accessTokenLifetime(Duration accessTokenLifetime) {
      this.accessTokenLifetime = Optional.of(accessTokenLifetime);
      return this;
    }

    public Builder userName(String userName) {
      this.userName = userName;
      return this;
    }

    public Builder organisations(List<String> organisations) {
      this.organisations = organisations;
      return this;
    }

    public Builder sendVerificationUriComplete(boolean sendVerificationUriComplete) {
      this.sendVerificationUriComplete = sendVerificationUriComplete;
      return this;
    }

    public Builder revocation(boolean revocation) {
      this.revocation = revocation;
      return this;
    }

    public Builder clock(Clock clock) {
      this.clock = clock;
      return this;
    }

    public Builder random(RandomGenerator random) {
      this.random = random;
      return this;
    }

    /** Fills in what the scenario asks for where nothing was set. */
    public Options build() {
      boolean runsOut = scenario == Scenario.EXPIRE;
      boolean rotates = scenario == Scenario.ROTATE;
      return new Options(
          port,
          scenario,
          autoApprove.filter(delay -> !runsOut && scenario != Scenario.DENY),
          interval,
          strictPolling,
          expiresIn.orElse(Duration.ofSeconds(runsOut ? 3 : 300)),
          accessTokenLifetime.orElse(Duration.ofSeconds(rotates ? 60 : 2_591_999)),
          userName,
          organisations,
          sendVerificationUriComplete,
          revocation,
          clock,
          random);
    }
  }
}
