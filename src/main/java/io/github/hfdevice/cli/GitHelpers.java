package io.github.hfdevice.cli;

import io.github.hfdevice.git.GitCredentials;
import io.github.hfdevice.git.GitException;
import java.net.URI;
import java.util.function.Consumer;

/** Git's own helpers, which may keep a copy of a token. What they cannot do is a warning. */
final class GitHelpers {
  private final GitCredentials git;
  private final Consumer<String> warnings;

  GitHelpers(GitCredentials git, Consumer<String> warnings) {
    this.git = git;
    this.warnings = warnings;
  }

  /** What asks and tells git. */
  GitCredentials credentials() {
    return git;
  }

  /** Gives git the token of a login; what keeps it from that is a warning, for the login stands. */
  void add(URI server, String token) throws InterruptedException {
    try {
      if (git.hasHelper(server)) {
        String said = git.approve(server, token);
        if (!said.isEmpty()) {
          warnings.accept(
              "git may not have kept the token. It said: "
                  + said
                  + " (hf-device auth setup-git makes hf-device its helper)");
        }
        return;
      }
      warnings.accept(
          "git keeps no passwords (no credential.helper is set), so it was not given the token."
              + " Run: hf-device auth setup-git");
    } catch (GitException e) {
      warnings.accept("git was not given the token: " + e.getMessage());
    }
  }

  /** Takes a token that is forgotten here from git's helpers too, as {@code hf} does. */
  void remove(URI server, String token) throws InterruptedException {
    try {
      if (git.hasHelper(server)) {
        String said = git.reject(server, token);
        if (!said.isEmpty()) {
          warnings.accept("git may still keep the token. It said: " + said);
        }
      }
    } catch (GitException e) {
      // Where git cannot be run, nobody keeps the token for it.
      if (e.getCause() == null) {
        warnings.accept("git may still keep the token: " + e.getMessage());
      }
    }
  }
}
