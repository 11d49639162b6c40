package io.github.hfdevice.cli;

import static io.github.hfdevice.cli.ScriptedHub.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.condition.OS;

/** Variables that cannot be right: the command says so at once, and doctor says the same. */
@DisabledOnOs(OS.WINDOWS)
class WrongValuesIT extends ScriptedHubCase {

  @BeforeEach
  void start() throws Exception {
    hub.answer(
        "/.well-known/openid-configuration",
        json(200, "{\"device_authorization_endpoint\":\"x\"}"));
  }

  /** Both fail with the same sentence about {@code variable}. */
  private void assertRefused(String check, String variable, String value, String sentence)
      throws Exception {
    program.with(variable, value);
    program
        .run("auth", "login")
        .failsShortly(2)
        .says("Error: " + variable + " " + sentence)
        .says("\n  Correct " + variable + ", or unset it.\n");
    Run doctor = program.run("doctor").exits(2);
    String line = "\nfailure  " + check + ": " + variable + " " + sentence;
    assertTrue(doctor.stdout().contains(line), doctor::stdout);
    assertTrue(
        doctor.stdout().contains("\n         Correct " + variable + ", or unset it.\n"),
        doctor::stdout);
    program.without(variable);
  }

  @Test
  void endpointWithoutASchemeOrInQuotes_isShown_andTheRightOneOffered() throws Exception {
    for (String[] pair :
        new String[][] {
          {"hub.test", "https://hub.test"},
          {"'https://hub.test'", "https://hub.test"},
          {"\"https://hub.test/\"", "https://hub.test"},
          {"https//hub.test", "https://hub.test"},
          {"HF_ENDPOINT=https://hub.test", "https://hub.test"},
          {"localhost:8080", "http://localhost:8080"},
        }) {
      program.with("HF_ENDPOINT", pair[0]);
      program
          .run("auth", "whoami")
          .failsShortly(2)
          .says("HF_ENDPOINT is not a valid address of a server (\"" + pair[0] + "\")")
          .says("; did you mean " + pair[1] + "?\n  Correct HF_ENDPOINT, or unset it.\n");
    }
    program.without("HF_ENDPOINT");
    assertRefused(
        "endpoint",
        "HF_ENDPOINT",
        "https://",
        "is not a valid address of a server (\"https://\"); it should look like"
            + " https://huggingface.co\n");
    program
        .run("auth", "whoami", "--endpoint", "hub.test")
        .failsShortly(2)
        .says("Error: --endpoint is not a valid address of a server (\"hub.test\"); did you mean");
  }

  @Test
  void tokenInTheWrongVariable_isNotShown() throws Exception {
    String token = "hf_abcdefghijklmnopqrSECRET";
    program.with("HF_ENDPOINT", token);
    program.run("auth", "whoami").failsShortly(2).says("holds what looks like").hides("SECRET");
    program.with("HF_ENDPOINT", hub.endpoint()).with("HF_HOME", token);
    program.run("auth", "whoami").failsShortly(2).says("holds what looks like").hides("SECRET");
  }

  @Test
  void pathThatCannotBeRight_isRefused() throws Exception {
    String quotes = "is in quotes, which are a part of it. Write it without them\n";
    String lineEnd = "holds a line end or a control character, as from a file with Windows";
    assertRefused("paths", "HF_HOME", "\"" + dir.resolve("q") + "\"", quotes);
    assertRefused("paths", "HF_TOKEN_PATH", "'" + dir.resolve("q") + "'", quotes);
    assertRefused("paths", "HF_HOME", "C:\\Users\\me", "is a path of Windows.");
    assertRefused("paths", "HF_TOKEN_PATH", "c:/me/token", "is a path of Windows.");
    assertRefused("paths", "HF_HOME", dir.resolve("q") + "\r", lineEnd);
    assertRefused("paths", "HF_HOME", "~somebody/hf", "starts with ~ and a user's name.");
    assertEquals(0, hub.requests("/oauth/device").size());
  }

  @Test
  void pathThatIsOddButPossible_isUsed_withAWarning_inDoctorToo() throws Exception {
    assertWarned("HF_HOME", "odd/hf", "is a relative path, so it means another place in each");
    assertWarned("HF_HOME", "", "is empty, which counts as unset here, but hf takes it for");
    assertWarned("HF_TOKEN_PATH", "", "is empty, which counts as unset here, but hf then finds");
    assertWarned(
        "HF_HOME", dir + "/$NOT_SET/hf", "names $NOT_SET, and no such variable is set; as it");
    assertWarned("HF_HOME", dir.resolve("b") + " ", "begins or ends with a blank");
  }

  private void assertWarned(String variable, String value, String sentence) throws Exception {
    program.with(variable, value);
    program
        .stdin("hf_pasted")
        .run("auth", "login", "--with-token")
        .exits(0)
        .says("Warning: " + variable + " " + sentence);
    Run doctor = program.run("doctor").exits(0);
    assertTrue(doctor.stdout().contains("\nwarning  paths: the token file is "), doctor::stdout);
    assertTrue(doctor.stdout().contains("; " + variable + " " + sentence), doctor::stdout);
    program.without(variable);
  }

  @Test
  void proxyThatIsNotSupported_orHasNoHost_isSaid() throws Exception {
    String kind = "names a proxy of the kind ";
    String address = "is not a valid address of a proxy (one looks like http://user:password@";
    assertRefused("proxy", "HTTP_PROXY", "socks4://p:1", kind + "socks4://, which is not");
    assertRefused("proxy", "HTTP_PROXY", "https://p:1", kind + "https://, which is not supported");
    assertRefused("proxy", "ALL_PROXY", "\"http://p:1\"", address);
    assertRefused("proxy", "HTTP_PROXY", "http//p:1", address);
    assertRefused("proxy", "HTTP_PROXY", "None", address);
    assertRefused("proxy", "HTTP_PROXY", "p:99999", address);
    assertEquals(0, hub.requestCount());
  }

  @Test
  void numbersAndWords_areWhatTheySay_orRefused() throws Exception {
    for (String wrong : List.of("abc", "-1", "0", "10s", "1,5")) {
      program.with("HF_HUB_DOWNLOAD_TIMEOUT", wrong).run("auth", "login").failsShortly(2);
    }
    program.without("HF_HUB_DOWNLOAD_TIMEOUT");
    String number = "is not a number of seconds above 0 and up to 86400 (such as 10)\n";
    assertRefused("connection", "HF_HUB_DOWNLOAD_TIMEOUT", "ten", number);
    String word =
        "is \"maybe\", which is neither yes (1, on, yes, true) nor no (0, off, no, false)";
    assertRefused("connection", "HF_HUB_OFFLINE", "maybe", word);
    assertRefused("connection", "TRANSFORMERS_OFFLINE", "maybe", word);
    program.with("HF_OIDC_RESOURCE", "a/b/c");
    program.run("auth", "token").failsShortly(2).says("HF_OIDC_RESOURCE is \"a/b/c\", and has to");
    assertEquals(0, hub.requests("/oauth/device").size());
  }

  @Test
  void bundleThatCannotBeRead_isNamed() throws Exception {
    program.with("HF_ENDPOINT", "https://127.0.0.1:9");
    for (Path wrong : List.of(dir.resolve("none.pem"), Files.createFile(dir.resolve("empty")))) {
      program
          .with("SSL_CERT_FILE", wrong)
          .run("auth", "login")
          .failsShortly(2)
          .says("Error: SSL_CERT_FILE does not name authorities to trust: " + wrong);
      Run doctor = program.run("doctor").exits(2);
      assertTrue(doctor.stdout().contains("\nfailure  certificates: " + wrong), doctor::stdout);
    }
  }

  @Test
  void doctor_findsEveryWrongValue_atOnce() throws Exception {
    Run run =
        program
            .with("HF_ENDPOINT", "huggingface.co")
            .with("HF_TOKEN", "None")
            .with("HF_HOME", "\"x\"")
            .with("HTTPS_PROXY", "socks4://p:1")
            .with("SSL_CERT_FILE", dir.resolve("none.pem"))
            .run("doctor")
            .exits(2)
            .says("Error: 5 of 6 checks failed\n  Mend the first of them, and run it again.\n");
    for (String check : List.of("endpoint", "certificates", "proxy", "paths", "token_variable")) {
      assertTrue(run.stdout().contains("\nfailure  " + check + ": "), run::stdout);
    }
    program.run("doctor", "--quiet").exits(2).says("\n  Run it without --quiet to see which.\n");
  }

  @Test
  void doctor_namesTheVariableThatForbidsTheNetwork() throws Exception {
    Run run = program.with("TRANSFORMERS_OFFLINE", "1").run("doctor").exits(0);
    String line =
        "\nwarning  connection: not tried, for TRANSFORMERS_OFFLINE forbids the network\n";
    assertTrue(run.stdout().contains(line), run::stdout);
    assertTrue(run.stdout().contains("  Unset TRANSFORMERS_OFFLINE to log in.\n"), run::stdout);
  }

  @Test
  @EnabledIf("io.github.hfdevice.cli.Tmux#isInstalled")
  void nothingTypedAtTheHiddenPrompt_isSaid_withThePageOfTheTokens() throws Exception {
    try (Tmux window = new Tmux(program, dir, 100, 24)) {
      window.type("\"$hf\" auth login --with-token").await("not shown");
      window.press("Enter").await("(?m)^Error: nothing was typed or pasted$");
      window.await("Make a token at " + hub.endpoint() + "/settings/tokens, and paste it when");
      window.type("echo ended with $?").await("ended with 2");
    }
  }
}
