package io.github.hfdevice.login;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.hfdevice.store.LoginOrigin;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServersTest {
  private static final String DEFAULT = "26be6b09-91c5-47da-9861-d2d2bb7a7e36";

  private static LoginOrigin at(String endpoint, String clientId) {
    return new LoginOrigin(
        URI.create(endpoint),
        clientId,
        false,
        URI.create(endpoint + "/oauth/token"),
        Optional.empty(),
        Optional.empty(),
        false);
  }

  private static String jwt(String issuer) {
    String claims = "{\"sub\":\"x\",\"iss\":\"" + issuer + "\"}";
    byte[] json = claims.getBytes(StandardCharsets.UTF_8);
    return "hf_oauth_e30." + Base64.getUrlEncoder().withoutPadding().encodeToString(json) + ".c2ln";
  }

  @Test
  void tokenOfTheHubThatDoesNotNameIt_keepsItsOrigin_forTheVariablesMayNameAMirrorLater() {
    LoginOrigin hub = at("https://huggingface.co", DEFAULT);
    assertEquals(false, Servers.isPlain(hub, "hf_classic"));
    assertEquals(false, Servers.isPlain(hub, jwt("https://mirror.example")));
    assertEquals(true, Servers.isPlain(hub, jwt("https://huggingface.co")));
  }

  @ParameterizedTest
  @CsvSource({
    "https://huggingface.co, " + DEFAULT + ", true",
    "https://huggingface.co, mine, false",
    "https://mirror.example, " + DEFAULT + ", false",
  })
  void loginAnywhereElse_orAsAnotherClient_keepsItsOrigin(
      String endpoint, String clientId, boolean isPlain) {
    assertEquals(isPlain, Servers.isPlain(at(endpoint, clientId), jwt(endpoint)));
  }
}
