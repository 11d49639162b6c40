package io.github.hfdevice.git;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A program named git that notes how it was run, then does what the test says. */
final class FakeGit {
  private final Path folder;

  /**
   * Puts it into {@code folder}.
   *
   * @param body the lines of a shell that come after the notes; {@code $notes} is the folder
   */
  FakeGit(Path folder, String body) throws IOException {
    this.folder = folder;
    Path program = Files.createDirectories(folder.resolve("bin")).resolve("git");
    Files.writeString(
        program,
        "#!/bin/sh\nnotes='"
            + folder
            + "'\necho \"$*\" >>\"$notes/arguments\"\npwd -P >\"$notes/pwd\"\nls -Ald . >\"$notes/mode\"\n"
            + "ls -A >\"$notes/listing\"\nenv >\"$notes/environment\"\ncat >\"$notes/stdin\"\n"
            + body
            + "\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
  }

  /** An environment in which it is the git. */
  Map<String, String> environment() {
    return new HashMap<>(Map.of("PATH", folder.resolve("bin") + ":/usr/bin:/bin"));
  }

  /** What it noted, such as {@code pwd}; its lines. */
  List<String> noted(String what) throws IOException {
    return Files.readAllLines(folder.resolve(what), UTF_8);
  }

  boolean ran() {
    return Files.exists(folder.resolve("arguments"));
  }
}
