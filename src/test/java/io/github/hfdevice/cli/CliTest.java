package io.github.hfdevice.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.hfdevice.time.MachineWaitClock;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    "'', auth login --nonsense, true",
    "https://hub.test, auth login --nonsense, true",
    "http://127.0.0.1:1, auth login --nonsense --endpoint https://hub.test, true",
    "http://127.0.0.1:1, auth login --nonsense, false",
    "https://hub.test, auth login --nonsense --endpoint http://127.0.0.1:1, false",
  })
  void login_warmsUp_whatItsServerNeeds(String endpoint, String command, boolean overTls) {
    assertEquals(2, run(endpoint, command));
    assertEquals(1, started.size());
    assertEquals(overTls, ((WarmUp) started.get(0)).isOverTls());
  }

  @ParameterizedTest
  @CsvSource({"auth token --nonsense, 2", "doctor --nonsense, 2", "auth login --help, 0"})
  void otherCommands_startNothingBesideThem(String command, int exitCode) {
    assertEquals(exitCode, run("", command));
    assertEquals(List.of(), started);
  }
}
