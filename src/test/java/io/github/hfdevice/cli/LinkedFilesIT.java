package io.github.hfdevice.cli;

import static io.github.hfdevice.cli.ScriptedHub.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two homes whose files are links to one store, and a refresh token that is good once. */
@Timeout(600)
@EnabledOnOs(OS.LINUX)
class LinkedFilesIT extends ScriptedHubCase {
  private static final String NEW =
      "{\"access_token\":\"hf_new\",\"refresh_token\":\"rt_new\",\"expires_in\":2592000}";

  private BuiltProgram program() throws Exception {
    return new BuiltProgram(dir).with("HF_ENDPOINT", hub.endpoint());
  }

  private static void hold(TokenFolder files) throws Exception {
    files.holds("hf_old", new HubLogin("hf_old", "rt_old").section("oauth-alice", 60));
  }

  private static BuiltProgram linked(BuiltProgram program, Path home) throws Exception {
    Files.createDirectories(program.hfHome());
    for (Path file : List.of(program.token(), program.storedTokens())) {
      Files.createSymbolicLink(file, home.resolve(file.getFileName()));
    }
    return program;
  }

  /** Starts the second one when the first has sent its refresh, and answers when it waits. */
  private void assertOneRefresh(BuiltProgram first, BuiltProgram second) throws Exception {
    AtomicInteger refreshes = new AtomicInteger();
    CompletableFuture<Running> other = new CompletableFuture<>();
    hub.answer("/oauth/token", json(200, NEW));
    hub.meanwhile(
        "/oauth/token",
        () -> {
          if (refreshes.incrementAndGet() == 1) {
            Running started = second.start("auth", "token");
            other.complete(started);
            while (started.process().isAlive() && !HeldLock.waits(started)) {
              Thread.sleep(5);
            }
          }
        });
    first.run("auth", "token").exits(0).prints("hf_new\n").saysNothing();
    other.join().end().exits(0).prints("hf_new\n").saysNothing();
    assertEquals(1, refreshes.get());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void homesThatLinkToOneStore_refreshOnce(boolean isFirstAlsoTheStore) throws Exception {
    BuiltProgram first = program();
    TokenFolder store = new TokenFolder(dir.resolve("store"));
    if (isFirstAlsoTheStore) {
      hold(first.files());
      assertOneRefresh(first, linked(program(), first.hfHome()));
    } else {
      hold(store);
      assertOneRefresh(linked(first, store.home()), linked(program(), store.home()));
      assertEquals("hf_new", store.activeToken());
      assertTrue(Files.isSymbolicLink(first.token()));
      assertTrue(Files.isSymbolicLink(first.storedTokens()));
    }
  }

  @Test
  void chainOfLinks_isLockedAtEachOfThem() throws Exception {
    BuiltProgram last = program();
    hold(last.files());
    BuiltProgram middle = linked(program(), last.hfHome());
    assertOneRefresh(linked(program(), middle.hfHome()), middle);
  }

  /** As {@code cp -al} makes them, and {@code hf}, which writes in place, keeps them. */
  @Test
  void homesWhoseFilesAreHardLinks_refreshOnce_andStayLinked() throws Exception {
    BuiltProgram first = program();
    BuiltProgram second = program();
    hold(first.files());
    Files.createDirectories(second.hfHome());
    Files.createLink(second.token(), first.token());
    Files.createLink(second.storedTokens(), first.storedTokens());
    assertOneRefresh(first, second);
    for (BuiltProgram each : List.of(first, second)) {
      assertEquals("hf_new", each.files().activeToken());
      assertEquals(2, Files.getAttribute(each.token(), "unix:nlink"));
      assertEquals(2, Files.getAttribute(each.storedTokens(), "unix:nlink"));
    }
  }

  /** Whoever waits for one lock holds no other that the holder of that one needs. */
  @Test
  void refreshesThroughDifferentNames_doNotBlockEachOther() throws Exception {
    BuiltProgram store = program();
    hold(store.files());
    BuiltProgram one = linked(program(), store.hfHome());
    BuiltProgram two = linked(program(), one.hfHome());
    hub.answer("/oauth/token", json(200, NEW));
    List<Running> all =
        List.of(
            two.start("auth", "refresh", "-q"),
            store.start("auth", "refresh", "-q"),
            one.start("auth", "refresh", "-q"),
            two.start("auth", "refresh", "-q"));
    for (Running each : all) {
      each.end().exits(0).saysNothing();
    }
    assertEquals("hf_new", store.files().activeToken());
  }
}
