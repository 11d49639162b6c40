package io.github.hfdevice.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;

/** All texts about the commands, where an installed program and its packages have them. */
public final class Texts {
  private static final Map<String, String> SCRIPTS =
      Map.of(
          "hf-device.bash",
          "bash",
          "_hf-device",
          "zsh",
          "hf-device.fish",
          "fish",
          "hf-device.ps1",
          "powershell");

  private final CommandLine root;
  private final Path build;
  private final Path home;

  /**
   * @param build the folder {@code src/build}
   * @param home the folder of the built program
   */
  public Texts(Platform platform, Path build, Path home) {
    this.root = new Cli(platform, WrittenTexts.NONE).model("");
    this.build = build;
    this.home = home;
  }

  /** Writes them, with that version and day in the manual pages. */
  public void write(String version, String day) throws IOException {
    Path texts = home.resolve("lib/texts");
    Path pages = Files.createDirectories(home.resolve("share/man/man1"));
    Path scripts = Files.createDirectories(home.resolve("share/completions"));
    ManualPages manual = new ManualPages(texts, build.resolve("manual"), version, day);
    List<CommandLine> commands = new ArrayList<>();
    collect(root, commands);
    for (CommandLine command : commands) {
      String name = command.getCommandSpec().qualifiedName();
      Files.writeString(texts.resolve(name.replace(' ', '-') + ".txt"), command.getUsageMessage());
      Files.writeString(pages.resolve(name.replace(' ', '-') + ".1"), manual.of(command));
    }
    for (String topic : HelpCommand.TOPICS) {
      Files.writeString(pages.resolve(Cli.NAME + "-" + topic + ".1"), manual.ofTopic(topic));
    }
    Completion completion = new Completion(commands);
    for (Map.Entry<String, String> script : SCRIPTS.entrySet()) {
      String template = Files.readString(build.resolve("completion").resolve(script.getKey()));
      String text = completion.fill(script.getValue(), template);
      Files.writeString(texts.resolve(script.getKey()), text);
      Files.writeString(scripts.resolve(script.getKey()), text);
    }
  }

  private static void collect(CommandLine command, List<CommandLine> commands) {
    commands.add(command);
    // An alias leads to the same command once more.
    for (CommandLine sub : command.getSubcommands().values()) {
      if (!commands.contains(sub)) {
        collect(sub, commands);
      }
    }
  }
}
