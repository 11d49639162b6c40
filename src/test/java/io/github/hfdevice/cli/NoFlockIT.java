package io.github.hfdevice.cli;

import static io.github.hfdevice.cli.ScriptedHub.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** File systems that know no {@code flock(2)}, or no locks at all, and systems without the tool. */
@EnabledOnOs(OS.LINUX)
class NoFlockIT extends ScriptedHubCase {
  private static final String NEW =
      "{\"access_token\":\"hf_new\",\"refresh_token\":\"rt_new\",\"expires_in\":2592000}";

  /** What the kernel says of such a file system, to the tool and to Java. */
  private static final String WITHOUT_LOCKS =
      "#include <errno.h>\n#include <stdarg.h>\n#include <fcntl.h>\n#define N(n)"
          + " int n(int f, int c, ...) { va_list a; va_start(a, c); void *p = va_arg(a, void *);"
          + " va_end(a); if (c == F_SETLK || c == F_SETLKW) { errno = ENOLCK; return -1; }"
          + " return real(f, c, p); }\n"
          + "#include <sys/syscall.h>\n#include <unistd.h>\n"
          + "static int real(int f, int c, void *p) { return syscall(SYS_fcntl, f, c, p); }\n"
          + "int flock(int f, int o) { errno = ENOLCK; return -1; }\nN(fcntl)\nN(fcntl64)\n";

  @BeforeEach
  void logIn() throws Exception {
    loggedIn();
  }

  private void loggedIn() throws Exception {
    files.holds(
        "hf_old",
        "[other]\nhf_token = hf_other\n\n"
            + new HubLogin("hf_old", "rt_old").section("oauth-alice", 60));
    hub.answer("/oauth/token", json(200, NEW));
  }

  /** The tool, which fails as on a file system that refuses. */
  private void refuse(String words) throws Exception {
    Path tool = Files.createDirectories(dir.resolve("bin")).resolve("flock");
    Files.writeString(tool, "#!/bin/sh\necho \"flock: 9: " + words + "\" >&2\nexit 71\n");
    Files.setPosixFilePermissions(tool, PosixFilePermissions.fromString("rwx------"));
    program.with("PATH", tool.getParent() + ":/usr/bin:/bin");
  }

  /** Neither this lock nor the other one that Java knows. */
  private void refuseEveryLock() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/cc")), "there is no C compiler");
    Path source = Files.writeString(dir.resolve("locks.c"), WITHOUT_LOCKS);
    Path library = dir.resolve("locks.so");
    Process compiler =
        new ProcessBuilder(
                "/usr/bin/cc",
                "-w",
                "-shared",
                "-fPIC",
                "-o",
                library.toString(),
                source.toString())
            .start();
    assumeTrue(compiler.waitFor() == 0, "the C compiler has no headers");
    program.with("LD_PRELOAD", library);
  }

  private void assertEverythingWorks(String warning) throws Exception {
    String told = "Warning: " + files.lock() + " cannot be locked" + warning;
    program.run("auth", "token").exits(0).prints("hf_new\n").says(told);
    assertEquals("rt_new", files.stored("oauth-alice", "refresh_token"));
    program.run("auth", "switch", "other").exits(0).says(told);
    program.run("auth", "switch", "oauth-alice").exits(0).says(told);
    program.run("auth", "refresh").exits(0).says(told);
    Run login = program.run("auth", "login", "--force").exits(0).says(told);
    assertEquals(1, login.stderr().lines().filter(line -> line.startsWith("Warning")).count());
    program.run("auth", "list", "-q").exits(0).prints("oauth-alice\noauth-bob\nother\n");
    program.run("auth", "token").exits(0).prints("hf_new\n").saysNothing();
    program.run("auth", "logout").exits(0).says(told);
    program.run("auth", "token").failsShortly(4);
  }

  private void assertDoctorWarns(String words) throws Exception {
    loggedIn();
    Run report = program.run("doctor");
    String line = "\nwarning  lock: " + files.lock() + " cannot be locked (" + words + ")\n";
    assertTrue(report.stdout().contains(line), report::toString);
    assertTrue(report.stdout().contains("run one command at a time"), report::toString);
  }

  @Test
  void withoutFlock_everythingWorks_withAWarning_andTheDoctorWarns() throws Exception {
    refuse("No locks available");
    assertEverythingWorks(" with flock (flock: 9: No locks available)");
    refuse("Operation not supported");
    assertDoctorWarns("flock: 9: Operation not supported");
  }

  @Test
  void withoutAnyLock_everythingWorks_withAWarning_andTheDoctorWarns() throws Exception {
    refuseEveryLock();
    assertEverythingWorks(" (flock: 9: No locks available): other processes are not kept out");
    assertDoctorWarns("flock: 9: No locks available");
  }

  @Test
  void withoutTheTool_itsPackageIsNamed() throws Exception {
    Path few = Files.createDirectory(dir.resolve("few"));
    for (String tool : List.of("sh", "cat", "ls")) {
      Files.createSymbolicLink(few.resolve(tool), Path.of("/bin", tool));
    }
    program.with("PATH", few);
    assertEverythingWorks(" with flock (there is no flock(1). Install util-linux)");
    assertDoctorWarns("there is no flock(1). Install util-linux");
  }

  /** Java's own lock is one that all of this program's processes respect. */
  @Test
  void withoutFlock_twoOfOurProcesses_stillRefreshOnce() throws Exception {
    refuse("No locks available");
    List<Running> both = List.of(program.start("auth", "token"), program.start("auth", "token"));
    for (Running each : both) {
      each.end().exits(0).prints("hf_new\n");
    }
    assertEquals(1, hub.requests("/oauth/token").size());
  }
}
