package io.github.hfdevice.cli;

import static io.github.hfdevice.cli.BuiltProgram.text;
import static io.github.hfdevice.cli.ScriptedHub.json;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Where a login puts its files, and what it does with those that are there. */
@DisabledOnOs(OS.WINDOWS)
class LoginFilesIT extends ScriptedHubCase {

  private BuiltProgram program() throws Exception {
    return new BuiltProgram(dir).with("HF_ENDPOINT", hub.endpoint());
  }

  private static String mode(Path file) throws Exception {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  private static void setMode(Path file, String mode) throws Exception {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
  }

  @Test
  void tokenFile_isWhereTheVariablesSay() throws Exception {
    Path cache = dir.resolve("cache");
    program()
        .without("HF_HOME")
        .with("XDG_CACHE_HOME", cache)
        .run("auth", "login")
        .exits(0)
        .says(cache.resolve("huggingface/token").toString());
    assertEquals(ScriptedHub.ACCESS_TOKEN, text(cache.resolve("huggingface/token")));

    Path home = Files.createDirectory(dir.resolve("at home"));
    BuiltProgram usual = program().without("HF_HOME").with("HOME", home);
    usual.run("auth", "login").exits(0);
    assertEquals(ScriptedHub.ACCESS_TOKEN, text(home.resolve(".cache/huggingface/token")));

    Path account = Files.createDirectory(dir.resolve("account"));
    program()
        .without("HF_HOME")
        .without("HOME")
        .with("HF_DEVICE_JAVA_OPTS", "-Duser.home=" + account)
        .run("auth", "login")
        .exits(0);
    assertEquals(ScriptedHub.ACCESS_TOKEN, text(account.resolve(".cache/huggingface/token")));

    usual.with("HF_TOKEN_PATH", "~/${NAME}/my token").with("NAME", "deep");
    usual.run("auth", "login").exits(0);
    assertEquals(ScriptedHub.ACCESS_TOKEN, text(home.resolve("deep/my token")));
    assertTrue(Files.exists(home.resolve("deep/stored_tokens")));
    assertEquals("rwx------", mode(home.resolve("deep")));
  }

  @Test
  void foldersOfOthers_andLinks_areLeftAsTheyAre() throws Exception {
    BuiltProgram program = program();
    Path shared = Files.createDirectory(program.hfHome());
    setMode(shared, "rwxrwxr-x");
    Path real = Files.createDirectory(dir.resolve("elsewhere")).resolve("the token");
    Files.writeString(real, "hf_old");
    setMode(real, "rw-r--r--");
    Files.createSymbolicLink(program.token(), real);

    program.run("auth", "login", "--force").exits(0).says("its mode is now 0600");

    assertEquals("rwxrwxr-x", mode(shared));
    assertTrue(Files.isSymbolicLink(program.token()));
    assertEquals(ScriptedHub.ACCESS_TOKEN, text(real));
    assertEquals("rw-------", mode(real));
  }

  @Test
  void umaskThatTakesTheOwnersRights_costsNone() throws Exception {
    BuiltProgram program = program();
    program.shell("umask 0777; exec \"$hf\" auth login").exits(0);
    assertEquals("rwx------", mode(program.hfHome()));
    assertEquals("rw-------", mode(program.token()));
    assertEquals("rw-------", mode(program.storedTokens()));
    program.run("auth", "token").exits(0).saysNothing();
  }

  @Test
  void tokenFileThatOthersCanRead_isRepairedWithAWarning() throws Exception {
    BuiltProgram program = program().loggedIn("hf_kept", "[kept]\nhf_token = hf_kept\n\n");
    setMode(program.token(), "rw-r--r--");
    program.run("auth", "token").exits(0).prints("hf_kept\n").says("Warning: ").hides("hf_kept");
    assertEquals("rw-------", mode(program.token()));
    program.run("auth", "token").exits(0).prints("hf_kept\n").saysNothing();
  }

  @Test
  void storeThatCannotBeParsed_isKeptAside_andNothingElseIsLost() throws Exception {
    String broken = "[kept]\nhf_token = hf_kept\n[kept]\nhf_token = twice\n";
    BuiltProgram program = program().loggedIn("", broken);
    program.run("auth", "login").exits(0).says("Warning: ").says("stored_tokens.corrupt-");
    assertTrue(text(program.storedTokens()).startsWith("[oauth-bob]\n"));
    try (Stream<Path> files = Files.list(program.hfHome())) {
      List<Path> kept =
          files.filter(file -> file.toString().contains("stored_tokens.corrupt-")).toList();
      assertEquals(1, kept.size());
      assertEquals(broken, text(kept.get(0)));
      assertEquals("rw-------", mode(kept.get(0)));
    }
  }

  @Test
  void numbersAsText_olderNames_andNamesThatAreNotAscii_areUnderstood() throws Exception {
    hub.answer(
        "/oauth/device",
        json(
            200,
            "{\"device_code\":\"d\",\"user_code\":\"ÄB-12\",\"verification_url\":"
                + "\"http://127.0.0.1/device\",\"expires_in\":\"300\",\"interval\":\"1\"}"));
    hub.answer(
        "/oauth/token",
        json(200, "{\"access_token\":\"hf_x%y\",\"expires_in\":\"3600\",\"token_type\":\"x\"}"));
    hub.answer("/api/whoami-v2", json(200, "{\"name\":\"jörg]\"}"));
    BuiltProgram program = program().with("LC_ALL", "C");
    Run run = program.run("auth", "login").exits(0).says("enter code: ÄB-12\n").says("jörg]");
    assertTrue(run.stderr().contains("Visit http://127.0.0.1/device and"), run::toString);
    String stored = TokenFolder.knownToHf(text(program.storedTokens()));
    assertTrue(stored.matches("\\[oauth-jörg]]\nhf_token = hf_x%y\nexpires_at = \\d+\n\n"), stored);
    program.run("auth", "list", "-q").exits(0).prints("oauth-jörg]\n");
    program.run("auth", "switch", "oauth-jörg]").exits(0);
    program.run("auth", "token").exits(0).prints("hf_x%y\n");
  }

  @Test
  void tokenFileThatHoldsNoToken_isShownToNobody_andReplacedByALogin() throws Exception {
    for (byte[] content :
        List.of(
            "hf_\u001b[31mred\u202e".getBytes(UTF_8),
            new byte[] {(byte) 0xff, (byte) 0xfe, 'h', 0, 'f', 0},
            "x".repeat(5_000_000).getBytes(UTF_8))) {
      BuiltProgram program = program().loggedIn("hf_x", "[x]\nhf_token = hf_x\n\n");
      Files.write(program.token(), content);
      program.run("auth", "token").failsShortly(7).says("Log in again to replace it.");
      program.run("auth", "login").exits(0).says("this login replaces it");
      program.run("auth", "token").exits(0).prints(ScriptedHub.ACCESS_TOKEN + "\n");

      Files.write(program.token(), content);
      program.run("auth", "login", "--token", "hf_pasted").exits(0);
      program.run("auth", "token").exits(0).prints("hf_pasted\n");

      Files.write(program.token(), content);
      program.run("auth", "logout", "--yes").exits(0).hides("nothing to remove");
      program.run("auth", "token").exits(4);
    }
  }

  @Test
  void advice_isAboutTheVariableThatDecides() throws Exception {
    program()
        .with("HF_TOKEN_PATH", Files.createDirectory(dir.resolve("folder")))
        .run("auth", "token")
        .failsShortly(7)
        .says("Set HF_TOKEN_PATH to a file of yours, or move it away if you made it.");
    BuiltProgram damaged =
        program().loggedIn("hf_x", "[x]\nhf_token = hf_x\nendpoint = somewhere\n\n");
    damaged
        .run("auth", "token")
        .failsShortly(4)
        .says("what " + damaged.storedTokens() + " says of the server of x cannot be read");
  }
}
