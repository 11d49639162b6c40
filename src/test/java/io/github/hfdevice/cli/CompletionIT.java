package io.github.hfdevice.cli;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The completion script in the shell that it is for. */
class CompletionIT {
  private static final String TRY =
      """
      script=$("$hf" completion bash) || exit
      printf '%s\\n' "$script" | bash -n || exit
      eval "$script"
      compopt() { :; } # it only works while bash itself completes
      try() {
        COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMPREPLY=()
        $(complete -p hf-device | sed 's/.*-F \\([^ ]*\\) .*/\\1/')
      }
      """;

  @TempDir private Path dir;

  @BeforeEach
  void needsBash() {
    assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "bash is not installed");
  }

  @Test
  void bash_completesCommandsOptionsAndTheirValues() throws Exception {
    Files.writeString(
        dir.resolve("try.bash"),
        TRY
            + """
            try hf-device auth l && echo "${COMPREPLY[*]}"
            try hf-device auth login --add && echo "${COMPREPLY[*]}"
            try hf-device auth list --format j && echo "${COMPREPLY[*]}"
            try hf-device demo --scenario s && echo "${COMPREPLY[*]}"
            try hf-device completion z && echo "${COMPREPLY[*]}"
            try hf-device auth git-credential g && echo "${COMPREPLY[*]}"
            """);
    new BuiltProgram(dir)
        .with("try", dir.resolve("try.bash"))
        .shell("exec bash --norc \"$try\"")
        .exits(0)
        .saysNothing()
        .prints("login list ls logout\n--add-to-git-credential\njson\nslow-down\nzsh\nget\n");
  }

  /** Typed at a real prompt, where bash itself calls the script. */
  @Test
  void bash_completesAtItsPrompt() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/script")), "script(1) is not installed");
    String typed =
        "eval \"$(\"$hf\" completion bash)\"\\nhf-device auth who\\t\\001echo \\nexit\\n";
    Run run =
        new BuiltProgram(dir)
            .with("TERM", "dumb")
            .shell("printf '" + typed + "' | script -qec 'bash --norc' /dev/null | tr -d '\\r'")
            .exits(0);
    assertTrue(run.stdout().lines().anyMatch("hf-device auth whoami"::equals), run::toString);
  }

  @Test
  void zsh_isLeftAsItWas() throws Exception {
    String script = new BuiltProgram(dir).run("completion", "zsh").exits(0).saysNothing().stdout();
    assertTrue(script.contains("bashcompinit"), script);
    Stream<String> commands = script.lines().map(String::strip);
    assertFalse(commands.anyMatch(line -> line.matches("(setopt|alias) .*")), script);
  }
}
