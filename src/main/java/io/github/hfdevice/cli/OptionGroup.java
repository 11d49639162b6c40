package io.github.hfdevice.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Options that help texts and manual pages show under one heading, in this order. */
record OptionGroup(String heading, List<OptionSpec> options) {
  /** Of those that are in no group of their command's. */
  static final String OTHERS = "Options";

  /** Every option of {@code spec}, those that its command put into no group first. */
  static List<OptionGroup> of(CommandSpec spec) {
    List<OptionGroup> named = ((Command) spec.userObject()).optionGroups();
    List<OptionSpec> others = new ArrayList<>(spec.options());
    named.forEach(group -> others.removeAll(group.options()));
    List<OptionGroup> all = new ArrayList<>();
    if (!others.isEmpty()) {
      all.add(new OptionGroup(OTHERS, others));
    }
    all.addAll(named);
    return all;
  }
}
