package io.github.hfdevice.cli;

import io.github.hfdevice.time.WaitClock;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.function.Supplier;

/**
 * The process that the program runs in, as far as it looks at it.
 *
 * @param version of this program
 * @param command the path by which the program was called, for commands that it tells people
 * @param environment the variables
 * @param home the user's home folder, if there is one
 * @param terminals which of the three streams are terminals
 * @param passwords asks on the terminal without echo, where there is one
 * @param threads for HTTP exchanges, daemon threads
 * @param termination the end that others may give it
 * @param isPractice whether server and files are gone with this process
 */
public record Platform(
    String version,
    String command,
    Map<String, String> environment,
    Optional<Path> home,
    InputStream stdin,
    OutputStream stdout,
    OutputStream stderr,
    Terminals terminals,
    Supplier<Optional<char[]>> passwords,
    Clock wallClock,
    WaitClock waitClock,
    ThreadFactory threads,
    Termination termination,
    boolean isPractice) {

  /** The same process with another environment and home, for practice. */
  Platform forPractice(Map<String, String> other, Path otherHome) {
    return new Platform(
        version,
        command,
        other,
        Optional.of(otherHome),
        stdin,
        stdout,
        stderr,
        terminals,
        passwords,
        wallClock,
        waitClock,
        threads,
        termination,
        true);
  }

  /** Which streams are terminals. */
  public record Terminals(boolean stdin, boolean stdout, boolean stderr) {
    public static final Terminals NONE = new Terminals(false, false, false);
  }
}
