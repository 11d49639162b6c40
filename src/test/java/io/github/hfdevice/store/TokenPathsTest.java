package io.github.hfdevice.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.hfdevice.setting.SettingException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenPathsTest {
  private static final Optional<Path> HOME = Optional.of(Path.of("/home/alice"));

  private static TokenPaths resolve(Map<String, String> env) throws StoreException {
    return TokenPaths.resolve(env, HOME);
  }

  @Test
  void nothingSet_isTheCacheOfTheHome() throws Exception {
    TokenPaths paths = resolve(Map.of());
    assertEquals(Path.of("/home/alice/.cache/huggingface/token"), paths.token());
    assertEquals(Path.of("/home/alice/.cache/huggingface/stored_tokens"), paths.storedTokens());
    assertEquals(Path.of("/home/alice/.cache/huggingface/stored_tokens.lock"), paths.lock());
    assertEquals(Path.of("/home/alice/.cache/huggingface/device_login"), paths.pendingLogin());
    assertEquals("home", paths.source());
  }

  @Test
  void tokenPath_winsOverHfHome_andMovesTheOtherFilesToo() throws Exception {
    TokenPaths paths =
        resolve(Map.of("HF_TOKEN_PATH", "/t/my", "HF_HOME", "/h", "XDG_CACHE_HOME", "/x"));
    assertEquals(Path.of("/t/my"), paths.token());
    assertEquals(Path.of("/t/stored_tokens"), paths.storedTokens());
    assertEquals("HF_TOKEN_PATH", paths.source());
  }

  @Test
  void hfHome_winsOverXdg() throws Exception {
    TokenPaths paths = resolve(Map.of("HF_HOME", "/h", "XDG_CACHE_HOME", "/x"));
    assertEquals(Path.of("/h/token"), paths.token());
    assertEquals("HF_HOME", paths.source());
  }

  @Test
  void xdg_hasItsOwnFolder() throws Exception {
    TokenPaths paths = resolve(Map.of("XDG_CACHE_HOME", "/x"));
    assertEquals(Path.of("/x/huggingface/token"), paths.token());
    assertEquals("XDG_CACHE_HOME", paths.source());
  }

  @Test
  void emptyVariables_countAsUnset() throws Exception {
    TokenPaths paths = resolve(Map.of("HF_TOKEN_PATH", "", "HF_HOME", "", "XDG_CACHE_HOME", ""));
    assertEquals("home", paths.source());
    assertEquals(3, paths.warnings().size(), paths.warnings().toString());
    assertTrue(
        paths.warnings().get(1).startsWith("HF_HOME is empty, which counts as unset here"),
        paths.warnings().toString());
  }

  @Test
  void variableThatIsNotSet_staysAsItIs_withAWarningThatNamesIt() throws Exception {
    TokenPaths paths = resolve(Map.of("HF_HOME", "/data/${NONE}/hf"));
    assertEquals(Path.of("/data/${NONE}/hf/token"), paths.token());
    assertEquals(1, paths.warnings().size());
    assertTrue(
        paths.warnings().get(0).startsWith("HF_HOME names ${NONE}, and no such variable is set"),
        paths.warnings().toString());
    assertEquals(1, resolve(Map.of("HF_TOKEN_PATH", "$NONE/t")).warnings().size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/h ", " /h"})
  void blankAtTheEdge_isTold(String value) throws Exception {
    assertEquals(
        "HF_HOME begins or ends with a blank, which is a part of the path",
        resolve(Map.of("HF_HOME", value)).warnings().get(0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/h\r", "/h\n", "/h\tx", "\u001b/h"})
  void lineEndInAPath_isRefused(String value) {
    SettingException e =
        assertThrows(SettingException.class, () -> resolve(Map.of("HF_TOKEN_PATH", value)));
    assertTrue(
        e.getMessage().startsWith("HF_TOKEN_PATH holds a line end or a control character"),
        e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"/h\"", "'/h'", "\"/h", "'/h", "/h\"", "`/h`", "\""})
  void quotes_areRefused_alsoOnOneSide(String value) {
    SettingException e =
        assertThrows(SettingException.class, () -> resolve(Map.of("HF_HOME", value)));
    assertEquals(
        "HF_HOME is in quotes, which are a part of it. Write it without them", e.getMessage());
  }

  @Test
  void apostropheInAFoldersName_isItsOwn() throws Exception {
    assertEquals(List.of(), resolve(Map.of("HF_HOME", "/the users'")).warnings());
  }

  @Test
  void emptyVariableThatIsNotLookedAt_isNoMatter() throws Exception {
    assertEquals(List.of(), resolve(Map.of("HF_TOKEN_PATH", "/t", "HF_HOME", "")).warnings());
    assertEquals(List.of(), resolve(Map.of()).warnings());
  }

  @Test
  void relativePath_isAgainstTheCurrentFolder_withAWarning() throws Exception {
    TokenPaths paths = resolve(Map.of("HF_HOME", "some/where"));
    assertEquals(Path.of("some/where/token").toAbsolutePath(), paths.token());
    assertEquals(1, paths.warnings().size());
    assertTrue(
        paths.warnings().get(0).contains(Path.of("some/where").toAbsolutePath().toString()),
        paths.warnings().toString());
  }

  @ParameterizedTest
  @CsvSource({
    "~, /home/alice",
    "~/a, /home/alice/a",
    "/a/~/b, /a/~/b",
    "$A/b, /va/b",
    "${A}/b, /va/b",
    "/x$A, /x/va",
    "/$A$B, //vavb",
    "/${A}${B}, //vavb",
    "/$none/${none}/x, /$none/${none}/x",
    "/${A, /${A",
    "/$/a, /$/a",
    "/$$B, /$vb",
    "/${}/a, /${}/a",
    "/$A.txt, //va.txt",
    "/${none$B}, /${none$B}",
    "/trail$, /trail$",
  })
  void tildeAndVariables_areExpandedAsPythonDoes(String value, String expected) throws Exception {
    Map<String, String> env = Map.of("HF_TOKEN_PATH", value + "/t", "A", "/va", "B", "vb");
    assertEquals(Path.of(expected + "/t"), resolve(env).token());
  }

  /** As a text, because a Java in another locale has no path with such a character. */
  @Test
  void letterThatIsNotAscii_endsAVariablesName() throws Exception {
    PathExpansion expansion = new PathExpansion(Map.of("B", "vb"), null);
    assertEquals("/vbé", expansion.expand("HF_HOME", "/$Bé"));
  }

  @Test
  void manyOpenBraces_takeNoLongerThanTheyAreMany() throws Exception {
    String value = "${".repeat(60_000);
    assertTimeoutPreemptively(
        Duration.ofSeconds(10),
        () -> assertEquals(value, new PathExpansion(Map.of(), null).expand("HF_HOME", value)));
  }

  @Test
  void variableInAVariable_isExpandedForHfHomeButNotForTheTokenPath() throws Exception {
    Map<String, String> values = Map.of("A", "/$B", "B", "b");
    assertEquals(
        Path.of("/b/token"), resolve(Map.of("HF_HOME", "$A", "A", "/$B", "B", "b")).token());
    assertEquals(
        Path.of("/$B/t"),
        resolve(Map.of("HF_TOKEN_PATH", "$A/t", "A", values.get("A"), "B", "b")).token());
  }

  @Test
  void noHomeGiven_takesHomeOfTheEnvironment() throws Exception {
    TokenPaths paths = TokenPaths.resolve(Map.of("HOME", "/root"), Optional.empty());
    assertEquals(Path.of("/root/.cache/huggingface/token"), paths.token());
  }

  @Test
  void noHomeAtAll_saysWhichVariableToSet() {
    StoreException e =
        assertThrows(StoreException.class, () -> TokenPaths.resolve(Map.of(), Optional.empty()));
    assertTrue(e.getMessage().contains("Set HF_HOME"), e.getMessage());
    assertEquals(Optional.empty(), e.path());
  }

  @ParameterizedTest
  @ValueSource(strings = {"C:", "c:x", "1:/x", "x'"})
  @DisabledOnOs(OS.WINDOWS)
  void oddName_isARelativePathAllTheSame(String value) throws Exception {
    TokenPaths paths = resolve(Map.of("HF_HOME", value));
    assertEquals(Path.of(value, "token").toAbsolutePath(), paths.token());
    assertEquals(1, paths.warnings().size());
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "HF_HOME,~bob/x",
        "HF_TOKEN_PATH,/",
        "HF_TOKEN_PATH,/x/stored_tokens",
        "HF_TOKEN_PATH,/x/stored_tokens.lock",
        "HF_TOKEN_PATH,/x/device_login",
        "HF_HOME,'/data/hf'",
        "HF_HOME,\"/data/hf\"",
        "XDG_CACHE_HOME,'~/cache'",
        "HF_TOKEN_PATH,'token'",
        "HF_HOME,C:\\Users\\alice",
        "HF_TOKEN_PATH,d:/token",
      })
  void unusableValue_isRefusedWithTheVariablesName(String variable, String value) {
    SettingException e =
        assertThrows(SettingException.class, () -> resolve(Map.of(variable, value)));
    assertEquals(variable, e.setting());
    assertTrue(e.getMessage().contains(variable), e.getMessage());
  }

  @Test
  void pathThatJavaRefuses_isAnUnusableSetting() {
    assertThrows(SettingException.class, () -> resolve(Map.of("HF_HOME", "/a\0b")));
  }

  @Test
  void tokenInThePlaceOfAPath_isNotRepeated() {
    SettingException e =
        assertThrows(
            SettingException.class,
            () ->
                TokenPaths.resolve(
                    Map.of("HF_TOKEN_PATH", "hf_abcdefghijklmnopqrstuvwxyz"), Optional.empty()));
    assertEquals(
        "HF_TOKEN_PATH holds what looks like a token, and is for a path. A token goes into HF_TOKEN",
        e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "z", "A", "Z", "0", "9", "_", "aZ_09"})
  void nameOfAVariable_hasLettersDigitsAndLowLines(String name) throws Exception {
    PathExpansion expansion = new PathExpansion(Map.of(name, "v"), null);
    assertEquals("/v", expansion.expand("HF_HOME", "/$" + name));
    for (char other : "`{@[/:-".toCharArray()) {
      assertEquals("/v" + other, expansion.expand("HF_HOME", "/$" + name + other));
    }
  }
}
