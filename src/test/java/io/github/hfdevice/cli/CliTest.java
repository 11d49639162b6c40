package io.github.hfdevice.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.hfdevice.http.TlsWarmUp;
import io.github.hfdevice.oauth.MachineWaitClock;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CliTest {
  private final List<Runnable> started = new ArrayList<>();

  /** Runs the words of {@code command} in a process that has no file and no network. */
  private int run(String endpoint, String command) {
    Platform platform =
        new Platform(
            "test",
            "hf-device",
            endpoint.isEmpty() ? Map.of() : Map.of("HF_ENDPOINT", endpoint),
            Optional.empty(),
            InputStream.nullInputStream(),
            OutputStream.nullOutputStream(),
            OutputStream.nullOutputStream(),
            Platform.Terminals.NONE,
            Optional::empty,
            Clock.systemUTC(),
            new MachineWaitClock(),
            work -> {
              started.add(work);
              return new Thread(() -> {});
            },
            new NoTermination(),
            false);
    return new Cli(platform).run(command.split(" "));
  }

  @ParameterizedTest
  @CsvSource({
    "'', auth login --nonsense, 1",
    "https://hub.test, auth login --nonsense, 1",
    "http://127.0.0.1:1, auth login --nonsense --endpoint https://hub.test, 1",
    "http://127.0.0.1:1, auth login --nonsense, 0",
    "https://hub.test, auth login --nonsense --endpoint http://127.0.0.1:1, 0",
    "https://hub.test, auth token --nonsense, 0",
    "https://hub.test, doctor --nonsense, 0",
  })
  void tls_isWarmedUp_whereALoginNeedsIt(String endpoint, String command, int times) {
    assertEquals(2, run(endpoint, command));
    assertEquals(times, started.stream().filter(TlsWarmUp.class::isInstance).count());
  }

  @Test
  void help_needsNoTls() {
    assertEquals(0, run("", "auth login --help"));
    assertEquals(List.of(), started);
  }
}
