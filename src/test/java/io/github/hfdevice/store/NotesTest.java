package io.github.hfdevice.store;

import static io.github.hfdevice.store.Activation.OWN_SERVER;
import static io.github.hfdevice.store.Activation.TOKEN_FILE;
import static io.github.hfdevice.store.StoredTokens.namesInUse;
import static io.github.hfdevice.store.StoredTokens.token;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What this program notes of a stored token in its section. */
class NotesTest {
  private static final String STORED =
      "[a]\nhf_token = hf_a\nnote = kept\n\n[b]\nhf_token = hf_b\n\n";
  private static final Instant FAILED_AT = Instant.ofEpochSecond(1_700_000_000);

  @TempDir Path root;
  private Folder folder;
  private TokenStore store;
  private final List<String> warnings = new ArrayList<>();

  @BeforeEach
  void store() throws IOException {
    folder = new Folder(Files.createDirectory(root.resolve("f")));
    Folder.setMode(folder.path(), "rwx------");
    store = Folder.store(folder.paths(), warnings::add);
  }

  private static StoredToken elsewhere(String name, String endpoint) {
    return StoredTokens.elsewhere(name, "x_" + name, endpoint);
  }

  private StoredToken stored(String name) throws StoreException {
    return store.read().find(name).orElseThrow();
  }

  @Test
  void note_addsToTheTokensSectionAlone() throws Exception {
    folder.write("stored_tokens", STORED);
    StoredToken.Notes refused = stored("a").notes().ofRefused();
    store.note(stored("a"), refused);
    assertEquals(STORED.replace("kept\n", "kept\nrefused = true\n"), folder.text("stored_tokens"));
    assertEquals(refused, stored("a").notes());
    StoredToken.Notes failed = refused.ofFailedRefresh(FAILED_AT);
    store.note(stored("a"), failed);
    assertEquals(
        STORED.replace("kept\n", "kept\nrefused = true\nrefresh_failed_at = 1700000000\n"),
        folder.text("stored_tokens"));
    assertEquals(failed, stored("a").notes());
    store.note(stored("a"), StoredToken.Notes.NONE);
    assertEquals(STORED, folder.text("stored_tokens"));
  }

  @Test
  void note_ofATokenThatIsThereNoMore_changesNothing() throws Exception {
    folder.write("stored_tokens", STORED);
    store.note(token("a", "hf_before"), StoredToken.Notes.NONE.ofRefused());
    store.note(token("none", "hf_a"), StoredToken.Notes.NONE.ofRefused());
    assertEquals(STORED, folder.text("stored_tokens"));
  }

  @Test
  void refresh_endsWhatWasNotedOfTheTokenBefore_butNotItsMark() throws Exception {
    folder.write(
        "stored_tokens",
        "[a]\nhf_token = hf_a\nin_use = true\nrefused = true\nrefresh_failed_at = 5\n\n");
    StoredToken before = stored("a");
    StoredToken after = before.refreshed("hf_new", Optional.empty(), Optional.empty());
    assertTrue(store.replaceRefreshed(before, after));
    assertEquals("[a]\nhf_token = hf_new\nin_use = true\n\n", folder.text("stored_tokens"));
  }

  @Test
  void token_isOfTheServerOfAnother_whenBothSectionsSayTheSame() {
    StoredToken hub = token("hub", "hf_hub");
    StoredToken one = elsewhere("one", "https://one.example");
    assertTrue(hub.isOfServerOf(token("other", "hf_other")));
    assertFalse(hub.isOfServerOf(one));
    assertFalse(one.isOfServerOf(hub));
    assertTrue(one.isOfServerOf(elsewhere("same", "https://ONE.example:443/")));
    assertFalse(one.isOfServerOf(elsewhere("two", "https://two.example")));
    assertFalse(
        elsewhere("zero", "http://one.example:0")
            .isOfServerOf(elsewhere("a", "http://one.example")));
  }

  @Test
  void loginForTheTokenFile_takesTheMarkOfItsServer_andNoOther() throws Exception {
    store.save(elsewhere("one", "https://one.example"), OWN_SERVER);
    store.save(elsewhere("two", "https://two.example"), TOKEN_FILE);
    assertEquals(Set.of("one"), namesInUse(store));
    store.save(elsewhere("new", "https://one.example"), TOKEN_FILE);
    assertEquals(Set.of("new"), namesInUse(store));
    assertTrue(store.activate("one", TOKEN_FILE).notes().inUse());
    assertEquals(Set.of("one"), namesInUse(store));
    assertFalse(store.activate("two", TOKEN_FILE).notes().inUse());
    assertEquals(Set.of("one"), namesInUse(store));
  }
}
