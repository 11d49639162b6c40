package io.github.hfdevice.git;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisabledOnOs(OS.WINDOWS)
class GitCredentialsTest {
  private static final URI HUB = URI.create("https://hub.test:8443");
  private static final String TOKEN = "hf_secret";

  @TempDir private Path dir;
  private FakeGit fake;

  private GitCredentials git(String body) throws Exception {
    fake = new FakeGit(dir, body);
    return new GitCredentials(fake.environment());
  }

  @Test
  void helper_isThere_whenGitHasASettingForTheServer() throws Exception {
    assertTrue(git("echo store").hasHelper(HUB));
    assertEquals(
        List.of("config --get-urlmatch credential.helper https://hub.test:8443"),
        fake.noted("arguments"));
    assertFalse(git("echo").hasHelper(HUB), "an empty entry forgets the helpers before it");
    assertFalse(git("exit 1").hasHelper(HUB));
    assertFalse(git("echo warning >&2").hasHelper(HUB));
  }

  @Test
  void settingsThatGitCannotRead_areNotTakenForNone() throws Exception {
    GitCredentials git = git("echo 'fatal: bad config line 1 in file /x' >&2; exit 128");
    GitException e = assertThrows(GitException.class, () -> git.hasHelper(HUB));
    assertEquals("git config failed: bad config line 1 in file /x", e.getMessage());
    GitCredentials other = git("exit 2");
    assertThrows(GitException.class, () -> other.hasHelper(HUB));
  }

  @Test
  void tokenTravelsOverStdin_asGitWantsIt() throws Exception {
    assertEquals("", git("").approve(HUB, TOKEN));
    List<String> told =
        List.of(
            "protocol=https", "host=hub.test:8443", "username=hf_user", "password=" + TOKEN, "");
    assertEquals(List.of("credential approve"), fake.noted("arguments"));
    assertEquals(told, fake.noted("stdin"));

    assertEquals("", git("").reject(HUB, TOKEN));
    assertEquals("credential reject", fake.noted("arguments").get(1));
    assertEquals(told, fake.noted("stdin"));
  }

  @Test
  void whatGitSays_isPassedOn_evenIfItCallsItDone_withoutTheToken() throws Exception {
    String body =
        "echo \"git: 'credential-x' is no git command; $(tail -n 2 \"$notes/stdin\")\" >&2";
    String words = "git: 'credential-x' is no git command; password=***";
    assertEquals(words, git(body).approve(HUB, TOKEN));
    assertEquals(words, git(body).reject(HUB, TOKEN));

    GitCredentials failing = git(body + "; exit 128");
    GitException e = assertThrows(GitException.class, () -> failing.approve(HUB, TOKEN));
    assertEquals("git credential approve failed: " + words, e.getMessage());
    e = assertThrows(GitException.class, () -> failing.reject(HUB, TOKEN));
    assertEquals("git credential reject failed: " + words, e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\nhost=evil.test", "a\r", "a\0", "\u0085"})
  void tokenOfSeveralLines_isNotGiven(String token) throws Exception {
    GitCredentials git = git("");
    assertThrows(GitException.class, () -> git.approve(HUB, token));
    assertThrows(GitException.class, () -> git.reject(HUB, token));
    assertFalse(fake.ran());
  }

  @Test
  void helper_isSetInTheUsersOwnSettings_andNoneBesideIt() throws Exception {
    git("").useHelper(HUB, "!hf-device auth git-credential");
    String key = " credential.https://hub.test:8443.helper ";
    assertEquals(
        List.of(
            "config --global --replace-all" + key,
            "config --global --add" + key + "!hf-device auth git-credential"),
        fake.noted("arguments"));
  }

  @Test
  void settingsThatCannotBeWritten_areAFailure_inGitsWords() throws Exception {
    GitCredentials first = git("echo 'error: could not lock /x' >&2; exit 255");
    GitException e = assertThrows(GitException.class, () -> first.useHelper(HUB, "!x"));
    assertEquals("git config --global failed: could not lock /x", e.getMessage());
    assertEquals(1, fake.noted("arguments").size());
    GitCredentials second = git("case \"$*\" in *--add*) exit 4;; esac");
    assertThrows(GitException.class, () -> second.useHelper(HUB, "!x"));
  }
}
