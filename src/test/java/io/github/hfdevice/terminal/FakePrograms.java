package io.github.hfdevice.terminal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A machine with a few programs, which are not run. */
final class FakePrograms extends Programs {
  final List<String> started = new ArrayList<>();
  final List<String> browsers = new ArrayList<>();
  private final List<String> installed;
  private String broken = "";

  FakePrograms(String... installed) {
    super(Map.of());
    this.installed = List.of(installed);
  }

  /** From now on {@code program} cannot be started. */
  FakePrograms broken(String program) {
    broken = program;
    return this;
  }

  @Override
  Optional<String> find(String name) {
    return installed.contains(name) ? Optional.of("/bin/" + name) : Optional.empty();
  }

  @Override
  void start(List<String> command, String browsersOfIt) throws IOException {
    if (command.contains("/bin/" + broken)) {
      throw new IOException("broken");
    }
    started.add(String.join(" ", command).replace("/bin/", ""));
    browsers.add(browsersOfIt);
  }
}
