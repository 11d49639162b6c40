package io.github.hfdevice.store;

import static io.github.hfdevice.store.Activation.OWN_SERVER;
import static io.github.hfdevice.store.Activation.TOKEN_FILE;
import static io.github.hfdevice.store.StoredTokens.token;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the store proves and mends before it is used. */
class StoreChecksTest {
  @TempDir Path root;
  private Folder folder;
  private TokenPaths paths;
  private TokenStore store;
  private final List<String> warnings = new ArrayList<>();

  @BeforeEach
  void store() throws IOException {
    folder = new Folder(Files.createDirectory(root.resolve("f")));
    Folder.setMode(folder.path(), "rwx------");
    paths = folder.paths();
    store = Folder.store(paths, warnings::add);
  }

  @Test
  void paths_areThoseThatItWasGiven() {
    assertSame(paths, store.paths());
  }

  @ParameterizedTest
  @ValueSource(strings = {"token", "stored_tokens"})
  void checkWritable_saysThatItCannotWrite(String name) throws Exception {
    Files.createDirectory(folder.file(name));
    StoreException e = assertThrows(StoreException.class, store::checkWritable);
    assertEquals("Cannot write " + folder.file(name) + ": it is a folder", e.problem());
  }

  @ParameterizedTest
  @ValueSource(strings = {"token", "stored_tokens"})
  void checkOwn_judgesEachFile_whereverItsLinkLeads(String name) throws Exception {
    Folder.assumePosix(root);
    store.checkOwn();
    folder.write("token", "hf_a");
    folder.write("stored_tokens", "[a]\nhf_token = hf_a\n\n");
    store.checkOwn();
    Folder open = new Folder(Files.createDirectory(root.resolve("open")));
    open.write("planted", "hf_planted");
    Folder.setMode(open.path(), "rwxrwxrwx");
    Files.delete(folder.file(name));
    Files.createSymbolicLink(folder.file(name), open.file("planted"));
    StoreException e = assertThrows(StoreException.class, store::checkOwn);
    assertTrue(e.problem().startsWith("Cannot use " + folder.file(name)), e.problem());
  }

  @Test
  void login_repairsTheTokenFileThatItLeaves() throws Exception {
    Folder.assumePosix(root);
    folder.write("token", "hf_a");
    Folder.setMode(folder.file("token"), "rw-r--r--");
    store.save(token("b", "hf_b"), OWN_SERVER);
    assertEquals("rw-------", Folder.mode(folder.file("token")));
    assertEquals(1, warnings.size(), warnings.toString());
  }

  @Test
  void thirdCorruptFile_getsANameOfItsOwnToo() throws Exception {
    for (int i = 0; i < 3; i++) {
      folder.write("stored_tokens", "corrupt " + i);
      store.save(token("a", "hf_a"), TOKEN_FILE);
    }
    String name = "stored_tokens.corrupt-19700101T000000Z";
    assertEquals("corrupt 0", folder.text(name));
    assertEquals("corrupt 1", folder.text(name + "-2"));
    assertEquals("corrupt 2", folder.text(name + "-3"));
  }
}
