package io.github.hfdevice.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What a power cut leaves depends on the order of calls, which only the system can tell. */
@Timeout(120)
@EnabledOnOs(OS.LINUX)
class SystemCallsTest {
  private static final String CALLS =
      "openat,open,write,pwrite64,fsync,fdatasync,rename,renameat,renameat2,unlink,unlinkat,"
          + "ftruncate,chmod,fchmod,fchmodat";

  @TempDir Path root;
  private Path folder;

  @BeforeEach
  void folder() throws Exception {
    try {
      Process probe = new ProcessBuilder("strace", "-o", "/dev/null", "true").start();
      Assumptions.assumeTrue(probe.waitFor() == 0, "strace(1) may not trace here");
    } catch (IOException e) {
      Assumptions.abort("there is no strace(1)");
    }
    folder = Files.createDirectory(root.resolve("f"));
  }

  /** The calls on files of the folder, in their order. */
  private List<String> trace(List<String> command) throws Exception {
    Path log = root.resolve("log");
    List<String> traced =
        new ArrayList<>(
            List.of(
                "strace", "-ff", "-y", "-s", "0", "-e", "trace=" + CALLS, "-o", log.toString()));
    traced.addAll(command);
    Process process = new ProcessBuilder(traced).redirectErrorStream(true).start();
    String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), told);
    List<String> calls = new ArrayList<>();
    // A file for each thread; one alone works with the store.
    try (DirectoryStream<Path> threads = Files.newDirectoryStream(root, "log.*")) {
      for (Path thread : threads) {
        for (String line : Files.readString(thread, StandardCharsets.ISO_8859_1).split("\n", -1)) {
          calls.addAll(calls(line));
        }
        Files.delete(thread);
      }
    }
    return calls;
  }

  private List<String> calls(String line) {
    String home = Pattern.quote(folder.toString());
    Matcher create =
        Pattern.compile(
                "open(?:at)?\\(.*\"" + home + "/\\.([a-z_]+)\\.hf-device-.*O_CREAT.*, (\\d+)\\)")
            .matcher(line);
    if (create.find()) {
      return List.of("create beside " + create.group(1) + " " + create.group(2));
    }
    Matcher temporary =
        Pattern.compile(
                "(write|pwrite64|fsync|fdatasync|fchmod)\\(\\d+<"
                    + home
                    + "/\\.([a-z_]+)\\.hf-device-[^>]*>(?:, (\\d+)\\))?")
            .matcher(line);
    if (temporary.find()) {
      String mode = temporary.group(3) == null ? "" : " " + temporary.group(3);
      return List.of(temporary.group(1) + " beside " + temporary.group(2) + mode);
    }
    Matcher rename =
        Pattern.compile(
                "rename\\w*\\(.*\""
                    + home
                    + "/\\.([a-z_]+)\\.hf-device-.*\""
                    + home
                    + "/([a-z_]+)\"")
            .matcher(line);
    if (rename.find()) {
      return List.of("rename to " + rename.group(2));
    }
    Matcher unlink = Pattern.compile("unlink\\w*\\(.*\"" + home + "/([a-z_]+)\"").matcher(line);
    if (unlink.find()) {
      return List.of("unlink " + unlink.group(1));
    }
    Matcher own =
        Pattern.compile(
                "(write|pwrite64|fsync|fdatasync|ftruncate)\\(\\d+<" + home + "(?:/([a-z_]+))?>")
            .matcher(line);
    if (own.find()) {
      return List.of(own.group(1) + " " + (own.group(2) == null ? "folder" : own.group(2)));
    }
    return List.of();
  }

  private static List<String> replacing(String name) {
    return List.of(
        "create beside " + name + " 0600",
        "fchmod beside " + name + " 0600",
        "write beside " + name,
        "fsync beside " + name,
        "rename to " + name,
        "fsync folder");
  }

  @Test
  void login_isOnDisk_fileByFile_beforeAnythingElseIsDone() throws Exception {
    List<String> expected = new ArrayList<>(replacing("stored_tokens"));
    expected.addAll(replacing("token"));
    assertEquals(expected, trace(StoreProcess.command(folder.resolve("token"), "save a hf_a")));
  }

  @Test
  void logout_takesTheTokenInUseFirst() throws Exception {
    new Folder(folder).write("token", "hf_a");
    new Folder(folder).write("stored_tokens", "[a]\nhf_token = hf_a\n\n");
    List<String> calls = trace(StoreProcess.command(folder.resolve("token"), "logout"));
    calls.removeIf(call -> call.contains("beside"));
    assertEquals(
        List.of("unlink token", "fsync folder", "unlink stored_tokens", "fsync folder"), calls);
  }

  @Test
  void writeInPlace_hasRoomBeforeItOverwrites_andIsOnDiskBeforeItIsCut() throws Exception {
    new Folder(folder).write("token", "short");
    Path inPlace = folder.resolve("token");
    List<String> command = new ArrayList<>(StoreProcess.command(inPlace));
    command.set(command.indexOf(StoreProcess.class.getName()), InPlaceWriter.class.getName());
    command.addAll(List.of("longer than that", "less"));
    assertEquals(
        List.of(
            "write token",
            "fsync token",
            "write token",
            "fsync token",
            "ftruncate token",
            "fsync token",
            "write token",
            "fsync token",
            "ftruncate token",
            "fsync token"),
        trace(command));
    assertEquals("less", Files.readString(inPlace));
  }

  /** A process that writes each text in turn. */
  static final class InPlaceWriter {
    private InPlaceWriter() {}

    public static void main(String[] args) throws IOException {
      for (int i = 1; i < args.length; i++) {
        new InPlace(Path.of(args[0])).write(args[i].getBytes(StandardCharsets.UTF_8));
      }
    }
  }
}
