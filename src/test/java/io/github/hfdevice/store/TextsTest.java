package io.github.hfdevice.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.hfdevice.time.FakeWaitClock;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The edges of what is read, and the words of what is told. */
class TextsTest {
  private static final Path FILE = Path.of("/h/token");

  private static String told(IOException cause) {
    return StoreException.cannot("read", FILE, cause).getMessage();
  }

  @Test
  void failureOfTheSystem_isToldInWordsThatHelp() {
    assertEquals(
        "Cannot read "
            + FILE
            + ": permission denied. Check the owner and mode of it and of its folder,"
            + " or set HF_HOME to a folder of yours.",
        told(new AccessDeniedException("f")));
    assertEquals(
        "Cannot read "
            + FILE
            + ": its folder does not exist. Create it, or set HF_HOME to a folder of yours.",
        told(new NoSuchFileException("f")));
    assertTrue(told(new IOException("No space left on device")).contains(": the disk is full. "));
    assertTrue(told(new IOException("odd words")).contains(": odd words. Check it,"));
    assertTrue(told(new FileSystemException("f")).contains(": FileSystemException. Check it,"));
  }

  @Test
  void unknownName_isToldWithTheKnownOnes() {
    assertEquals(
        "No stored token is named 'c'; stored are: a, b",
        new UnknownTokenException("c", List.of("a", "b")).getMessage());
    assertEquals(
        "No stored token is named 'c'; no token is stored",
        new UnknownTokenException("c", List.of()).getMessage());
  }

  @Test
  void textForms_tellWhetherThereIsASecret_andNotTheSecret() {
    StoredToken bare = new StoredToken("n", "secret", Optional.empty(), Optional.empty());
    StoredToken full =
        new StoredToken("n", "secret", Optional.of("secret"), Optional.of(Instant.EPOCH));
    assertTrue(bare.toString().contains("accessToken=***, refreshToken=none,"), bare::toString);
    assertTrue(full.toString().contains("accessToken=***, refreshToken=***,"), full::toString);
    assertEquals(
        "TokenFiles[token=none, stored=[], damage=false]",
        new TokenFiles(Optional.empty(), List.of(), Optional.empty()).toString());
    assertEquals(
        "TokenFiles[token=***, stored=[], damage=false]",
        new TokenFiles(Optional.of("secret"), List.of(), Optional.empty()).toString());
    Optional<String> secret = Optional.of("secret");
    assertEquals(
        "Granted[accessToken=***, refreshToken=***, expiresAt=Optional.empty]",
        new PendingLogin.Granted("secret", secret, Optional.empty(), secret).toString());
    assertEquals(
        "Granted[accessToken=***, refreshToken=none, expiresAt=Optional.empty]",
        new PendingLogin.Granted("secret", Optional.empty(), Optional.empty(), secret).toString());
  }

  @Test
  void wishes_keepWhatTheyAre_underAnotherName() {
    Optional<String> scope = Optional.of("openid");
    assertEquals(
        new PendingLogin.Wishes(true, Optional.of("b"), true, scope),
        new PendingLogin.Wishes(true, Optional.of("a"), true, scope).storedAs(Optional.of("b")));
  }

  @Test
  void instant_isReadUpToTheFirstAndTheLastOne() {
    long first = Instant.MIN.getEpochSecond();
    long last = Instant.MAX.getEpochSecond();
    assertEquals(
        Optional.of(Instant.ofEpochSecond(first)), UnixSeconds.parse(Long.toString(first)));
    assertEquals(Optional.of(Instant.ofEpochSecond(last)), UnixSeconds.parse(Long.toString(last)));
    assertEquals(Optional.empty(), UnixSeconds.parse(Long.toString(first - 1)));
    assertEquals(Optional.empty(), UnixSeconds.parse(Long.toString(last + 1)));
  }

  /** What {@code str.isspace} says in Python. */
  @Test
  void whiteSpace_isThatOfPython() {
    Set<Integer> expected = new TreeSet<>();
    for (int c = '\t'; c <= '\r'; c++) {
      expected.add(c);
    }
    for (int c = 0x1c; c <= 0x20; c++) {
      expected.add(c);
    }
    for (int c = 0x2000; c <= 0x200a; c++) {
      expected.add(c);
    }
    expected.addAll(List.of(0x85, 0xa0, 0x1680, 0x2028, 0x2029, 0x202f, 0x205f, 0x3000));
    Set<Integer> found = new TreeSet<>();
    for (int c = 0; c <= Character.MAX_VALUE; c++) {
      if (PythonText.isSpace((char) c)) {
        found.add(c);
      }
    }
    assertEquals(expected, found);
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

  private static String withDefaults(int length) {
    return "[DEFAULT]\nkey = " + "v".repeat(length) + "\n[a]\n[b]\n[c]\n[d]\n";
  }

  @Test
  void defaults_mayFillAFileThatCanBeReadBack_andNoMore() throws Exception {
    int most = SecretFile.MAX_BYTES / 4 - "key".length() - " = \n".length();
    byte[] largest = withDefaults(most).getBytes(StandardCharsets.UTF_8);
    assertEquals(Set.of("a", "b", "c", "d"), IniText.parse(largest).keySet());
    byte[] larger = withDefaults(most + 1).getBytes(StandardCharsets.UTF_8);
    assertThrows(IniParseException.class, () -> IniText.parse(larger));
  }

  private static LoginOrigin origin(Optional<URI> other) {
    return new LoginOrigin(
        URI.create("https://auth.example.org"),
        "client",
        other.isPresent(),
        URI.create("https://auth.example.org/token"),
        other,
        other,
        true);
  }

  @Test
  void origin_leavesNothingOfTheOneBefore() {
    LoginOrigin before = origin(Optional.of(URI.create("https://auth.example.org/more")));
    LoginOrigin after = origin(Optional.empty());
    Map<String, String> section = new HashMap<>(Map.of("note", "kept"));
    before.writeTo(section);
    assertEquals(before, LoginOrigin.fromSection(section));
    after.writeTo(section);
    assertEquals(after, LoginOrigin.fromSection(section));
    assertEquals("kept", section.get("note"));
  }

  @Test
  void interruptWhileItWaits_endsTheReadingAgain_andStaysSet() {
    CutOff cutOff = new CutOff(new FakeWaitClock());
    Thread.currentThread().interrupt();
    assertTrue(cutOff.isReadAgain(), "what is there now counts");
    assertTrue(Thread.interrupted());
    assertFalse(cutOff.isReadAgain());
  }
}
