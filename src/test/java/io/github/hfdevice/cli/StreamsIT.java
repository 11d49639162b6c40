package io.github.hfdevice.cli;

import static io.github.hfdevice.cli.BuiltProgram.text;
import static io.github.hfdevice.cli.ScriptedHub.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * Poor surroundings: no home, no locale, readers that leave. No {@code TERM} is in any of these.
 */
@EnabledOnOs(OS.LINUX)
class StreamsIT extends ScriptedHubCase {
  private static final String NAME = "prod Ж-é";
  private static final String WHOAMI =
      "{\"type\":\"user\",\"name\":\"bob\",\"orgs\":[],\"auth\":{\"type\":\"access_token\","
          + "\"accessToken\":{\"displayName\":\"prod Ж-é\",\"role\":\"read\"}}}";

  @BeforeEach
  void start() throws Exception {
    hub.answer("/api/whoami-v2", json(200, WHOAMI));
  }

  @Test
  void namesBeyondAscii_surviveALocaleWithoutThem() throws Exception {
    program.with("LC_ALL", "C").with("CLAUDECODE", "1");
    Run login = program.shell("\"$hf\" auth login | tail -1").exits(0).saysNothing();
    assertTrue(login.stdout().contains("the token (" + NAME + ") is in "), login.stdout());
    assertTrue(text(program.storedTokens()).startsWith("[" + NAME + "]\n"));
    program.run("auth", "list", "-q").exits(0).prints(NAME + "\n");
    program.with("LC_ALL", "POSIX");
    program.run("auth", "switch", NAME).exits(0).saysNothing();
  }

  @Test
  void homeBeyondAscii_takesALogin_whateverTheLocale() throws Exception {
    hub.answer("/api/whoami-v2", json(200, "{\"type\":\"user\",\"name\":\"bob\"}"));
    program.without("HF_HOME");
    for (String locale :
        List.of("LANG=en_US", "LC_ALL=xx", "LC_CTYPE=xx_XX.ISO-8859-1", "LANG= LC_ALL=C")) {
      Run run =
          program
              .shell(
                  "HOME=$PWD/j$(printf '\\303\\266')rg; rm -rf \"$HOME\"; mkdir \"$HOME\"; export "
                      + locale
                      + "; \"$hf\" auth login --token hf_x && cat \"$HOME/.cache/huggingface/token\""
                      + " && \"$hf\" auth token")
              .exits(0);
      assertEquals("hf_xhf_x\n", run.stdout(), locale);
      run.says("/jörg/.cache/huggingface/token").hides("Warning");
    }
  }

  @Test
  void readersThatLeave_costNoToken() throws Exception {
    program.with("AI_AGENT", "1");
    Run run =
        program.shell(
            "{ \"$hf\" auth login; echo $? >ended; } | head -1; \"$hf\" auth list | true; cat ended");
    run.exits(0).saysNothing();
    List<String> lines = run.stdout().lines().toList();
    assertTrue(lines.get(0).contains("enter code: WXYZ-1234"), run::toString);
    assertEquals("0", lines.get(1));
    assertEquals(ScriptedHub.ACCESS_TOKEN, text(program.token()));
  }

  @Test
  void withoutHome_theFilesAreWhereHfHomeSays_orAnErrorSaysWhatToSet() throws Exception {
    // What Java makes of a user whom the system does not know.
    program.without("HOME").with("HF_DEVICE_JAVA_OPTS", "-Duser.home=?");
    program.run("auth", "login").exits(0).says("Logged in as bob");
    assertEquals(ScriptedHub.ACCESS_TOKEN, text(program.token()));
    program.without("HF_HOME");
    program.run("auth", "login").failsShortly(7).says("HOME");
    program.run("auth", "token").failsShortly(7).says("HOME");
  }
}
