package io.github.hfdevice.store;

import static io.github.hfdevice.store.Activation.OWN_SERVER;
import static io.github.hfdevice.store.Activation.TOKEN_FILE;
import static io.github.hfdevice.store.StoredTokens.elsewhere;
import static io.github.hfdevice.store.StoredTokens.namesInUse;
import static io.github.hfdevice.store.StoredTokens.token;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.hfdevice.time.FakeWaitClock;
import io.github.hfdevice.time.WaitClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenStoreTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2025-11-23T10:11:12Z"), ZoneOffset.UTC);
  private static final String TWO =
      "[a]\nhf_token = hf_a\nnote = kept\n\n[b]\nhf_token = hf_b\nrefresh_token = r\n\n";

  @TempDir Path path;
  private Folder folder;
  private final List<String> warnings = new ArrayList<>();
  private TokenStore store;

  @BeforeEach
  void store() throws IOException {
    folder = new Folder(path);
    store = store(new FakeWaitClock());
  }

  private TokenStore store(WaitClock clock) throws IOException {
    return new TokenStore(
        folder.paths(),
        CLOCK,
        warnings::add,
        clock,
        TokenStore.LOCK_LIMIT,
        ChannelLock::new,
        Ownership.ofThisProcess());
  }

  private static StoredToken refreshable(
      String name, String access, String refresh, Long expiresAt) {
    return new StoredToken(
        name,
        access,
        Optional.ofNullable(refresh),
        Optional.ofNullable(expiresAt).map(Instant::ofEpochSecond));
  }

  @ParameterizedTest
  @CsvSource({
    "ok,oauth-alice,hf_oauth_0002_58b087014073bcb1430cbd78,"
        + "hf_rt_0002_7fc392b46757740f7ab3c390,1798017359",
    "ok_no_expiry_no_refresh,oauth-alice,hf_oauth_0002_ba16cb87818119465b0dc280,,",
    "ok_expiry_without_refresh,oauth-alice,hf_oauth_0002_7f086ad228dc390c8c1ee2c7,,1795432562",
    "token_percent,oauth-alice,hf_oauth_%(x)s%%50,"
        + "hf_rt_0002_64d2573a2b5867510d423559,1798017406",
    "whoami_displayName,my laptop,hf_oauth_0002_7e5314a4c26d4b5b836e99b4,"
        + "hf_rt_0002_958c25e7c98fc7a2f24360c0,1798017437",
    "whoami_name_with_bracket,oauth-a]b,hf_oauth_0002_e1bcb226ea252700c878277c,"
        + "hf_rt_0002_d874a21edeb451a3bbf0ef5a,1798017437",
  })
  void save_writesWhatHfWrites(
      String golden, String name, String access, String refresh, Long expiresAt) throws Exception {
    store.save(refreshable(name, access, refresh, expiresAt), TOKEN_FILE);
    assertGolden(golden);
    assertEquals(Optional.of(refreshable(name, access, refresh, expiresAt)), store.read().active());
    assertEquals(List.of(), warnings);
  }

  @Test
  void save_keepsOtherSections_asHfDoes() throws Exception {
    folder.write(
        "stored_tokens",
        """
        # gone
        [DEFAULT]
        d: 9
        [oauth-alice]
        hf_token = old
        more = gone
        [alpha]
        hf_token=hf_a%x
        [Zeta]
        HF_TOKEN = hf_z\r
        Extra = 1
        multi = a
             b
        """);
    store.save(
        refreshable(
            "oauth-alice",
            "hf_oauth_0002_1a41050a429092730a1987c2",
            "hf_rt_0002_2f7b7678a7d8950a4e811cda",
            1798017449L),
        TOKEN_FILE);
    assertGolden("existing_other_sections");
  }

  private void assertGolden(String golden) throws IOException {
    assertArrayEquals(
        Folder.golden(golden + "/stored_tokens"), Files.readAllBytes(folder.file("stored_tokens")));
    assertArrayEquals(Folder.golden(golden + "/token"), Files.readAllBytes(folder.file("token")));
  }

  @Test
  void save_writesForTheOwnerAlone() throws Exception {
    Folder.assumePosix(path);
    store.save(token("a", "hf_a"), TOKEN_FILE);
    assertEquals("rw-------", Folder.mode(folder.file("token")));
    assertEquals("rw-------", Folder.mode(folder.file("stored_tokens")));
    assertEquals(Set.of("stored_tokens", "stored_tokens.lock", "token"), folder.names());
  }

  @Test
  void save_whoseTokenFileFails_hasStoredTheTokenAlready() throws Exception {
    Files.createDirectory(folder.file("token"));
    assertThrows(StoreException.class, () -> store.save(token("a", "hf_a"), TOKEN_FILE));
    assertEquals("[a]\nhf_token = hf_a\n\n", folder.text("stored_tokens"));
  }

  @ParameterizedTest
  @CsvSource({
    "'hf_x\nhf_y\n', hf_xhf_y",
    "'\r\n  hf_x \t\r', hf_x",
    "'\nhf_x\nhf_y', hf_xhf_y",
    "'\rhf_x\rhf_y', hf_xhf_y",
    "'hf_x\rhf_y', hf_xhf_y",
    "'\ufeffhf_x', hf_x",
    "hf_x, hf_x",
  })
  void activeToken_isReadAsHfDoes(String text, String expected) throws Exception {
    folder.write("token", text);
    assertEquals(Optional.of(expected), store.activeToken());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "  \r\n"})
  void emptyTokenFile_meansNotLoggedIn(String text) throws Exception {
    folder.write("token", text);
    assertEquals(Optional.empty(), store.activeToken());
    assertEquals(Optional.empty(), store.read().active());
  }

  @Test
  void nothingThere_isEmpty_andReadingCreatesNothing() throws Exception {
    assertEquals(Optional.empty(), store.activeToken());
    assertEquals(Optional.empty(), store.read().active());
    assertEquals(List.of(), store.list());
    assertEquals(List.of(), store.removeAll());
    assertThrows(UnknownTokenException.class, () -> store.remove("a"));
    assertEquals(Set.of(), folder.names());
  }

  @Test
  void tokenFileThatIsJustBeingWritten_isReadAgain() throws Exception {
    folder.write("token", "");
    FakeWaitClock clock = new FakeWaitClock().duringSleep(() -> folder.write("token", "hf_a"));
    assertEquals(Optional.of("hf_a"), store(clock).activeToken());
    assertEquals(1, clock.waits().size());
  }

  @Test
  void storedTokensThatAreJustBeingWritten_areReadAgain() throws Exception {
    folder.write("stored_tokens", "[a]\nhf_tok");
    FakeWaitClock clock = new FakeWaitClock().duringSleep(() -> folder.write("stored_tokens", TWO));
    assertEquals(2, store(clock).list().size());
    assertEquals(1, clock.waits().size());
    folder.write("stored_tokens", "");
    store(clock).save(token("c", "hf_c"), TOKEN_FILE);
    assertTrue(folder.text("stored_tokens").startsWith(TWO));
    assertEquals(Set.of("stored_tokens", "stored_tokens.lock", "token"), folder.names());
  }

  @Test
  void list_isSorted_andLeavesSectionsWithoutATokenOut() throws Exception {
    folder.write(
        "stored_tokens", "[b]\nhf_token=hf_b\n[x]\nk=v\n[B]\nhf_token=hf_B\nexpires_at=7\n");
    assertEquals(List.of(refreshable("B", "hf_B", null, 7L), token("b", "hf_b")), store.list());
    assertEquals(Optional.of(token("b", "hf_b")), store.read().find("b"));
    assertEquals(Optional.empty(), store.read().find("x"));
  }

  @Test
  void tokenThatNoSectionHolds_isActiveWithoutAName() throws Exception {
    folder.write("stored_tokens", TWO);
    folder.write("token", "hf_other");
    assertEquals(Optional.empty(), store.read().active());
    assertEquals(Optional.of("hf_other"), store.activeToken());
  }

  @Test
  void filesThatOthersCanRead_areRepaired_withOneWarningEach() throws Exception {
    Folder.assumePosix(path);
    store.save(token("a", "hf_a"), TOKEN_FILE);
    Folder.setMode(folder.file("token"), "rw-r--r--");
    Folder.setMode(folder.file("stored_tokens"), "rw----r--");
    assertEquals(Optional.of(token("a", "hf_a")), store.read().active());
    assertEquals(2, warnings.size(), warnings.toString());
    assertEquals("rw-------", Folder.mode(folder.file("token")));
    assertEquals("rw-------", Folder.mode(folder.file("stored_tokens")));
  }

  @Test
  void activate_writesTheTokenFileAlone() throws Exception {
    folder.write("stored_tokens", TWO);
    assertEquals(refreshable("b", "hf_b", "r", null), store.activate("b", TOKEN_FILE));
    assertEquals("hf_b", folder.text("token"));
    assertEquals(TWO, folder.text("stored_tokens"));
  }

  @Test
  void unknownName_isAnsweredWithTheKnownOnes() {
    folder.write("stored_tokens", TWO);
    UnknownTokenException e =
        assertThrows(UnknownTokenException.class, () -> store.activate("c", TOKEN_FILE));
    assertEquals("c", e.name());
    assertEquals(List.of("a", "b"), e.knownNames());
    assertEquals("No stored token is named 'c'; stored are: a, b", e.getMessage());
    assertEquals(
        "No stored token is named 'c'; no token is stored",
        new UnknownTokenException("c", List.of()).getMessage());
    assertThrows(UnknownTokenException.class, () -> store.remove("c"));
    assertEquals(TWO, folder.text("stored_tokens"));
  }

  @Test
  void remove_takesTheSection_andTheTokenFileOnlyIfItHeldThatToken() throws Exception {
    folder.write("stored_tokens", TWO);
    folder.write("token", "hf_b");
    assertEquals(token("a", "hf_a"), store.remove("a"));
    assertEquals("[b]\nhf_token = hf_b\nrefresh_token = r\n\n", folder.text("stored_tokens"));
    assertEquals("hf_b", folder.text("token"));
    assertEquals(refreshable("b", "hf_b", "r", null), store.remove("b"));
    assertEquals(Set.of("stored_tokens.lock"), folder.names());
  }

  @Test
  void removeAll_keepsOnlySectionsWithoutAToken() throws Exception {
    folder.write("stored_tokens", TWO + "[mine]\nk = v\n\n[multi]\nhf_token = x\n  y\n");
    folder.write("token", "hf_other");
    assertEquals(
        List.of(token("a", "hf_a"), refreshable("b", "hf_b", "r", null)), store.removeAll());
    assertEquals("[mine]\nk = v\n\n", folder.text("stored_tokens"));
    assertFalse(Files.exists(folder.file("token")));
  }

  @Test
  void removeAll_removesBothFiles() throws Exception {
    store.save(token("a", "hf_a"), TOKEN_FILE);
    store.removeAll();
    assertEquals(Set.of("stored_tokens.lock"), folder.names());
  }

  @Test
  void replaceRefreshed_keepsOtherKeys_andFollowsInTheTokenFile() throws Exception {
    folder.write("stored_tokens", "[a]\nhf_token = hf_a\nnote = kept\nexpires_at = 5\n\n");
    folder.write("token", "hf_a");
    StoredToken after = refreshable("a", "hf_new", "r2", null);
    assertTrue(store.replaceRefreshed(token("a", "hf_a"), after));
    assertEquals(
        "[a]\nhf_token = hf_new\nnote = kept\nrefresh_token = r2\n\n",
        folder.text("stored_tokens"));
    assertEquals("hf_new", folder.text("token"));
  }

  @Test
  void replaceRefreshed_leavesATokenFileThatHoldsAnother() throws Exception {
    folder.write("stored_tokens", TWO);
    folder.write("token", "hf_b");
    assertTrue(store.replaceRefreshed(token("a", "hf_a"), token("a", "hf_new")));
    assertEquals("hf_b", folder.text("token"));
    assertEquals(Optional.of(token("a", "hf_new")), store.read().find("a"));
  }

  @Test
  void replaceRefreshed_changesNothing_whenAnotherLoginTookTheName() throws Exception {
    folder.write("stored_tokens", TWO);
    assertFalse(store.replaceRefreshed(token("a", "hf_old"), token("a", "hf_new")));
    assertEquals(TWO, folder.text("stored_tokens"));
  }

  @Test
  void replaceRefreshed_writesTheSectionThatIsGone_soThatNoTokenIsLost() throws Exception {
    folder.write("stored_tokens", "[b]\nhf_token = hf_b\n");
    assertTrue(store.replaceRefreshed(token("a", "hf_a"), token("a", "hf_new")));
    assertEquals(List.of(token("a", "hf_new"), token("b", "hf_b")), store.list());
  }

  @Test
  void save_ofATokenOfAnotherServer_marksItsSection_andLeavesTheTokenFile() throws Exception {
    store.save(token("hub", "hf_hub"), TOKEN_FILE);
    store.save(elsewhere("one", "x1", "https://one.example"), OWN_SERVER);
    store.save(elsewhere("two", "x2", "https://two.example"), OWN_SERVER);
    assertEquals("hf_hub", folder.text("token"));
    assertEquals(Set.of("one", "two"), namesInUse(store));
    store.save(elsewhere("new", "x3", "HTTPS://One.Example:443/"), OWN_SERVER);
    assertEquals(Set.of("new", "two"), namesInUse(store), "one of each server");
    assertEquals("hf_hub", folder.text("token"));
    assertEquals(Optional.of(token("hub", "hf_hub")), store.read().find("hub"));
  }

  @Test
  void activate_ofATokenOfAnotherServer_movesTheMarkAlone() throws Exception {
    store.save(token("hub", "hf_hub"), TOKEN_FILE);
    store.save(elsewhere("a", "x1", "https://one.example"), OWN_SERVER);
    store.save(elsewhere("b", "x2", "https://one.example"), OWN_SERVER);
    assertEquals(Set.of("b"), namesInUse(store));
    StoredToken active = store.activate("a", OWN_SERVER);
    assertTrue(active.notes().inUse());
    assertEquals(Optional.of(active), store.read().find("a"));
    assertEquals(Set.of("a"), namesInUse(store));
    assertEquals("hf_hub", folder.text("token"));
    store.activate("a", TOKEN_FILE);
    assertEquals("x1", folder.text("token"));
    assertEquals(Set.of("a"), namesInUse(store));
  }

  @Test
  void markOfUse_outlivesARefresh_andGoesWithANewLogin() throws Exception {
    StoredToken login = elsewhere("a", "x1", "https://one.example");
    store.save(login, OWN_SERVER);
    StoredToken before = store.read().find("a").orElseThrow();
    StoredToken after = before.refreshed("x2", Optional.of("r"), Optional.empty());
    assertTrue(store.replaceRefreshed(before, after));
    assertEquals(Optional.of(after), store.read().find("a"));
    assertTrue(after.notes().inUse());
    store.save(login, TOKEN_FILE);
    assertEquals(Optional.of(login), store.read().find("a"));
  }

  @Test
  void read_seesBothFilesAtOneMoment() throws Exception {
    store.save(token("a", "hf_a"), TOKEN_FILE);
    folder.write("stored_tokens", "[a]\nhf_token = hf_new\n\n");
    OsLocks otherProcessEnds =
        file -> {
          folder.write("token", "hf_new");
          return new ChannelLock(file);
        };
    TokenStore reader =
        new TokenStore(
            folder.paths(),
            CLOCK,
            warnings::add,
            new FakeWaitClock(),
            TokenStore.LOCK_LIMIT,
            otherProcessEnds,
            Ownership.ofThisProcess());
    TokenFiles files = reader.read();
    assertEquals(Optional.of("hf_new"), files.token());
    assertEquals(Optional.of(token("a", "hf_new")), files.active());
  }

  @Test
  void read_countsAsItIs_whereNothingCanBeLocked() throws Exception {
    folder.write("stored_tokens", TWO);
    folder.write("token", "hf_other");
    Files.createDirectory(folder.file("stored_tokens.lock"));
    TokenFiles files = store.read();
    assertEquals(Optional.of("hf_other"), files.token());
    assertEquals(2, files.stored().size());
    assertEquals(List.of(), warnings);
  }

  @Test
  void read_countsAsItIs_whenInterruptedWhileItWaits() throws Exception {
    folder.write("stored_tokens", TWO);
    folder.write("token", "hf_other");
    Thread.currentThread().interrupt();
    TokenFiles files = store.read();
    assertTrue(Thread.interrupted());
    assertEquals(Optional.of("hf_other"), files.token());
    assertEquals(2, files.stored().size());
  }

  @Test
  void read_takesNoLock_whereTheFilesAgree() throws Exception {
    folder.write("stored_tokens", TWO);
    assertEquals(Optional.empty(), store.read().active());
    folder.write("token", "hf_b");
    assertEquals(Optional.of("b"), store.read().active().map(StoredToken::name));
    folder.write("stored_tokens", "");
    assertEquals(Optional.empty(), store.read().active());
    assertEquals(Set.of("stored_tokens", "token"), folder.names());
  }

  @Test
  void textOfBothFiles_showsNoToken() throws Exception {
    store.save(refreshable("a", "hf_secret", "r_secret", null), TOKEN_FILE);
    String text = store.read().toString();
    assertFalse(text.contains("secret"), text);
    assertTrue(text.startsWith("TokenFiles[token=***, stored=[StoredToken[name=a,"), text);
    store.removeAll();
    assertEquals("TokenFiles[token=none, stored=[], damage=false]", store.read().toString());
  }

  @Test
  void failure_tellsProblemAndRemedyApart() throws Exception {
    Files.createDirectory(folder.file("token"));
    StoreException e = assertThrows(StoreException.class, store::read);
    assertEquals("Cannot read " + folder.file("token") + ": it is a folder", e.problem());
    assertTrue(e.remedy().orElseThrow().startsWith("Set HF_HOME"), e.remedy().toString());
    assertEquals(e.problem() + ". " + e.remedy().orElseThrow(), e.getMessage());
  }

  /** Another process has the lock and never gives it back. */
  private TokenStore busyStore() throws IOException {
    OsLocks never =
        file ->
            new OsLock() {
              @Override
              public boolean tryHold() {
                return false;
              }

              @Override
              public void close() {}
            };
    return new TokenStore(
        folder.paths(),
        CLOCK,
        warnings::add,
        new FakeWaitClock(),
        TokenStore.LOCK_LIMIT,
        never,
        Ownership.ofThisProcess());
  }

  @Test
  void everyChange_waitsForTheLock() throws Exception {
    folder.write("stored_tokens", TWO);
    folder.write("token", "hf_b");
    TokenStore busy = busyStore();
    for (Executable change :
        List.<Executable>of(
            () -> busy.save(token("c", "hf_c"), TOKEN_FILE),
            () -> busy.save(token("c", "hf_c"), OWN_SERVER),
            () -> busy.activate("a", TOKEN_FILE),
            () -> busy.activate("a", OWN_SERVER),
            () -> busy.replaceRefreshed(token("a", "hf_a"), token("a", "hf_new")),
            () -> busy.remove("a"),
            busy::removeAll,
            busy::lock)) {
      StoreException e = assertThrows(StoreException.class, change);
      assertTrue(e.problem().contains("another process has held it for 30 s"), e.problem());
    }
    assertEquals(TWO, folder.text("stored_tokens"));
    assertEquals("hf_b", folder.text("token"));
    assertFalse(busy.isLockFree());
    assertTrue(store.isLockFree());
  }

  @Test
  void logoutWhoseTokenFileStays_leavesStoredTokens() throws Exception {
    folder.write("stored_tokens", TWO);
    Files.createDirectory(folder.file("token"));
    assertThrows(StoreException.class, store::removeAll);
    assertThrows(StoreException.class, () -> store.remove("a"));
    assertEquals(TWO, folder.text("stored_tokens"));
  }

  @Test
  void nameThatIsTooLong_isRefused_unlessItIsThere() throws Exception {
    String longest = "n".repeat(256);
    store.save(token(longest, "hf_a"), TOKEN_FILE);
    StoredToken longer = token(longest + "n", "hf_b");
    assertThrows(IllegalArgumentException.class, () -> store.save(longer, TOKEN_FILE));
    folder.write("stored_tokens", "[" + longer.name() + "]\nhf_token = hf_old\n\n");
    store.save(longer, TOKEN_FILE);
    assertEquals(List.of(longer), store.list());
  }

  @Test
  void whatCouldNotBeReadBack_isNotWritten() throws Exception {
    folder.write("stored_tokens", TWO);
    StringBuilder full = new StringBuilder("[mine]\n");
    for (int i = 0; i < 62; i++) {
      full.append("k").append(i).append(" = ").append("v".repeat(64 << 10)).append('\n');
    }
    folder.write("stored_tokens", full + "\n" + TWO);
    StoredToken large = token("c", "c".repeat(64 << 10));
    StoredToken larger = token("d", "d".repeat(64 << 10));
    store.save(large, TOKEN_FILE);
    String before = folder.text("stored_tokens");
    StoreException e = assertThrows(StoreException.class, () -> store.save(larger, TOKEN_FILE));
    assertTrue(e.problem().contains("too large to be read again"), e.problem());
    assertEquals(before, folder.text("stored_tokens"));
    assertEquals("c", store.read().active().orElseThrow().name());
  }

  @Test
  void lock_canBeNested_andCoversTheStoresOwnMethods() throws Exception {
    HeldLock held = store.lock();
    try (held) {
      store.save(token("a", "hf_a"), TOKEN_FILE);
      store.replaceRefreshed(token("a", "hf_a"), token("a", "hf_b"));
      assertEquals(Optional.of("hf_b"), store.activeToken());
    }
  }

  @Test
  void lock_storesWhatARefreshGave_evenWhenInterruptedMeanwhile() throws Exception {
    store.save(token("a", "hf_a"), TOKEN_FILE);
    HeldLock held = store.lock();
    try (held) {
      Thread.currentThread().interrupt();
      store.replaceRefreshed(token("a", "hf_a"), token("a", "hf_new"));
    }
    assertTrue(Thread.interrupted());
    assertEquals("hf_new", folder.text("token"));
  }

  @Test
  void checkWritable_createsTheFolder_andLeavesNothingInIt() throws Exception {
    Folder inner = new Folder(folder.file("a/b"));
    new TokenStore(inner.paths(), CLOCK, warnings::add).checkWritable();
    assertEquals(Set.of(), inner.names());
  }

  @ParameterizedTest
  @ValueSource(strings = {"token", "stored_tokens", "stored_tokens.lock"})
  void checkWritable_refusesAFolderInPlaceOfAnyFile(String name) throws Exception {
    Files.createDirectory(folder.file(name));
    StoreException e = assertThrows(StoreException.class, store::checkWritable);
    assertEquals(Optional.of(folder.file(name)), e.path());
    assertEquals(Set.of(name), folder.names());
  }

  @Test
  void corruptFile_leavesTheActiveTokenUsable_andChangesNothing() throws Exception {
    folder.write("stored_tokens", "[a]\nhf_secret\n");
    folder.write("token", "hf_a");
    assertEquals(Optional.of("hf_a"), store.activeToken());
    TokenFiles files = store.read();
    assertEquals(Optional.of("hf_a"), files.token());
    assertEquals(List.of(), files.stored());
    assertTrue(files.damage().orElseThrow().getMessage().contains("line 2"));
    assertEquals(files.damage().isPresent(), store.read().damage().isPresent());
    assertEquals(1, warnings.size());
    assertTrue(warnings.get(0).contains("line 2"), warnings.toString());
    assertFalse(warnings.get(0).contains("hf_secret"), warnings.toString());
    assertThrows(CorruptStoreException.class, store::list);
    assertThrows(CorruptStoreException.class, () -> store.activate("a", TOKEN_FILE));
    assertThrows(CorruptStoreException.class, () -> store.remove("a"));
    assertEquals("[a]\nhf_secret\n", folder.text("stored_tokens"));
  }

  @Test
  void corruptFile_isReadAgain_forATenthOfASecond_beforeItIsBelieved() throws Exception {
    folder.write("stored_tokens", "corrupt");
    FakeWaitClock clock = new FakeWaitClock();
    assertThrows(CorruptStoreException.class, () -> store(clock).list());
    assertEquals(Duration.ofMillis(100), clock.waited());
  }

  @Test
  void corruptFile_isKeptByALogin_underANameOfItsOwn() throws Exception {
    folder.write("stored_tokens", "\ufeffnot ini");
    folder.write("stored_tokens.corrupt-20251123T101112Z", "earlier");
    store.save(token("a", "hf_a"), TOKEN_FILE);
    assertEquals("earlier", folder.text("stored_tokens.corrupt-20251123T101112Z"));
    assertEquals("\ufeffnot ini", folder.text("stored_tokens.corrupt-20251123T101112Z-2"));
    assertEquals("[a]\nhf_token = hf_a\n\n", folder.text("stored_tokens"));
    assertEquals(1, warnings.size());
    assertTrue(warnings.get(0).contains("corrupt-20251123T101112Z-2"), warnings.toString());
  }

  @Test
  void corruptFile_isKeptByALogoutOfAll() throws Exception {
    Folder.assumePosix(path);
    Files.write(folder.file("stored_tokens"), new byte[] {'[', (byte) 0xff});
    folder.write("token", "hf_a");
    assertEquals(List.of(), store.removeAll());
    Path kept = folder.file("stored_tokens.corrupt-20251123T101112Z");
    assertArrayEquals(new byte[] {'[', (byte) 0xff}, Files.readAllBytes(kept));
    assertEquals("rw-------", Folder.mode(kept));
    assertEquals(Set.of(kept.getFileName().toString(), "stored_tokens.lock"), folder.names());
  }

  @Test
  void links_areFollowedByEveryChange() throws Exception {
    Files.createDirectory(folder.file("real"));
    folder.write("real/s", TWO);
    Files.createSymbolicLink(folder.file("stored_tokens"), Path.of("real/s"));
    Files.createSymbolicLink(folder.file("token"), Path.of("real/t"));
    store.save(token("c", "hf_c"), TOKEN_FILE);
    assertEquals(TWO + "[c]\nhf_token = hf_c\n\n", folder.text("real/s"));
    assertEquals("hf_c", folder.text("real/t"));
    store.removeAll();
    assertEquals(Set.of("s.lock"), new Folder(folder.file("real")).names());
    assertTrue(Files.exists(folder.file("token"), LinkOption.NOFOLLOW_LINKS));
  }

  @Test
  void tokenFileThatIsNoText_isAnErrorWithItsPath() throws Exception {
    Files.write(folder.file("token"), new byte[] {(byte) 0xff, 'x'});
    StoreException e = assertThrows(StoreException.class, store::activeToken);
    assertEquals(Optional.of(folder.file("token")), e.path());
  }

  @Test
  void manyThreads_loseNoLogin() throws Exception {
    List<Thread> threads = new ArrayList<>();
    List<Throwable> failures = java.util.Collections.synchronizedList(new ArrayList<>());
    TokenStore shared = new TokenStore(folder.paths(), CLOCK, warnings::add);
    for (int i = 0; i < 8; i++) {
      StoredToken login = token("t" + i, "hf_" + i);
      Thread thread =
          new Thread(
              () -> {
                try {
                  shared.save(login, TOKEN_FILE);
                } catch (IOException | RuntimeException e) {
                  failures.add(e);
                }
              });
      threads.add(thread);
      thread.start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertEquals(List.of(), failures);
    assertEquals(8, shared.list().size());
    assertTrue(shared.read().active().isPresent());
    assertEquals(
        8,
        new String(Files.readAllBytes(folder.file("stored_tokens")), StandardCharsets.UTF_8)
                .split("hf_token", -1)
                .length
            - 1);
  }
}
