package io.github.hfdevice.cli;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.charset.Charset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What people put where a token belongs: each is named at once, sent nowhere and not repeated. */
@DisabledOnOs(OS.WINDOWS)
class WrongTokensIT extends ScriptedHubCase {
  private static final String TOKEN = "hf_pastedabcdefghijSECRET";

  private BuiltProgram program() throws Exception {
    return new BuiltProgram(dir).with("HF_ENDPOINT", hub.endpoint());
  }

  @Test
  void variableThatCannotHoldAToken_isNamed_andNothingIsSent() throws Exception {
    BuiltProgram program = program();
    Map<String, String> problems =
        Map.ofEntries(
            Map.entry("None", "is the word None and not a token"),
            Map.entry("undefined", "is the word undefined and not a token"),
            Map.entry("'" + TOKEN + "'", "is in quotes"),
            Map.entry("Bearer " + TOKEN, "begins with a word of an HTTP header"),
            Map.entry(TOKEN + " " + TOKEN, "holds a blank or a line end"),
            Map.entry(TOKEN + "\u00e9", "holds a character outside ASCII (U+00E9)"),
            Map.entry(TOKEN + "\u200b", "holds a character outside ASCII (U+200B)"),
            Map.entry("hf_\u2026", "is the beginning of a token and dots"),
            Map.entry("hf_****cdef", "is the mask of a token"),
            Map.entry("<your token>", "is a place to fill in"),
            Map.entry("$HF_TOKEN", "is the name of a variable"),
            Map.entry("HF_TOKEN=" + TOKEN, "begins with \"HF_TOKEN=\""),
            Map.entry("export HF_TOKEN=" + TOKEN, "begins with \"HF_TOKEN=\""));
    for (Map.Entry<String, String> problem : problems.entrySet()) {
      program
          .with("HF_TOKEN", problem.getKey())
          .run("auth", "whoami")
          .failsShortly(2)
          .says("Error: HF_TOKEN " + problem.getValue())
          .says("\n  Correct HF_TOKEN, or unset it.\n")
          .hides("SECRET");
    }
    assertEquals(0, hub.requestCount());
  }

  @Test
  void blanksAndLineEndsAround_areNoPartOfAToken() throws Exception {
    for (String token : List.of(" " + TOKEN, TOKEN + "\n", "\t" + TOKEN + "\r\n")) {
      program().with("HF_TOKEN", token).run("auth", "token").exits(0).prints(TOKEN + "\n");
    }
    program().with("HF_TOKEN", " \n").run("auth", "token").exits(4).says("not logged in");
  }

  @Test
  void everyCommandThatWouldUseIt_saysSo_andGitToo() throws Exception {
    BuiltProgram program = program().with("HF_TOKEN", "null");
    for (String command : List.of("token", "whoami", "status", "exec true")) {
      List<String> words = List.of(("auth " + command).split(" ", -1));
      program
          .run(words.toArray(new String[0]))
          .failsShortly(2)
          .says("Error: HF_TOKEN is the word null and not a token");
    }
    program
        .stdin("protocol=http\nhost=" + hub.endpoint().substring(7) + "\n\n")
        .run("auth", "git-credential", "get")
        .failsShortly(2);
    assertEquals(0, hub.requestCount());
  }

  @Test
  void fileOfPowerShell_isRead_withItsByteOrderMarkAndLineEnds() throws Exception {
    assertPasted(bytes(UTF_8, "\ufeff" + TOKEN + "\r\n"));
    assertPasted(bytes(UTF_16LE, "\ufeff" + TOKEN + "\r\n"));
    assertPasted(bytes(UTF_16BE, "\ufeff" + TOKEN + "\n"));
    assertPasted(bytes(UTF_8, "\r\n\n  " + TOKEN + " \n\n"));
  }

  private void assertPasted(byte[] stdin) throws Exception {
    BuiltProgram program = program().stdin(stdin);
    program.run("auth", "login", "--with-token").exits(0).says("Logged in as bob");
    assertEquals(TOKEN, program.files().activeToken());
  }

  @Test
  void pastedTextThatIsNoToken_isNamed_andNeitherSentNorStored() throws Exception {
    assertRefused(bytes(UTF_16LE, TOKEN + "\r\n"), "the token in stdin holds NUL characters, as a");
    assertRefused(bytes(UTF_16BE, TOKEN), "the token in stdin holds NUL characters, as a file in");
    assertRefused(bytes(UTF_8, TOKEN + "\0"), "the token in stdin holds NUL characters");
    assertRefused(bytes(UTF_8, TOKEN + "\nhf_second\n"), "the token in stdin holds a blank or");
    assertRefused(bytes(UTF_8, "\"" + TOKEN + "\"\n"), "the token in stdin is in quotes");
    assertRefused(
        bytes(UTF_8, "HF_TOKEN=" + TOKEN), "the token in stdin begins with \"HF_TOKEN=\"");
    assertRefused(bytes(UTF_8, "Bearer " + TOKEN), "begins with a word of an HTTP header");
    assertRefused(bytes(UTF_8, "\ufeff\r\n"), "there is no token in stdin");
    assertRefused(bytes(UTF_8, TOKEN.repeat(40_000)), "what stdin holds is too long for a token");
    assertEquals(0, hub.requestCount());
  }

  private void assertRefused(byte[] stdin, String problem) throws Exception {
    BuiltProgram program = program().stdin(stdin);
    program
        .run("auth", "login", "--with-token")
        .failsShortly(2)
        .says("Error: " + (problem.startsWith("begins") ? "the token in stdin " : "") + problem)
        .hides("SECRET");
    assertFalse(program.token().toFile().exists());
  }

  @Test
  void nothingInStdin_namesThePageWhereTokensAreMade() throws Exception {
    program()
        .run("auth", "login", "--with-token")
        .failsShortly(2)
        .says("Error: there is no token in stdin\n  Make a token at " + hub.endpoint())
        .says("/settings/tokens, and pipe it in.\n");
  }

  private static byte[] bytes(Charset charset, String text) {
    return text.getBytes(charset);
  }
}
