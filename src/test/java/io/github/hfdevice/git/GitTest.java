package io.github.hfdevice.git;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(OS.WINDOWS)
@Timeout(60)
class GitTest {
  /** Leaves its number in {@code $notes/child}, with our pipes open. */
  private static final String CHILD =
      """
      sleep 600 & echo $! >"$notes/child.new"
      mv "$notes/child.new" "$notes/child"
      """;

  @TempDir private Path dir;

  private static Git.Result run(FakeGit fake) throws Exception {
    return new Git(fake.environment()).run("", "x");
  }

  /** Empty if it has ended already. */
  private Optional<ProcessHandle> presentChild(FakeGit fake) throws Exception {
    while (!Files.exists(dir.resolve("child"))) {
      Thread.sleep(10);
    }
    return ProcessHandle.of(Long.parseLong(fake.noted("child").get(0)));
  }

  private ProcessHandle child(FakeGit fake) throws Exception {
    return presentChild(fake).orElseThrow();
  }

  @Test
  void inputGoesToStdin_andOutputAndWordsComeBackApart() throws Exception {
    FakeGit fake = new FakeGit(dir, "echo ' out '; echo 'err' >&2; exit 3");

    Git.Result result = new Git(fake.environment()).run("one\ntwo\n", "credential", "a b");

    assertEquals(List.of("credential a b"), fake.noted("arguments"));
    assertEquals(List.of("one", "two"), fake.noted("stdin"));
    assertEquals("out", result.output());
    assertEquals("err\n", result.stderr());
    assertEquals(3, result.exitCode());
    assertFalse(result.succeeded());
    assertEquals("Result[3, ***]", result.toString(), "the rest may hold a secret");
  }

  @Test
  void gitRuns_inAnEmptyFolderOfThisUserAlone_thatIsGoneAfterwards() throws Exception {
    Path temporary = Files.createDirectory(dir.resolve("tmp"));
    FakeGit fake = new FakeGit(dir, "");
    Map<String, String> environment = fake.environment();
    environment.put("TMPDIR", temporary.toString());

    assertTrue(new Git(environment).run("", "x").succeeded());

    Path folder = Path.of(fake.noted("pwd").get(0));
    assertEquals(temporary.toRealPath(), folder.getParent());
    assertEquals(List.of(), fake.noted("listing"));
    assertTrue(fake.noted("mode").get(0).startsWith("drwx------"));
    assertTrue(fake.noted("environment").contains("GIT_CEILING_DIRECTORIES=" + folder.getParent()));
    assertFalse(Files.exists(folder));
  }

  @Test
  void temporaryFolderBehindALink_isACeilingUnderItsOwnName() throws Exception {
    Path real = Files.createDirectory(dir.resolve("real"));
    Path link = Files.createSymbolicLink(dir.resolve("link"), real);
    FakeGit fake = new FakeGit(dir, "");
    Map<String, String> environment = fake.environment();
    environment.put("TMPDIR", link.toString());

    new Git(environment).run("", "x");

    assertTrue(fake.noted("environment").contains("GIT_CEILING_DIRECTORIES=" + real.toRealPath()));
  }

  @Test
  void uselessTmpdir_isPassedOver_andWhatAHelperLeftIsNoFailure() throws Exception {
    FakeGit fake = new FakeGit(dir, "echo x >left; mv left \"$notes\" && echo y >left");
    for (String useless : List.of("", "relative", dir.resolve("gone").toString())) {
      Map<String, String> environment = fake.environment();
      environment.put("TMPDIR", useless);
      assertTrue(new Git(environment).run("", "x").succeeded(), useless);
      Path folder = Path.of(fake.noted("pwd").get(0));
      Files.delete(folder.resolve("left"));
      Files.delete(folder);
    }
    try (EmptyFolder folder = EmptyFolder.create(Map.of("TMPDIR", "\0"))) {
      assertTrue(Files.isDirectory(folder.path()));
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void withoutATemporaryFolder_gitIsNotRun_andTheReasonIsSaid() throws Exception {
    FakeGit fake = new FakeGit(dir, "");
    Map<String, String> environment = fake.environment();
    environment.put("TMPDIR", "/proc");
    GitException e = assertThrows(GitException.class, () -> new Git(environment).run("", "x"));
    assertTrue(
        e.getMessage().startsWith("git cannot be run: no temporary folder: /proc/"), e::getMessage);
    assertFalse(fake.ran());
  }

  @Test
  void programWithoutAnInterpreter_cannotBeRun() throws Exception {
    Path program = Files.createDirectory(dir.resolve("bin")).resolve("git");
    Files.writeString(program, "#!/gone/sh\n");
    assertTrue(program.toFile().setExecutable(true));
    GitException e =
        assertThrows(
            GitException.class,
            () -> new Git(Map.of("PATH", program.getParent().toString())).run("", "x"));
    assertTrue(e.getMessage().startsWith("git cannot be run: "), e::getMessage);
    assertInstanceOf(IOException.class, e.getCause());
  }

  @Test
  void gitThatHangs_isEnded_withItsHelpers() throws Exception {
    FakeGit fake = new FakeGit(dir, CHILD + "wait");

    GitException e =
        assertThrows(
            GitException.class,
            () -> new Git(fake.environment(), Duration.ofSeconds(2)).run("", "x"));

    assertEquals("git did not end within 2 s", e.getMessage());
    Optional<ProcessHandle> child = presentChild(fake);
    if (child.isPresent()) {
      child.get().onExit().get(20, TimeUnit.SECONDS);
    }
  }

  @Test
  void interrupt_endsTheWait_andGitWithItsHelpers() throws Exception {
    FakeGit fake = new FakeGit(dir, CHILD + "wait");
    FutureTask<Git.Result> run = new FutureTask<>(() -> run(fake));
    Thread thread = new Thread(run);
    thread.start();
    ProcessHandle child = child(fake);

    thread.interrupt();

    assertInstanceOf(
        InterruptedException.class, assertThrows(ExecutionException.class, run::get).getCause());
    child.onExit().get(20, TimeUnit.SECONDS);
  }

  @Test
  void helperThatStaysBehind_isLeftAlone_andNotWaitedFor() throws Exception {
    FakeGit fake = new FakeGit(dir, CHILD + "echo said >&2");

    Git.Result result = run(fake);

    assertEquals("said\n", result.stderr());
    ProcessHandle child = child(fake);
    assertTrue(child.isAlive());
    child.destroyForcibly();
  }

  @Test
  void gitThatSaysMuch_isHeardToItsEnd_butNotKept() throws Exception {
    FakeGit fake =
        new FakeGit(dir, "yes wordswords | head -c 300000 >&2; yes x | head -c 300000; exit 7");

    Git.Result result = run(fake);

    assertEquals(7, result.exitCode());
    assertEquals(64 * 1024, result.stderr().length());
    assertEquals(64 * 1024 - 1, result.output().length());
  }

  @Test
  void inputThatNobodyReads_isNoFailure() throws Exception {
    Path program = Files.createDirectory(dir.resolve("bin")).resolve("git");
    Files.writeString(program, "#!/bin/sh\nexec <&-\nexit 0\n");
    assertTrue(program.toFile().setExecutable(true));
    Map<String, String> environment = Map.of("PATH", program.getParent() + ":/usr/bin:/bin");
    assertTrue(new Git(environment).run("x".repeat(300_000), "x").succeeded());
  }

  @Test
  void words_areOneShortLine_withoutTheSecretAndWhatATerminalObeys() {
    Git.Result result =
        new Git.Result(1, "", "error: no\tsuch\n helper\u001b[31m 'hf_a'\r\nTry hf_a\u202e\n");
    assertEquals("error: no such helper[31m '***' Try ***", result.words("hf_a"));
    assertEquals(
        "job failed: no such helper[31m '***' Try ***", result.failure("job", "hf_a").getMessage());
    assertEquals("fatalities", new Git.Result(1, "", "fatalities").words(""));
    assertEquals(
        "job failed: it ended with exit code 9",
        new Git.Result(9, "", " \n").failure("job", "").getMessage());
    assertEquals(
        "job failed: a fatal: b",
        new Git.Result(1, "", "fatal: a fatal: b").failure("job", "").getMessage());
  }

  @Test
  void words_areCutAt500Characters_andNoneInHalf() {
    assertEquals("x".repeat(500), new Git.Result(1, "", "x".repeat(500)).words(""));
    assertEquals("x".repeat(497) + "...", new Git.Result(1, "", "x".repeat(501)).words(""));
    String pair = "\ud83d\ude00";
    assertEquals(
        "x".repeat(496) + "...", new Git.Result(1, "", "x".repeat(496) + pair.repeat(9)).words(""));
  }
}
