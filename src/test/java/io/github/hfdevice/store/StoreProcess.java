package io.github.hfdevice.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** A process of its own that uses the store: a token file, then one act after another. */
final class StoreProcess {
  private StoreProcess() {}

  /** Each act tells in a line how it ended. */
  public static void main(String[] args) throws Exception {
    TokenStore store =
        new TokenStore(
            TokenPaths.at(Path.of(args[0])),
            Clock.systemUTC(),
            warning -> tell("warning: " + warning));
    for (int i = 1; i < args.length; i++) {
      try {
        act(store, args[i].split(" "));
      } catch (IOException e) {
        tell("failed: " + e.getMessage());
      }
    }
  }

  private static void act(TokenStore store, String... words) throws Exception {
    switch (words[0]) {
      case "check" -> store.checkWritable();
      case "save" -> store.save(StoredTokens.token(words[1], words[2]), Activation.TOKEN_FILE);
      case "refresh" -> {
        StoredToken before = store.read().active().orElseThrow();
        store.replaceRefreshed(
            before, before.refreshed(words[1], before.refreshToken(), before.expiresAt()));
      }
      case "free" -> tell("free: " + store.isLockFree());
      case "logout" -> store.removeAll();
      case "read" -> {
        TokenFiles files = store.read();
        tell(files.token().orElse("nothing") + " of " + files.stored().size());
      }
      case "hold" -> {
        HeldLock held = store.lock();
        try (held) {
          Files.createFile(Path.of(words[1]));
          new CountDownLatch(1).await();
        }
      }
      default -> throw new IllegalArgumentException(words[0]);
    }
    tell("done: " + words[0]);
  }

  private static void tell(String line) {
    System.out.println(line);
  }

  /** The command line that starts it. */
  static List<String> command(Path token, String... acts) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xshare:auto",
            "-cp",
            System.getProperty("java.class.path"),
            StoreProcess.class.getName(),
            token.toString()));
    command.addAll(List.of(acts));
    return command;
  }

  /** Runs it in mounts of its own, after the commands that make them, and gives what it told. */
  static List<String> runMounted(String mounts, Path token, String... acts) throws Exception {
    Process process = startMounted(mounts, token, acts);
    String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return told.lines().toList();
  }

  static Process startMounted(String mounts, Path token, String... acts) throws IOException {
    return start(mounts, command(token, acts));
  }

  /** Starts a command in mounts of its own. */
  static Process start(String mounts, List<String> command) throws IOException {
    List<String> inMounts = new ArrayList<>(List.of("unshare", Folder.isRoot() ? "-m" : "-rm"));
    inMounts.addAll(List.of("sh", "-c", "set -e; " + mounts + "; exec \"$@\"", "sh"));
    inMounts.addAll(command);
    return new ProcessBuilder(inMounts).redirectErrorStream(true).start();
  }
}
