package io.github.hfdevice.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.hfdevice.demo.PracticeHub;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** One folder in which command after command is killed and what is left is looked at. */
final class KillLane {
  private static final List<String> KEYS_OF_HF = List.of("hf_token", "refresh_token", "expires_at");
  private static final String ALICE = "oauth-alice";
  private static final String SPARE =
      "[spare-a]\nhf_token = hf_a\n\n[spare-b]\nhf_token = hf_b\n\n";
  private static final int COMMAND_AFTER = 8;
  private static final int KILLED = 128 + 9;

  enum Victim {
    WITH_TOKEN("login --force --with-token"),
    SWITCH("switch spare-b"),
    LOGOUT("logout spare-a"),
    REFRESH("refresh"),
    DEVICE_LOGIN("login --force");

    private final String command;

    Victim(String command) {
      this.command = command;
    }
  }

  private final BuiltProgram program;
  private final TokenFolder files;
  private final PracticeHub hub;
  private final Random random;
  private final KillTally tally = new KillTally();
  private final Map<Victim, Long> nanos = new EnumMap<>(Victim.class);

  private HubLogin login;
  private HubLogin given;
  private String tokenBefore = "";
  private Map<String, Map<String, String>> before = Map.of();
  private long refreshesBefore;

  KillLane(BuiltProgram program, PracticeHub hub, Random random) {
    this.program = program;
    this.files = program.files();
    this.hub = hub;
    this.random = random;
  }

  KillTally run(int kills) throws Exception {
    for (Victim victim : Victim.values()) {
      prepare(victim);
      long start = System.nanoTime();
      Run end = start(victim).end();
      assertEquals(0, end.exitCode(), end::toString);
      nanos.put(victim, System.nanoTime() - start);
    }
    for (int attempt = 0; tally.kills() < kills; attempt++) {
      assertTrue(attempt < 4 * kills, () -> "too few could be killed: " + tally);
      boolean slow = attempt % COMMAND_AFTER == 0;
      Victim victim = slow ? Victim.DEVICE_LOGIN : Victim.values()[attempt % 4];
      kill(victim);
      assertLockIsFree();
      if (slow) {
        assertLoginGoesOn();
        assertNextCommandWorks();
      }
    }
    assertLeftoversGo();
    return tally;
  }

  private void prepare(Victim victim) throws Exception {
    login = HubLogin.at(hub);
    given = victim == Victim.WITH_TOKEN ? HubLogin.at(hub) : login;
    boolean aliceIsActive = victim == Victim.REFRESH || random.nextInt(4) == 0;
    files.holds(aliceIsActive ? login.accessToken() : "hf_a", login.section(ALICE, 9) + SPARE);
    tokenBefore = files.activeToken();
    before = files.sections();
    refreshesBefore = HubLogin.refreshes(hub);
  }

  private Running start(Victim victim) throws IOException {
    program.stdin(given.accessToken());
    return program.start(("auth " + victim.command).split(" "));
  }

  private void kill(Victim victim) throws Exception {
    prepare(victim);
    long start = System.nanoTime();
    Process process = start(victim).process();
    // However slow the machine is by now, some kills have to meet a write; a device login waits for
    // a second after its first one.
    if (victim != Victim.DEVICE_LOGIN && random.nextBoolean()) {
      awaitWrite(process);
      waitFor(process, (long) (nanos.get(victim) * 0.1 * random.nextDouble()));
    } else {
      // Later moments are likelier, since nothing is written while the JVM starts.
      double share = 1.05 * Math.sqrt(random.nextDouble());
      waitFor(process, (long) (nanos.get(victim) * share) - (System.nanoTime() - start));
    }
    if (process.isAlive()) {
      process.destroyForcibly();
      process.waitFor();
    }
    Map<String, Map<String, String>> now = files.sections();
    String token = files.activeToken();
    boolean changed = !(now.equals(before) && token.equals(tokenBefore));
    if (process.exitValue() == KILLED) {
      tally.killed(victim, changed);
      awaitHub();
    } else {
      assertEquals(0, process.exitValue(), () -> victim + " ended by itself, and not well");
      tally.ended();
      nanos.put(victim, System.nanoTime() - start);
    }
    assertPermitted(victim, now, token);
    assertEquals("rw-------", files.mode(files.storedTokens()));
  }

  private static void waitFor(Process process, long nanos) throws InterruptedException {
    process.waitFor(nanos, TimeUnit.NANOSECONDS);
  }

  /** Waits until a temporary file lies beside the others; it holds what replaces one of them. */
  private void awaitWrite(Process process) throws Exception {
    while (process.isAlive() && files.leftovers().stream().noneMatch(n -> n.endsWith(".tmp"))) {
      Thread.sleep(0, 100_000);
    }
  }

  /**
   * The Hub may read only now what the killed process sent, and a device code that is used twice
   * ends the login that goes on with it. When the Hub is done it closes its ends of those
   * connections, which wait for that since the kill (CLOSE_WAIT, 08).
   */
  private void awaitHub() throws Exception {
    String port = String.format(Locale.ROOT, "%04X", hub.endpoint().getPort());
    Pattern waiting = Pattern.compile(": \\w+:" + port + " \\w+:\\w+ 08 ");
    while (waiting.matcher(connections("tcp")).find()
        || waiting.matcher(connections("tcp6")).find()) {
      Thread.sleep(5);
    }
  }

  private static String connections(String protocol) throws IOException {
    Path table = Path.of("/proc/net", protocol);
    return Files.exists(table) ? BuiltProgram.text(table) : "";
  }

  private void assertPermitted(Victim victim, Map<String, Map<String, String>> now, String token) {
    boolean changed = !now.equals(before);
    String dump =
        victim + ": '" + token + "', " + now + ", before: '" + tokenBefore + "' " + before;
    Map<String, Map<String, String>> others = new TreeMap<>(now);
    Map<String, Map<String, String>> othersBefore = new TreeMap<>(before);
    Set<String> tokens = new TreeSet<>(Set.of(tokenBefore));
    switch (victim) {
      case SWITCH -> tokens.add("hf_b");
      case LOGOUT -> {
        othersBefore.remove("spare-a");
        others.remove("spare-a");
        boolean wasActive = tokenBefore.equals("hf_a");
        if (wasActive) {
          tokens.add("");
          assertTrue(!changed || token.isEmpty(), dump);
          tally.between(!changed && token.isEmpty());
        }
      }
      case WITH_TOKEN, DEVICE_LOGIN, REFRESH -> {
        othersBefore.remove(ALICE);
        Map<String, String> alice = others.remove(ALICE);
        if (changed) {
          assertEquals(
              victim == Victim.WITH_TOKEN
                  ? List.of("hf_token")
                  : List.of("hf_token", "refresh_token", "expires_at"),
              alice.keySet().stream().filter(KEYS_OF_HF::contains).toList(),
              dump);
          assertWhole(victim, alice, dump);
          tokens.add(alice.get("hf_token"));
          tally.between(token.equals(tokenBefore));
        } else if (victim == Victim.REFRESH && HubLogin.refreshes(hub) > refreshesBefore) {
          tally.lostInFlight();
        }
      }
    }
    if (victim == Victim.SWITCH) {
      assertTrue(!changed, dump);
    }
    assertEquals(othersBefore, others, dump);
    assertTrue(tokens.contains(token), dump);
  }

  private void assertWhole(Victim victim, Map<String, String> alice, String dump) {
    String token = alice.get("hf_token");
    if (victim == Victim.WITH_TOKEN) {
      assertEquals(given.accessToken(), token, dump);
      return;
    }
    try {
      assertTrue(HubLogin.isGood(hub, token), dump);
    } catch (Exception e) {
      throw new AssertionError(dump, e);
    }
    assertEquals(login.refreshToken().length(), alice.get("refresh_token").length(), dump);
    assertTrue(!alice.get("refresh_token").equals(login.refreshToken()), dump);
  }

  private void assertLockIsFree() throws Exception {
    Process flock = new ProcessBuilder("flock", "-w", "5", files.lock().toString(), "true").start();
    assertEquals(0, flock.waitFor(), "the lock of a killed process is still held");
  }

  /** A kill costs the login only where it comes between the server's answer and the disk. */
  private void assertLoginGoesOn() throws Exception {
    boolean pending = files.leftovers().contains("device_login");
    Run end = program.run("auth", "login", "--resume", "--timeout", "30s");
    if (!pending) {
      end.exits(2).says("no login is pending");
    } else if (end.exitCode() == 0) {
      assertTrue(HubLogin.isGood(hub, files.activeToken()), end::toString);
      tally.resumed();
    } else {
      end.exits(5).says("invalid_grant");
      tally.lostInFlight();
    }
    assertTrue(!files.leftovers().contains("device_login"), end::toString);
  }

  private void assertNextCommandWorks() throws Exception {
    program.run("auth", "switch", "spare-b").exits(0);
    assertEquals("hf_b", files.activeToken());
  }

  /**
   * What kills left behind holds secrets: the first write of the same file a minute later takes it
   * away.
   */
  private void assertLeftoversGo() throws Exception {
    List<String> left = files.leftovers();
    tally.leftovers(left.size());
    for (String name : left) {
      Path file = files.home().resolve(name);
      assertEquals("rw-------", files.mode(file), name);
      Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofHours(2))));
    }
    Path made = files.home().resolve(".stored_tokens.hf-device-0123456789abcdef.tmp");
    files.write(made, "[oauth-alice]\nhf_tok");
    Files.setLastModifiedTime(made, FileTime.from(Instant.now().minus(Duration.ofHours(2))));
    prepare(Victim.SWITCH);
    assertNextCommandWorks();
    // Each write sweeps beside its own file, and a login writes all three.
    program.run("auth", "login", "--force").exits(0);
    assertEquals(List.of(), files.leftovers());
  }
}
