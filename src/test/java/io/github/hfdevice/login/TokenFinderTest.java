package io.github.hfdevice.login;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.hfdevice.hub.HubSettings;
import io.github.hfdevice.setting.SettingException;
import io.github.hfdevice.store.Activation;
import io.github.hfdevice.store.StoredToken;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The variables name no endpoint: the Hub's own is meant. */
class TokenFinderTest extends LoginFixture {
  private static final URI ELSEWHERE = URI.create("https://elsewhere.test");
  private static final Instant LATER = NOW.plusSeconds(60);

  private TokenFinder finder(Map<String, String> variables) {
    return new TokenFinder(new HubSettings(variables), store, wall);
  }

  private TokenFinder finder() {
    return finder(Map.of());
  }

  private Optional<String> found(URI endpoint) throws Exception {
    return finder().find(endpoint).map(TokenInUse::token);
  }

  private static Optional<String> token(Optional<TokenInUse> found) {
    return found.map(TokenInUse::token);
  }

  @Test
  void tokenOfAVariable_tellsItsServerAndItsEnd() {
    String token = jwt(ELSEWHERE, LATER);
    TokenInUse given = finder(Map.of("HF_TOKEN", token)).findGiven().orElseThrow();
    assertEquals(
        new TokenInUse(
            token,
            "HF_TOKEN",
            true,
            false,
            Optional.of(ELSEWHERE),
            Optional.empty(),
            Optional.of(LATER)),
        given);
  }

  @Test
  void classicTokenOfAVariable_isOneOfTheHubOfTheVariables() {
    Map<String, String> variables =
        Map.of("HUGGING_FACE_HUB_TOKEN", "hf_a", "HF_ENDPOINT", "https://mirror.test");
    TokenInUse given = finder(variables).findGiven().orElseThrow();
    assertEquals("HUGGING_FACE_HUB_TOKEN", given.source());
    assertEquals(Optional.of(URI.create("https://mirror.test")), given.server());
    assertEquals(Optional.empty(), finder().findGiven());
  }

  @Test
  void variableThatHoldsNoToken_isNamed_andNotRepeated() {
    SettingException problem =
        assertThrows(SettingException.class, () -> finder(Map.of("HF_TOKEN", "hf_ä")).findGiven());
    assertEquals("HF_TOKEN", problem.setting());
    assertFalse(problem.getMessage().contains("hf_"), problem::getMessage);
  }

  @Test
  void tokenOfAVariable_winsOverTheStoredOne() throws Exception {
    saveActive("x", "hf_stored");
    TokenFinder finder = finder(Map.of("HF_TOKEN", "hf_given"));
    assertEquals(Optional.of("hf_given"), token(finder.find(THE_HUB)));
    assertEquals(Optional.of("hf_stored"), token(finder.findStored(THE_HUB)));
    assertEquals(Optional.of("hf_stored"), found(THE_HUB));
  }

  @Test
  void nothingStored_isNothingFound() throws Exception {
    assertEquals(Optional.empty(), finder().find(THE_HUB));
    assertEquals(Optional.empty(), finder().findOf(THE_HUB));
    assertEquals(Optional.empty(), finder().findWanted(server -> true));
    assertEquals(Optional.empty(), finder().findNamed("x"));
    assertEquals(List.of(), finder().findAll());
  }

  @Test
  void tokenOfTheFile_isFoundWithItsSection() throws Exception {
    StoredToken stored =
        save(
            new StoredToken("x", "hf_a", Optional.of("r"), Optional.of(LATER)),
            Activation.TOKEN_FILE);
    assertEquals(
        Optional.of(
            new TokenInUse(
                "hf_a",
                dir.resolve("token").toString(),
                false,
                true,
                Optional.of(THE_HUB),
                Optional.of(stored),
                Optional.of(LATER))),
        finder().find(THE_HUB));
  }

  @Test
  void storedTokenOfTheServer_comesBeforeThatOfTheFile_whichIsAnothers() throws Exception {
    saveActive("x", "hf_hub");
    assertEquals(Optional.of("hf_hub"), found(ELSEWHERE));
    saveOf(ELSEWHERE, "y", "hf_there");
    TokenInUse found = finder().find(ELSEWHERE).orElseThrow();
    assertEquals("hf_there", found.token());
    assertFalse(found.isActive());
    assertEquals(dir.resolve("stored_tokens").toString(), found.source());
    assertEquals(Optional.of("hf_hub"), found(THE_HUB));
  }

  @Test
  void tokenOfAnotherServer_isNoneOfThisOne() throws Exception {
    saveActive("x", "hf_hub");
    assertEquals(Optional.empty(), finder().findOf(ELSEWHERE));
    assertEquals(Optional.of("hf_hub"), token(finder().findOf(THE_HUB)));
  }

  @Test
  void markedTokenOfAServer_isTheOneInUseThere() throws Exception {
    saveActive("x", "hf_hub");
    saveOf(ELSEWHERE, "a", "hf_1");
    saveOf(ELSEWHERE, "b", "hf_2");
    saveOf(ELSEWHERE, "c", "hf_3");
    store.activate("b", Activation.OWN_SERVER);
    assertEquals(Optional.of("hf_2"), found(ELSEWHERE));
  }

  private void saveUnmarked(String name, Instant expiresAt) {
    saveOf(ELSEWHERE, name, jwt(ELSEWHERE, expiresAt));
    write("stored_tokens", text("stored_tokens").replace("in_use = true\n", ""));
  }

  @Test
  void withoutAMark_theFirstTokenThatHasNotEnded_isTheOneInUse() throws Exception {
    saveActive("x", "hf_hub");
    saveUnmarked("a", NOW);
    assertEquals(Optional.of(jwt(ELSEWHERE, NOW)), found(ELSEWHERE));
    saveUnmarked("b", LATER);
    saveUnmarked("c", LATER.plusSeconds(60));
    assertEquals(Optional.of(jwt(ELSEWHERE, LATER)), found(ELSEWHERE));
  }

  @Test
  void withoutATokenFile_onlyAMarkCounts() throws Exception {
    saveUnmarked("a", LATER);
    assertEquals(Optional.empty(), found(ELSEWHERE));
    store.activate("a", Activation.OWN_SERVER);
    assertEquals(Optional.of(jwt(ELSEWHERE, LATER)), found(ELSEWHERE));
  }

  @Test
  void sectionOfAServerThatCannotBeRead_isOfNoServer() throws Exception {
    saveOfNobody("x", "hf_a");
    assertEquals(Optional.empty(), finder().findOf(THE_HUB));
    assertEquals(Optional.empty(), finder().findNamed("x").orElseThrow().server());
    assertEquals(Optional.empty(), finder().findWanted(server -> true));
    assertTrue(finder().isAnyOfAnother(THE_HUB));
  }

  @Test
  void tokenWithoutASection_isFoundInTheFile_withWhatItSaysItself() throws Exception {
    String alone = jwt(ELSEWHERE, LATER);
    write("token", alone);
    assertEquals(
        Optional.of(
            new TokenInUse(
                alone,
                dir.resolve("token").toString(),
                false,
                true,
                Optional.of(ELSEWHERE),
                Optional.empty(),
                Optional.of(LATER))),
        finder().find(THE_HUB));
    write("token", "hf_classic");
    assertEquals(Optional.of(THE_HUB), finder().find(THE_HUB).orElseThrow().server());
  }

  @Test
  void tokenWhoseSectionsCannotBeRead_isOfTheServerThatItNames_orOfNone() throws Exception {
    write("stored_tokens", "no section\n");
    write("token", "hf_classic");
    assertEquals(Optional.empty(), finder().find(THE_HUB).orElseThrow().server());
    write("token", jwt(ELSEWHERE, LATER));
    assertEquals(Optional.of(ELSEWHERE), finder().find(THE_HUB).orElseThrow().server());
  }

  @Test
  void endOfAToken_isThatOfItsSection_elseThatOfItsClaims() throws Exception {
    saveActive("x", jwt(THE_HUB, LATER));
    assertEquals(Optional.of(LATER), finder().findNamed("x").orElseThrow().expiresAt());
    save(
        new StoredToken("x", jwt(THE_HUB, LATER), Optional.empty(), Optional.of(NOW)),
        Activation.TOKEN_FILE);
    assertEquals(Optional.of(NOW), finder().findNamed("x").orElseThrow().expiresAt());
  }

  @Test
  void wantedServer_getsTheVariablesTokenIfItIsIts_andElseNone() throws Exception {
    saveActive("x", "hf_hub");
    TokenFinder given = finder(Map.of("HF_TOKEN", "hf_given"));
    assertEquals(Optional.of("hf_given"), token(given.findWanted(THE_HUB::equals)));
    assertEquals(Optional.empty(), given.findWanted(ELSEWHERE::equals));
  }

  @Test
  void wantedServer_getsTheTokenOfTheFileIfItIsIts_elseTheStoredOneInUseThere() throws Exception {
    saveActive("x", "hf_hub");
    saveOf(ELSEWHERE, "a", "hf_1");
    saveOf(ELSEWHERE, "b", "hf_2");
    assertEquals(Optional.of("hf_hub"), token(finder().findWanted(THE_HUB::equals)));
    assertEquals(Optional.of("hf_2"), token(finder().findWanted(ELSEWHERE::equals)));
    assertEquals(Optional.empty(), finder().findWanted(server -> false));
  }

  @Test
  void list_hasEveryTokenByName_andTellsWhichIsInTheFile() throws Exception {
    saveOf(ELSEWHERE, "a", "hf_1");
    saveActive("b", "hf_2");
    Path token = dir.resolve("token");
    assertEquals(
        List.of("hf_1 false " + dir.resolve("stored_tokens"), "hf_2 true " + token),
        finder().findAll().stream()
            .map(found -> found.token() + " " + found.isActive() + " " + found.source())
            .toList());
  }

  @Test
  void tokensOfAnotherServer_areNoticed() throws Exception {
    assertFalse(finder().isAnyOfAnother(THE_HUB));
    saveActive("a", "hf_1");
    assertFalse(finder().isAnyOfAnother(THE_HUB));
    assertTrue(finder().isAnyOfAnother(ELSEWHERE));
    saveOf(ELSEWHERE, "b", "hf_2");
    assertTrue(finder().isAnyOfAnother(THE_HUB));
  }
}
