package io.github.hfdevice.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.hfdevice.DeviceLogin;
import io.github.hfdevice.DeviceLoginBuilder;
import io.github.hfdevice.login.FakeLoginServer;
import io.github.hfdevice.time.FakeClock;
import io.github.hfdevice.time.FakeWaitClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One login, whoever asks for it: both leave the same bytes, and ask the server the same. */
class ProgramAndLibraryTest {
  @TempDir private Path dir;
  @AutoClose private FakeLoginServer hub;

  @BeforeEach
  void start() throws IOException {
    hub = FakeLoginServer.granting();
  }

  enum Layout {
    HUB,
    PROPOSAL
  }

  private void playProposal() {
    String grant = "{\"access_token\":\"hf_proposal\",\"refresh_token\":\"r\",\"expires_in\":90}";
    hub.answer("/oauth/device", 404, "")
        .answer("/oauth/token", 404, "")
        .answer("/oauth/device/code", 200, FakeLoginServer.DEVICE_ANSWER)
        .answer("/oauth/device/token", 200, grant);
  }

  private Map<String, String> variables(String home, Map<String, String> more) {
    Map<String, String> variables = new HashMap<>(more);
    variables.put("HF_HOME", dir.resolve(home).toString());
    return variables;
  }

  private void logInByProgram(Map<String, String> variables, String... more) {
    FakePlatform platform =
        new FakePlatform()
            .variables(variables("program", variables))
            .clocks(new FakeClock(), new FakeWaitClock());
    Stream<String> arguments = Stream.concat(Stream.of("auth", "login"), Stream.of(more));
    platform.run(arguments.toArray(String[]::new)).exits(0);
  }

  private DeviceLoginBuilder library(Map<String, String> variables) {
    return DeviceLogin.builder()
        .environment(variables("library", variables))
        .waitClock(new FakeWaitClock())
        .wallClock(new FakeClock());
  }

  /** The shared files of a login by their names; the lock is empty. */
  private Map<String, String> files(String home) throws IOException {
    Map<String, String> files = new HashMap<>();
    try (Stream<Path> all = Files.list(dir.resolve(home))) {
      for (Path file : all.toList()) {
        files.put(file.getFileName().toString(), Files.readString(file));
      }
    }
    return files;
  }

  private void assertSame(int filesOfEach) throws IOException {
    Map<String, String> ofProgram = files("program");
    assertEquals(ofProgram, files("library"));
    assertEquals(filesOfEach, ofProgram.size(), ofProgram::toString);
    assertTrue(ofProgram.get("stored_tokens").startsWith("[oauth-bob"), ofProgram::toString);
    List<FakeLoginServer.Request> all =
        hub.requests().stream().distinct().flatMap(path -> hub.requests(path).stream()).toList();
    for (FakeLoginServer.Request request : all) {
      assertEquals(2, all.stream().filter(request::equals).count(), request::toString);
    }
  }

  private void play(Layout layout) {
    if (layout == Layout.PROPOSAL) {
      playProposal();
    }
  }

  @ParameterizedTest
  @EnumSource(Layout.class)
  void serverOfTheVariables_isStoredByBothAlike(Layout layout) throws Exception {
    play(layout);
    Map<String, String> variables = Map.of("HF_ENDPOINT", hub.endpoint().toString());
    logInByProgram(variables);
    library(variables).build().login(prompt -> {});
    assertSame(3);
    String token = layout == Layout.HUB ? FakeLoginServer.ACCESS_TOKEN : "hf_proposal";
    assertEquals(token, files("library").get("token"));
  }

  @ParameterizedTest
  @EnumSource(Layout.class)
  void serverThatIsNamedByHand_isStoredByBothAlike(Layout layout) throws Exception {
    play(layout);
    logInByProgram(Map.of(), "--endpoint", hub.endpoint().toString(), "--client-id", "me");
    library(Map.of()).endpoint(hub.endpoint()).clientId("me").build().login(prompt -> {});
    assertSame(2);
  }

  @ParameterizedTest
  @EnumSource(Layout.class)
  void wishes_areMetByBothAlike(Layout layout) throws Exception {
    play(layout);
    logInByProgram(
        Map.of("HF_DEVICE_CODE_OAUTH_CLIENT_SECRET", "s"),
        "--endpoint",
        hub.endpoint().toString(),
        "--client-id",
        "me",
        "--store-as",
        "oauth-bobs",
        "--scope",
        "openid",
        "--activate");
    library(Map.of())
        .endpoint(hub.endpoint())
        .clientId("me")
        .clientSecret("s")
        .storeAs("oauth-bobs")
        .scope("openid")
        .activate(true)
        .build()
        .login(prompt -> {});
    assertSame(3);
  }
}
