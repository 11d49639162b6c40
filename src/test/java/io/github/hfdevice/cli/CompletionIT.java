package io.github.hfdevice.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The completion scripts in the shells that they are for. */
@DisabledOnOs(OS.WINDOWS)
class CompletionIT {
  /** Names that would do something if a shell took them as they are. */
  private static final String EVIL = "$(touch PWNED)`touch PWNED`;touch PWNED";

  private static final List<String> NAMES =
      List.of("ci:read", "my token", "it's a \"name\" \\ of !1", EVIL, "-x");

  @TempDir private Path dir;
  private BuiltProgram program;

  @BeforeEach
  void store() throws Exception {
    StringBuilder stored = new StringBuilder();
    NAMES.forEach(name -> stored.append('[').append(name).append("]\nhf_token = hf_x\n\n"));
    program =
        new BuiltProgram(dir)
            .loggedIn("hf_x", stored.toString())
            .with("HF_ENDPOINT", "http://127.0.0.1:9")
            .with("PATH", BuiltProgram.LAUNCHER.getParent() + ":/usr/bin:/bin")
            .with("TERM", "dumb");
  }

  private static void needs(String shell) {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin", shell)), shell + " is not installed");
  }

  /** What bash would replace the word at the end of {@code typed} by. */
  private String bash(String typed) throws Exception {
    Files.writeString(
        dir.resolve("try.bash"),
        """
        eval "$(hf-device completion bash)"
        compopt() { :; } # it only works while bash itself completes
        COMP_LINE=$typed COMP_POINT=${#typed} COMPREPLY=()
        $(complete -p hf-device | sed 's/.*-F \\([^ ]*\\) .*/\\1/') && printf '%s\\n' "${COMPREPLY[@]}"
        """);
    Run run =
        program
            .with("typed", typed)
            .with("try", dir.resolve("try.bash"))
            .shell("exec bash --norc \"$try\"")
            .saysNothing();
    return run.stdout().stripTrailing().replace('\n', '|');
  }

  @ParameterizedTest
  @CsvSource({
    "hf-device com, completion",
    "hf-device auth l, login|list|ls|logout",
    "hf-device lo, login|logout",
    "hf-device --json auth login --add, --add-to-git-credential",
    "hf-device auth login --scope a --fo, --force|--format",
    "hf-device auth list --format j, json",
    "hf-device auth list --format=j, json",
    "hf-device --format , auto|human|agent|json|quiet",
    "hf-device demo --scenario s, slow-down",
    "hf-device completion , bash|zsh|fish|powershell",
    "hf-device auth git-credential g, get",
    "hf-device help env, environment|env",
    "hf-device auth login --token h, ''",
    "hf-device auth token x, ''",
  })
  void bash_completesCommandsOptionsAndTheirValues(String typed, String expected) throws Exception {
    needs("bash");
    String line = typed.matches(".*(completion|--format)") ? typed + " " : typed;
    assertEquals(expected, bash(line));
  }

  @Test
  void bash_writesStoredNames_soThatTheyArriveAsTheyAre() throws Exception {
    needs("bash");
    List<String> offered = List.of(bash("hf-device auth switch ").split("\\|"));
    assertEquals(NAMES.size() - 1, offered.size(), offered::toString);
    List<String> arrived = new ArrayList<>();
    for (String word : offered) {
      arrived.add(program.with("word", word).shell("exec bash -c \"printf %s $word\"").stdout());
    }
    assertEquals(
        NAMES.subList(0, 4).stream().sorted().toList(), arrived.stream().sorted().toList());
    assertEquals("my token", bash("hf-device auth logout 'my"));
    assertEquals("my token", bash("hf-device auth logout \"my"));
    assertEquals("\\$(touch PWNED)\\`touch PWNED\\`;touch PWNED", bash("hf-device logout \"\\$"));
    assertEquals("read", bash("hf-device auth switch --token-name ci:"));
    assertFalse(Files.exists(dir.resolve("PWNED")));
  }

  /** Types at a real prompt, and gives the words that the line has after the tab. */
  private List<String> typed(String shell, String prepare, String line) throws Exception {
    Path keys =
        Files.writeString(
            dir.resolve("keys"),
            prepare
                + "\nwords() { printf '<%s>' \"$@\"; echo; }\n"
                + line
                + "\t\001words \nexit\n");
    Run run =
        program
            .with("keys", keys)
            .shell("script -qec '" + shell + "' /dev/null <\"$keys\" | tr -d '\\r'")
            .exits(0);
    String words =
        run.stdout()
            .lines()
            .filter(found -> found.startsWith("<"))
            .findFirst()
            .orElseThrow(() -> new AssertionError(run.toString()));
    return List.of(words.substring(1, words.length() - 1).split("><"));
  }

  @ParameterizedTest
  @CsvSource({
    "auth who, auth, whoami",
    "switch my, switch, my token",
    "switch ci:, switch, ci:read",
    "logout 'my, logout, my token",
  })
  void bash_completesAtItsPrompt(String line, String command, String last) throws Exception {
    needs("bash");
    needs("script");
    assertEquals(
        List.of("hf-device", command, last),
        typed("bash --norc", "eval \"$(hf-device completion bash)\"", "hf-device " + line));
  }

  @ParameterizedTest
  @CsvSource({
    "auth who, auth, whoami",
    "completion fi, completion, fish",
    "switch my, switch, my token",
    "switch --token-n, switch, --token-name",
    "switch ci:, switch, ci:read",
    "logout it, logout, it's a \"name\" \\ of !1",
    "logout \\$, logout, $(touch PWNED)`touch PWNED`;touch PWNED",
  })
  void zsh_completesAtItsPrompt(String line, String command, String last) throws Exception {
    needs("zsh");
    needs("script");
    String prepare =
        "autoload -Uz compinit && compinit -D -u\neval \"$(hf-device completion zsh)\"";
    assertEquals(
        List.of("hf-device", command, last), typed("zsh -f", prepare, "hf-device " + line));
    assertFalse(Files.exists(dir.resolve("PWNED")));
  }

  @Test
  void zsh_readsTheFileFromItsPath() throws Exception {
    needs("zsh");
    needs("script");
    Path scripts = BuiltProgram.LAUNCHER.resolveSibling("../share/completions").normalize();
    String prepare = "fpath=('" + scripts + "' $fpath); autoload -Uz compinit && compinit -D -u";
    assertEquals(
        List.of("hf-device", "demo", "--scenario", "slow-down"),
        typed("zsh -f", prepare, "hf-device demo --scenario s"));
  }

  /** What fish offers, without the descriptions. */
  private List<String> fish(String typed) throws Exception {
    String script = "hf-device completion fish | source; complete -C $typed";
    Run run =
        program
            .with("typed", typed)
            .with("script", script)
            .shell("exec fish --no-config -c \"$script\"")
            .saysNothing();
    return run.stdout().lines().map(line -> line.replaceFirst("\t.*", "")).sorted().toList();
  }

  @ParameterizedTest
  @CsvSource({
    "hf-device auth who, whoami",
    "hf-device auth l, list|login|logout|ls",
    "hf-device --json lo, login|logout",
    "hf-device auth login --scope a --fo, --force|--format",
    "hf-device auth list --format j, json",
    "hf-device demo --scenario s, slow-down",
    "hf-device completion p, powershell",
    "hf-device auth login --token h, ''",
  })
  void fish_completesCommandsOptionsAndTheirValues(String typed, String expected) throws Exception {
    needs("fish");
    assertEquals(expected, String.join("|", fish(typed)));
  }

  @Test
  void fish_offersStoredNames() throws Exception {
    needs("fish");
    List<String> names = NAMES.subList(0, 4).stream().sorted().toList();
    assertEquals(names, fish("hf-device auth switch "));
    assertEquals(names, fish("hf-device logout --token-name "));
    assertFalse(Files.exists(dir.resolve("PWNED")));
  }

  /** No PowerShell was at hand to run it in. */
  @Test
  void powershellScript_holdsEveryCommandAndOption() throws Exception {
    String script = program.run("completion", "powershell").exits(0).saysNothing().stdout();
    HelpTest.commands()
        .forEach(
            command -> {
              String path =
                  command.getCommandSpec().qualifiedName().replaceFirst("hf-device ?", "");
              int start = script.indexOf("        '" + path + ":' = [ordered]@{");
              assertTrue(start > 0, path);
              String words = script.substring(start, script.indexOf("}", start));
              command
                  .getCommandSpec()
                  .optionsMap()
                  .forEach(
                      (name, option) ->
                          assertTrue(
                              option.hidden() || words.contains("'" + name + "' = '"), words));
            });
    for (String pair : List.of("()", "{}", "[]")) {
      assertEquals(
          script.chars().filter(c -> c == pair.charAt(0)).count(),
          script.chars().filter(c -> c == pair.charAt(1)).count(),
          pair);
    }
  }

  @ParameterizedTest
  @CsvSource({"bash, hf-device.bash", "zsh, _hf-device", "fish, hf-device.fish"})
  void scriptOfThePackages_isTheSame_andIsUnderstood(String shell, String name) throws Exception {
    Path file = BuiltProgram.LAUNCHER.resolveSibling("../share/completions/" + name);
    program.run("completion", shell).exits(0).saysNothing().prints(text(file));
    needs(shell);
    program.with("file", file).shell(shell + " -n \"$file\"").exits(0).saysNothing();
  }

  private static String text(Path file) throws IOException {
    return BuiltProgram.text(file);
  }

  @Test
  void unknownShell_isAUsageError() throws Exception {
    program.run("completion", "tcsh").failsShortly(2).says("bash, zsh, fish or powershell");
  }
}
