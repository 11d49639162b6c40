package io.github.hfdevice.cli;

import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A test of the built program beside a Hub whose answers it writes. */
abstract class ScriptedHubCase {
  /** What the test itself needs of files; everything of the program is in a folder inside. */
  @TempDir Path dir;

  @AutoClose final ScriptedHub hub = new ScriptedHub();

  /** Its variables name the Hub, and nobody is logged in. */
  BuiltProgram program;

  /** Its token files. */
  TokenFolder files;

  @BeforeEach
  void makeProgram() throws Exception {
    program = new BuiltProgram(dir).with("HF_ENDPOINT", hub.endpoint());
    files = program.files();
  }
}
