package io.github.hfdevice.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.hfdevice.time.WaitClock;
import java.io.ByteArrayOutputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CountdownTest {
  private final FakePlatform fake = new FakePlatform();
  private final FakeClock clock = new FakeClock();
  private final Countdown countdown = new Countdown(output(), clock);

  private Output output() {
    Platform platform =
        fake.variables(Map.of("TERM", "xterm"))
            .terminals(new Platform.Terminals(true, true, true))
            .clocks(Clock.systemUTC(), clock)
            .platform();
    return new Output(
        Format.HUMAN, new Stream(new ByteArrayOutputStream()), new Stream(fake.stderr), platform);
  }

  private String drawn() {
    return fake.stderr.toString(UTF_8);
  }

  private static String line(String text) {
    return "\r\u001b[J\u001b[?7l" + text + "\u001b[?7h\r";
  }

  @Test
  void wait_isDividedIntoSeconds_eachDrawnOverTheLast() throws Exception {
    countdown.begin(Duration.ofSeconds(61));
    countdown.sleep(Duration.ofMillis(2500));
    assertEquals(List.of(1000L, 1000L, 500L), clock.sleeps);
    assertEquals(
        line("1:01 left to approve") + line("1:00 left to approve") + line("0:59 left to approve"),
        drawn());
  }

  @Test
  void afterATryThatFailed_theNextIsTold_untilOneSucceeds() throws Exception {
    countdown.begin(Duration.ofSeconds(61));
    countdown.tellNextTry(true);
    countdown.sleep(Duration.ofMillis(2500));
    countdown.tellNextTry(false);
    countdown.sleep(Duration.ofSeconds(1));
    assertEquals(
        line("1:01 left to approve, next try in 3 s")
            + line("1:00 left to approve, next try in 2 s")
            + line("0:59 left to approve, next try in 1 s")
            + line("0:58 left to approve"),
        drawn());
  }

  @Test
  void codeThatRanOut_staysAtZero() throws Exception {
    countdown.begin(Duration.ZERO);
    countdown.sleep(Duration.ofSeconds(2));
    assertEquals(line("0:00 left to approve").repeat(2), drawn());
  }

  @Test
  void beforeItBegins_andAfterItEnded_nothingIsDrawn() throws Exception {
    countdown.sleep(Duration.ofSeconds(1));
    countdown.clear();
    countdown.end();
    assertEquals("", drawn());

    countdown.begin(Duration.ofSeconds(9));
    countdown.end();
    countdown.end();
    countdown.sleep(Duration.ofSeconds(1));
    assertEquals("\r\u001b[J", drawn());
  }

  private static final class FakeClock implements WaitClock {
    final List<Long> sleeps = new ArrayList<>();
    private Duration now = Duration.ofSeconds(7);

    @Override
    public Duration elapsed() {
      return now;
    }

    @Override
    public void sleep(Duration duration) {
      sleeps.add(duration.toMillis());
      now = now.plus(duration);
    }
  }
}
