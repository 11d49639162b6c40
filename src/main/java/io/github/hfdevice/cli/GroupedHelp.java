package io.github.hfdevice.cli;

import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;

/** Picocli's help text with the options in groups. */
final class GroupedHelp extends Help {
  /** The longest option that has its description beside it. */
  private static final int LONGEST_OPTION = 23;

  private GroupedHelp(CommandSpec spec, ColorScheme colours) {
    super(spec, colours);
    spec.usageMessage()
        .abbreviateSynopsis(true)
        .synopsisSubcommandLabel("COMMAND")
        .commandListHeading("%nCommands:%n")
        .longOptionsMaxWidth(LONGEST_OPTION);
  }

  /** Its own type is not named where every start would load it. */
  static Help of(CommandSpec spec, ColorScheme colours) {
    return new GroupedHelp(spec, colours);
  }

  @Override
  public String parameterListHeading(Object... parameters) {
    return parameterList().isEmpty() ? "" : "\nArguments:\n";
  }

  @Override
  public String optionList() {
    StringBuilder text = new StringBuilder();
    for (OptionGroup group : OptionGroup.of(commandSpec())) {
      Layout layout = createDefaultLayout();
      layout.addOptions(group.options(), parameterLabelRenderer());
      text.append('\n').append(group.heading()).append(":\n").append(layout);
    }
    return text.toString();
  }
}
