package io.github.hfdevice.cli;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts a program among mounts of its own, as a container has them. */
final class Mounts {
  private final BuiltProgram program;
  private final StringBuilder commands = new StringBuilder("set -e; ");

  Mounts(BuiltProgram program) {
    this.program = program;
  }

  /** Shows {@code real} at the place of {@code over}, which is there already. */
  Mounts bind(Path real, Path over) {
    return with("mount --bind " + quoted(real) + " " + quoted(over));
  }

  /** Shows {@code place}, a file or a folder, to be read alone. */
  Mounts readOnly(Path place) {
    return bind(place, place).with("mount -o remount,bind,ro " + quoted(place));
  }

  /** Makes {@code folder} the root of an empty file system of that many bytes. */
  Mounts small(Path folder, String size) {
    return with("mount -t tmpfs -o mode=700,size=" + size + " none " + quoted(folder));
  }

  /** Adds a command of a shell. */
  Mounts with(String command) {
    commands.append(command).append("; ");
    return this;
  }

  private static String quoted(Path path) {
    return ShellWord.of(path.toString());
  }

  /** Skips the test where these cannot be made. */
  Mounts assumed() throws IOException, InterruptedException {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/unshare")), "there is no unshare(1)");
    assumeTrue(startCommand("true").end().exitCode() == 0, "mounting is not possible here");
    return this;
  }

  Run run(String... arguments) throws IOException, InterruptedException {
    return start(arguments).end();
  }

  Running start(String... arguments) throws IOException {
    String[] command = new String[arguments.length + 1];
    command[0] = BuiltProgram.LAUNCHER.toString();
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    return startCommand(command);
  }

  private Running startCommand(String... command) throws IOException {
    boolean isRoot = "root".equals(System.getProperty("user.name"));
    List<String> whole = new ArrayList<>(List.of("/usr/bin/unshare", isRoot ? "-m" : "-rm"));
    whole.addAll(List.of("/bin/sh", "-c", commands + "exec \"$@\"", "sh"));
    whole.addAll(List.of(command));
    return program.startCommand(whole);
  }
}
