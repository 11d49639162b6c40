package io.github.hfdevice.cli;

import picocli.CommandLine.Model.CommandSpec;

/** {@code version} and {@code --version}: what runs here. */
final class VersionCommand extends Command {
  VersionCommand(Platform platform) {
    super(platform);
  }

  @Override
  CommandSpec spec() {
    return specWithOptions(
        "version",
        "Show the versions of this program, Java and the system.",
        "hf-device version --json");
  }

  @Override
  ExitCode run() {
    Versions versions = Versions.of(platform());
    switch (output().format()) {
      case JSON ->
          output()
              .json(
                  Output.object()
                      .put("version", versions.program())
                      .put("java_version", versions.java())
                      .put("java_vendor", versions.javaVendor())
                      .put("os", versions.os())
                      .put("arch", versions.arch()));
      case QUIET -> output().data(versions.program());
      case HUMAN, AGENT -> output().data(versions.text().stripTrailing());
    }
    return ExitCode.OK;
  }
}
