package io.github.hfdevice;

import io.github.hfdevice.cli.Cli;
import io.github.hfdevice.cli.Platform;
import io.github.hfdevice.cli.WrittenTexts;
import io.github.hfdevice.time.MachineWaitClock;
import java.io.BufferedInputStream;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.function.Supplier;

/** Starts the program: the only reader of the real process. */
public final class Main {
  static final TerminationSignals SIGNALS = new TerminationSignals();

  private Main() {}

  /**
   * Runs the program in this process, and ends it.
   *
   * @param args the words of the command line
   */
  public static void main(String[] args) {
    SIGNALS.exit(run(args, platform()));
  }

  /** Runs the program in {@code platform} and gives its exit code. */
  static int run(String[] args, Platform platform) {
    return new Cli(platform, WrittenTexts.beside(System.getProperty("java.class.path", "")))
        .run(args);
  }

  static Platform platform() {
    // Read when the logging starts, if it does.
    System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "debug");
    System.setProperty("org.slf4j.simpleLogger.showThreadName", "false");
    // Picocli is used without annotations, and without its converters for classes like
    // java.sql.Time: what they would load is a third of the time that it takes.
    System.setProperty("picocli.disable.closures", "true");
    System.setProperty("picocli.converters.excludes", ".*");
    ThisProcess process = new ThisProcess();
    return new Platform(
        version(),
        System.getProperty("hfdevice.command", "hf-device"),
        environment(),
        home(),
        // Buffered, since a bare one wants to seek when it is read to its end, which no pipe can.
        new BufferedInputStream(new FileInputStream(FileDescriptor.in)),
        stream("1", FileDescriptor.out),
        stream("2", FileDescriptor.err),
        terminals(),
        process,
        Clock.systemUTC(),
        new MachineWaitClock(),
        process,
        SIGNALS,
        false);
  }

  /** As it was before the launcher set a locale for Java. */
  private static Map<String, String> environment() {
    String lcAll = System.getProperty("hfdevice.lcAll");
    if (lcAll == null) {
      return System.getenv();
    }
    Map<String, String> environment = new HashMap<>(System.getenv());
    if (lcAll.isEmpty()) {
      environment.remove("LC_ALL");
    } else {
      environment.put("LC_ALL", lcAll);
    }
    return environment;
  }

  private static String version() {
    String version = Main.class.getPackage().getImplementationVersion();
    return version == null ? "dev" : version;
  }

  /** As Python finds it: {@code HOME}, else what the system knows of the user. */
  private static Optional<Path> home() {
    String home = System.getenv("HOME");
    if (home == null || home.isEmpty()) {
      home = System.getProperty("user.home", "");
    }
    try {
      Path path = Path.of(home);
      return path.isAbsolute() ? Optional.of(path) : Optional.empty();
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  /** The launcher's findings: Java itself cannot tell which single stream is a terminal. */
  private static Platform.Terminals terminals() {
    String terminals = System.getProperty("hfdevice.tty", "");
    return new Platform.Terminals(
        terminals.contains("0"), terminals.contains("1"), terminals.contains("2"));
  }

  /** One that was closed by who started us leads into nothing since, and must not seem written. */
  private static OutputStream stream(String number, FileDescriptor descriptor) {
    return System.getProperty("hfdevice.closed", "").contains(number)
        ? new ClosedStream()
        : new FileOutputStream(descriptor);
  }

  private static final class ClosedStream extends OutputStream {
    @Override
    public void write(int b) throws IOException {
      throw new IOException("the stream was closed from the start");
    }
  }

  /** One class in the place of two lambdas, which would delay every start. */
  private static final class ThisProcess implements Supplier<Optional<char[]>>, ThreadFactory {

    /**
     * Only asked when stdin is a terminal; before Java 22 there is no console if stdout is none.
     */
    @Override
    @SuppressWarnings("SystemConsoleNull")
    public Optional<char[]> get() {
      Console console = System.console();
      return console == null
          ? Optional.empty()
          : Optional.ofNullable(console.readPassword("Token (not shown): "));
    }

    @Override
    public Thread newThread(Runnable work) {
      Thread thread = new Thread(work, "hf-device-exchange");
      thread.setDaemon(true);
      return thread;
    }
  }
}
