package io.github.hfdevice.store;

import io.github.hfdevice.time.FakeWaitClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Real files of a test, as text. */
record Folder(Path path) {
  TokenPaths paths() throws IOException {
    return TokenPaths.resolve(Map.of("HF_HOME", path.toString()), Optional.empty());
  }

  /**
   * A store that locks as most systems do, at the beginning of Unix time, and never really waits.
   */
  static TokenStore store(TokenPaths paths, Consumer<String> warnings) {
    return new TokenStore(
        paths,
        Clock.fixed(Instant.EPOCH, ZoneOffset.UTC),
        warnings,
        new FakeWaitClock(),
        TokenStore.LOCK_LIMIT,
        ChannelLock::new,
        Ownership.ofThisProcess());
  }

  Path file(String name) {
    return path.resolve(name);
  }

  String text(String name) {
    return text(file(name));
  }

  static String text(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void write(String name, String text) {
    try {
      Files.writeString(file(name), text, StandardCharsets.UTF_8);
      setMode(file(name), "rw-------");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Set<String> names() throws IOException {
    try (Stream<Path> files = Files.list(path)) {
      Set<String> names = new TreeSet<>();
      files.forEach(file -> names.add(file.getFileName().toString()));
      return names;
    }
  }

  static void assumePosix(Path path) {
    Assumptions.assumeTrue(
        path.getFileSystem().supportedFileAttributeViews().contains("posix"), "no modes here");
  }

  /** The number of the user who runs the tests. */
  static int me() throws IOException {
    return Look.at(Path.of("/proc/self")).map(Look::owner).orElse(Look.UNKNOWN);
  }

  static boolean isRoot() throws IOException {
    return me() == 0;
  }

  static int owner(Path file) throws IOException {
    return Look.at(file, LinkOption.NOFOLLOW_LINKS).orElseThrow().owner();
  }

  /** Sets owner, group and mode, the last one in octal. */
  static void give(Path file, int owner, int group, String mode) throws IOException {
    Files.setAttribute(file, "unix:uid", owner, LinkOption.NOFOLLOW_LINKS);
    Files.setAttribute(file, "unix:gid", group, LinkOption.NOFOLLOW_LINKS);
    if (!Files.isSymbolicLink(file)) {
      Files.setAttribute(file, "unix:mode", Integer.parseInt(mode, 8));
    }
  }

  static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  static void setMode(Path file, String mode) throws IOException {
    if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }
  }

  static byte[] golden(String name) throws IOException {
    try (var in = Folder.class.getResourceAsStream("/golden/" + name)) {
      return in.readAllBytes();
    }
  }
}
