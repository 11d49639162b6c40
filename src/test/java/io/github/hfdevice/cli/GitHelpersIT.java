package io.github.hfdevice.cli;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Git's own helpers that do not work, with the real git: what they say is passed on. */
@DisabledOnOs(OS.WINDOWS)
class GitHelpersIT extends ScriptedHubCase {
  @BeforeEach
  void useSettingsOfTheTest() {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/git")), "git is not installed");
    program.with("GIT_CONFIG_NOSYSTEM", "1");
  }

  @Test
  void whatGitSays_isPassedOn_withTheWayToAHelperThatWorks() throws Exception {
    program.shell("git config --global credential.helper no-such-helper").exits(0);
    Run login = program.run("auth", "login", "--add-to-git-credential").exits(0);
    login.says(
        "Warning: git may not have kept the token. It said: git: 'credential-no-such-helper'");
    login.says("hf-device auth setup-git").hides(ScriptedHub.ACCESS_TOKEN);
    program
        .run("auth", "logout")
        .exits(0)
        .says("Warning: git may still keep the token. It said: git");

    program.shell("git config --global credential.helper '!cat >&2; echo \"\\033[31m\" >&2; :'");
    login = program.run("auth", "login", "--add-to-git-credential").exits(0);
    login.says("password=***").hides(ScriptedHub.ACCESS_TOKEN).hides("\033");

    program.shell("echo '[broken' >>\"$HOME/.gitconfig\"").exits(0);
    login = program.run("auth", "login", "--add-to-git-credential").exits(0);
    login.says("Warning: git was not given the token: git config failed: bad config line");
    login.says(".gitconfig");

    program
        .run("auth", "logout")
        .exits(0)
        .says("Warning: git may still keep the token: git config failed: bad config line");
    program.run("auth", "setup-git").failsShortly(7).says("bad config line").says(".gitconfig");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'!echo no keyring >&2; exit 3; :' | no keyring",
        "/nowhere/helper | /nowhere/helper",
        "store --file=/nowhere/passwords | credential storage lock",
      })
  void helperThatFails_isSaid_inItsOwnWords_inEveryFormat(String helper, String words)
      throws Exception {
    program.with("helper", helper).shell("git config --global credential.helper \"$helper\"");
    for (String format : List.of("human", "json", "quiet", "agent")) {
      program
          .run("auth", "login", "--token=hf_y", "--add-to-git-credential", "--format", format)
          .exits(0)
          .says("Warning: git may not have kept the token. It said: ")
          .says(words)
          .says("hf-device auth setup-git")
          .hides("hf_y");
    }
    program.run("auth", "switch", "oauth-bob", "--add-to-git-credential").exits(0).says(words);
  }

  @Test
  void helperThatSaysNothing_orOnlyToGit_isNoWarning() throws Exception {
    for (String helper : List.of("!cat >/dev/null; :", "!echo username=x; echo quit=1; :")) {
      program.with("helper", helper).shell("git config --global credential.helper \"$helper\"");
      Run login = program.run("auth", "login", "--force", "--add-to-git-credential").exits(0);
      login.hides("Warning").prints("");
    }
  }
}
