package io.github.hfdevice.cli;

import static io.github.hfdevice.cli.ScriptedHub.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.github.hfdevice.DeviceLogin;
import io.github.hfdevice.DeviceLoginBuilder;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A login by the program and one by the library, at the same server: they leave the same files. */
@DisabledOnOs(OS.WINDOWS)
class LibraryFilesIT {
  private static final String EXPIRY = "(?m)^expires_at = \\d{10}$";

  @TempDir private Path dir;
  @AutoClose private final ScriptedHub hub = new ScriptedHub();
  @AutoClose private final ScriptedHub other = new ScriptedHub();

  /** Every file that is there, with its mode and all of its text but for the moment of expiry. */
  private static Map<String, String> files(Path home) throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> entries = Files.walk(home)) {
      for (Path file : entries.filter(Files::isRegularFile).toList()) {
        files.put(
            home.relativize(file).toString(),
            PosixFilePermissions.toString(Files.getPosixFilePermissions(file))
                + "\n"
                + Files.readString(file).replaceAll(EXPIRY, "expires_at = soon"));
      }
    }
    return files;
  }

  private static List<String> requests(ScriptedHub server) {
    return server.requests().stream().map(LibraryFilesIT::shown).toList();
  }

  private static String shown(LoggedRequest request) {
    return request.getMethod() + " " + request.getUrl() + " " + request.getBodyAsString();
  }

  /** Logs in both ways; gives the files, which are the same, and so are the requests. */
  private Map<String, String> assertSame(DeviceLoginBuilder library, String... arguments)
      throws Exception {
    BuiltProgram program = new BuiltProgram(dir).with("HF_ENDPOINT", hub.endpoint());
    program.run(arguments).exits(0);
    List<String> atHub = requests(hub);
    List<String> atOther = requests(other);

    Path home = dir.resolve("library");
    library
        .environment(Map.of("HF_ENDPOINT", hub.endpoint(), "HF_HOME", home.toString()))
        .build()
        .login(prompt -> {});

    Map<String, String> files = files(program.hfHome());
    assertEquals(files, files(home));
    assertEquals(atHub, newest(requests(hub), atHub.size()));
    assertEquals(atOther, newest(requests(other), atOther.size()));
    return files;
  }

  private static List<String> newest(List<String> requests, int before) {
    return requests.subList(before, requests.size());
  }

  @Test
  void login_atTheUsualLayout() throws Exception {
    Map<String, String> files = assertSame(DeviceLogin.builder(), "auth", "login");
    assertEquals("rw-------\n" + ScriptedHub.ACCESS_TOKEN, files.get("token"));
    String stored = files.get("stored_tokens");
    assertTrue(stored.startsWith("rw-------\n[oauth-bob]\n"), stored);
    assertTrue(stored.contains("token_endpoint = " + hub.endpoint() + "/oauth/token\n"), stored);
    assertTrue(stored.contains("\nexpires_at = soon\n"), stored);
  }

  @Test
  void login_atTheLayoutOfTheProposal() throws Exception {
    hub.answer("/oauth/device", json(404, "{}"))
        .answer("/oauth/token", json(404, "{}"))
        .answer("/oauth/device/code", json(200, ScriptedHub.DEVICE))
        .answer("/oauth/device/token", json(200, ScriptedHub.GRANT));
    String stored = assertSame(DeviceLogin.builder(), "auth", "login").get("stored_tokens");
    // Where a refresh goes, which that layout leaves where it was.
    assertTrue(stored.contains("token_endpoint = " + hub.endpoint() + "/oauth/token\n"), stored);
    assertEquals(2, hub.requests("/oauth/device/token").size());
    assertEquals(0, hub.requests("/oauth/token").size());
  }

  @Test
  void login_byMetadata_atAnotherServer_asAClientOfItsOwn() throws Exception {
    other
        .publishMetadata()
        .answer("/give", json(200, ScriptedHub.GRANT))
        .answer("/me", json(200, "{\"sub\":\"1\",\"preferred_username\":\"carol\"}"));
    String stored =
        assertSame(
                DeviceLogin.builder()
                    .endpoint(URI.create(other.endpoint()))
                    .discover(true)
                    .clientId("my-app")
                    .scope("openid email"),
                "auth",
                "login",
                "--endpoint",
                other.endpoint(),
                "--discover",
                "--client-id",
                "my-app",
                "--scope",
                "openid email")
            .get("stored_tokens");
    assertTrue(stored.contains("endpoint = " + other.endpoint() + "\n"), stored);
    assertTrue(stored.contains("token_endpoint = " + other.endpoint() + "/give\n"), stored);
    assertEquals(0, hub.requestCount());
  }

  @Test
  void login_elsewhere_underAName_asTheTokenInUse() throws Exception {
    assertSame(
        DeviceLogin.builder().endpoint(URI.create(other.endpoint())).storeAs("work").activate(true),
        "auth",
        "login",
        "--endpoint",
        other.endpoint(),
        "--store-as",
        "work",
        "--activate");
    assertEquals(0, hub.requestCount());
  }
}
