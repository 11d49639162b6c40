package io.github.hfdevice.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.hfdevice.time.FakeWaitClock;
import io.github.hfdevice.time.WaitClock;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;

/** A process with nothing in it but what a test gives it: no file, no terminal, no signal. */
final class FakePlatform {
  final ByteArrayOutputStream stdout = new ByteArrayOutputStream();
  final ByteArrayOutputStream stderr = new ByteArrayOutputStream();
  private Map<String, String> variables = Map.of();
  private Platform.Terminals terminals = Platform.Terminals.NONE;
  private Clock wallClock = Clock.systemUTC();
  private WaitClock waitClock = new FakeWaitClock();
  private ThreadFactory threads = Thread::new;

  FakePlatform variables(Map<String, String> all) {
    variables = all;
    return this;
  }

  FakePlatform terminals(Platform.Terminals which) {
    terminals = which;
    return this;
  }

  FakePlatform clocks(Clock wall, WaitClock waiting) {
    wallClock = wall;
    waitClock = waiting;
    return this;
  }

  FakePlatform threads(ThreadFactory factory) {
    threads = factory;
    return this;
  }

  Platform platform() {
    return new Platform(
        "1.2.3",
        "hf-device",
        variables,
        Optional.empty(),
        InputStream.nullInputStream(),
        stdout,
        stderr,
        terminals,
        Optional::empty,
        wallClock,
        waitClock,
        threads,
        new NoTermination(),
        false);
  }

  /** Runs a command in it, without texts that lie beside the program. */
  Run run(String... arguments) {
    int exitCode = new Cli(platform(), WrittenTexts.NONE).run(arguments);
    return new Run(exitCode, stdout.toString(UTF_8), stderr.toString(UTF_8));
  }
}
