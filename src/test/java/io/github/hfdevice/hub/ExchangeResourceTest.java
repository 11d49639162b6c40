package io.github.hfdevice.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.hfdevice.setting.SettingException;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExchangeResourceTest {
  private static Optional<ExchangeResource> of(String value) {
    return new HubSettings(Map.of("HF_OIDC_RESOURCE", value)).exchangeResource();
  }

  @ParameterizedTest
  @CsvSource({
    "acme/model-1.0_x, acme/model-1.0_x, false",
    "datasets/acme/data, datasets/acme/data, false",
    "spaces/acme/app, spaces/acme/app, false",
    "kernels/acme/k, kernels/acme/k, false",
    "ada, ada, true",
    "dataset, dataset, true",
    "' ada\n', ada, true",
  })
  void repositoriesAndUsers_areTaken(String value, String text, boolean isUser) {
    ExchangeResource resource = of(value).orElseThrow();
    assertEquals(text, resource.text());
    assertEquals(isUser, resource.isUser());
  }

  @Test
  void nameOfTheLongestLength_isTaken() {
    String name = "n".repeat(96);
    assertEquals(name, of(name).orElseThrow().text());
    assertThrows(SettingException.class, () -> of(name + "n"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "datasets",
        "datasets/data",
        "spaces/acme/app/x",
        "models/acme/m",
        "acme/m/x",
        "/acme",
        "acme/",
        "acme//m",
        "datasets//m",
        "acme/..",
        "./m",
        "acme/m m",
        "\"acme/m\"",
        "https://huggingface.co/acme/m",
        "acme/m?x",
        "acmé/m",
        "acme/m\\x",
        "None",
        "null",
      })
  void anythingElse_isRefused_withTheShapes(String value) {
    SettingException e = assertThrows(SettingException.class, () -> of(value));
    assertEquals("HF_OIDC_RESOURCE", e.setting());
    assertTrue(
        e.getMessage().startsWith("HF_OIDC_RESOURCE is \"" + value + "\", and has to be "),
        e.getMessage());
    assertTrue(e.getMessage().contains("spaces/NAMESPACE/NAME"), e.getMessage());
  }

  @Test
  void blankValue_isNone_andALongOneIsCut() {
    assertEquals(Optional.empty(), of(" "));
    assertEquals(Optional.empty(), new HubSettings(Map.of()).exchangeResource());
    SettingException e = assertThrows(SettingException.class, () -> of("x/".repeat(50_000)));
    assertTrue(e.getMessage().length() < 300, e.getMessage());
  }
}
