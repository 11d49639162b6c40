package io.github.hfdevice.cli;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.hfdevice.demo.PracticeHub;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** The words of the README's picture are those of a login at a terminal. */
@EnabledIf("io.github.hfdevice.cli.Tmux#isInstalled")
class PictureIT {
  private static final Path PICTURE = Path.of(".github/picture/login.svg");
  private static final Pattern LINE = Pattern.compile("<text [^>]*>(.*)</text>");

  @TempDir private Path folder;

  @Test
  void picture_showsWhatIsPrinted() throws Exception {
    PracticeHub.Options options =
        PracticeHub.Options.builder()
            .interval(Duration.ofSeconds(1))
            .autoApprove(Duration.ofMillis(100))
            .build();
    try (PracticeHub hub = PracticeHub.start(options)) {
      BuiltProgram program =
          new BuiltProgram(folder)
              .with("LANG", "C.UTF-8")
              .with("HF_ENDPOINT", hub.endpoint())
              .with("PATH", BuiltProgram.LAUNCHER.getParent() + ":/usr/bin:/bin")
              .without("HF_HOME");
      // So wide that the path of the home wraps no line.
      try (Tmux window = new Tmux(program, folder, 250, 24)) {
        window.type("hf-device auth login").await("Logged in .*\n\\$$");
        String screen = window.type("hf-device auth status").await("expires: .*\n\\$$");
        String home = program.folder().resolve("home").toString();
        String printed = screen.replace(home, "/tmp/alice").replaceAll("\n\\$$", "");
        assertEquals(words(drawn()), words(printed));
      }
    }
  }

  private static List<String> words(String text) {
    return List.of(Transcript.masked(text.replaceAll("\\s+", " ")).split(" ", -1));
  }

  private static String drawn() throws Exception {
    return LINE.matcher(Files.readString(PICTURE))
        .results()
        .map(line -> line.group(1).replaceAll("<[^>]*>", ""))
        .map(line -> line.replace("&#160;", " ").replace("&lt;", "<").replace("&gt;", ">"))
        .map(line -> line.replace("&amp;", "&"))
        .collect(joining("\n"));
  }
}
