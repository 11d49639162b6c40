package io.github.hfdevice.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A real terminal: a window of tmux, in which a shell runs with the program's environment. */
final class Tmux implements AutoCloseable {
  private static final int SECONDS = 15;

  private final Path socket;
  private final Path raw;

  /** Opens a window with a shell in {@code program}'s environment. */
  Tmux(BuiltProgram program, Path folder, int columns, int rows)
      throws IOException, InterruptedException {
    socket = folder.resolve("tmux");
    raw = Files.createFile(folder.resolve("raw"));
    Path settings =
        Files.writeString(
            folder.resolve("tmux.conf"),
            "set -g set-clipboard on\nset -g status off\nset -g default-terminal xterm-256color\n");
    Path profile =
        Files.writeString(folder.resolve("profile"), program.exports() + "export PS1='$ '\ncd ~\n");
    tmux(
        "-f",
        settings.toString(),
        "new-session",
        "-d",
        "-x",
        Integer.toString(columns),
        "-y",
        Integer.toString(rows),
        "env -i TERM=$TERM TMUX=$TMUX LANG=C.UTF-8 ENV=" + profile + " /bin/sh -i");
    try {
      tmux("pipe-pane", "cat >>" + raw);
      await("^\\$$");
    } catch (IOException | InterruptedException | AssertionError e) {
      close();
      throw e;
    }
  }

  static boolean isInstalled() {
    return List.of("/usr/bin/tmux", "/usr/local/bin/tmux", "/opt/homebrew/bin/tmux").stream()
        .anyMatch(path -> Files.isExecutable(Path.of(path)));
  }

  /** Runs a tmux command and gives what it prints. */
  String tmux(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("tmux", "-u", "-S", socket.toString()));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertEquals(true, process.waitFor(SECONDS, TimeUnit.SECONDS));
    assertEquals(0, process.exitValue(), command + printed);
    return printed;
  }

  /** Types a command and Enter. */
  Tmux type(String line) throws IOException, InterruptedException {
    tmux("send-keys", "-l", line);
    return press("Enter");
  }

  Tmux press(String key) throws IOException, InterruptedException {
    tmux("send-keys", key);
    return this;
  }

  void resize(int columns, int rows) throws IOException, InterruptedException {
    tmux("resize-window", "-x", Integer.toString(columns), "-y", Integer.toString(rows));
  }

  /** What a person sees now, without blanks at the ends of lines and below. */
  String screen() throws IOException, InterruptedException {
    return tmux("capture-pane", "-p").replaceAll(" +\n", "\n").stripTrailing();
  }

  /** The same with the escape sequences of styles and links, and wrapped lines whole. */
  String styledScreen() throws IOException, InterruptedException {
    return tmux("capture-pane", "-p", "-e", "-J").replaceAll(" +\n", "\n").stripTrailing();
  }

  /** All that was written to the terminal so far, escape sequences and all. */
  String raw() throws IOException {
    return BuiltProgram.text(raw);
  }

  /** Waits until the screen shows {@code pattern} and gives the screen. */
  String await(String pattern) throws IOException, InterruptedException {
    Pattern awaited = Pattern.compile(pattern);
    String screen = "";
    for (int i = 0; i < SECONDS * 20; i++) {
      screen = screen();
      Matcher found = awaited.matcher(screen);
      if (found.find()) {
        return screen;
      }
      Thread.sleep(50);
    }
    return fail("no " + pattern + " in:\n" + screen);
  }

  /** The modes that a program could leave behind: cursor, wrapping, alternate screen, keypad. */
  String modes() throws IOException, InterruptedException {
    return tmux(
        "display-message",
        "-p",
        "#{cursor_flag} #{wrap_flag} #{alternate_on} #{keypad_cursor_flag} #{keypad_flag}"
            + " #{insert_flag} #{origin_flag} #{mouse_any_flag}");
  }

  @Override
  public void close() throws IOException {
    new ProcessBuilder("tmux", "-S", socket.toString(), "kill-server").start().onExit().join();
  }
}
