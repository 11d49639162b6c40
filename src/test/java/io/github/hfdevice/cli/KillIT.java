package io.github.hfdevice.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.hfdevice.demo.PracticeHub;
import io.github.hfdevice.demo.Scenario;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Every command that writes, killed at random moments from its start to its end. */
class KillIT {
  private static final int LANES = 4;

  /** In each build; {@code -Dhfdevice.kills=400} asks for more, as {@code .ci/run} does. */
  private static final int KILLS_A_LANE = Integer.getInteger("hfdevice.kills", 48) / LANES;

  @TempDir private Path folder;

  @Test
  @Timeout(900)
  void killedAtAnyMoment_leavesTheOldFilesOrTheNewOnes(TestReporter reporter) throws Exception {
    long seed = Long.getLong("hfdevice.seed", System.nanoTime());
    String replay = "-Dhfdevice.seed=" + seed;
    reporter.publishEntry("seed", replay);
    Path classes = archiveClasses();
    ExecutorService threads = Executors.newFixedThreadPool(LANES);
    try {
      List<Future<KillTally>> lanes = new ArrayList<>();
      for (int i = 0; i < LANES; i++) {
        Random random = new Random(seed + i);
        BuiltProgram program =
            new BuiltProgram(folder)
                .with("HF_DEVICE_JAVA_OPTS", "-XX:SharedArchiveFile=" + classes);
        lanes.add(threads.submit(() -> runLane(program, random)));
      }
      KillTally all = new KillTally();
      for (Future<KillTally> lane : lanes) {
        all.add(lane.get());
      }
      reporter.publishEntry("kills", all.toString());
      assertEquals(LANES * KILLS_A_LANE, all.kills());
      assertTrue(all.changed() > 0, () -> "no kill came after a write: " + all);
      assertTrue(all.changed() < all.kills(), () -> "every kill came too late: " + all);
    } catch (Exception e) {
      throw new AssertionError(replay, e);
    } finally {
      threads.shutdownNow();
    }
  }

  /** A class-data archive, so that hundreds of starts take half of the time. */
  private Path archiveClasses() throws Exception {
    Path archive = folder.resolve("classes.jsa");
    new BuiltProgram(folder)
        .with("HF_DEVICE_JAVA_OPTS", "-XX:ArchiveClassesAtExit=" + archive)
        .with("HF_ENDPOINT", "http://127.0.0.1:1")
        .loggedIn("hf_x", "[x]\nhf_token = hf_x\nrefresh_token = rt\nexpires_at = 1\n\n")
        .run("auth", "refresh")
        .exits(6);
    return archive;
  }

  private static KillTally runLane(BuiltProgram program, Random random) throws Exception {
    try (PracticeHub hub =
        PracticeHub.start(
            PracticeHub.Options.builder()
                .scenario(Scenario.ROTATE)
                .accessTokenLifetime(Duration.ofDays(30))
                .interval(Duration.ofSeconds(1))
                .autoApprove(Duration.ZERO)
                .strictPolling(false)
                .build())) {
      return new KillLane(program.with("HF_ENDPOINT", hub.endpoint()), hub, random)
          .run(KILLS_A_LANE);
    }
  }
}
