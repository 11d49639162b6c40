package io.github.hfdevice;

import java.util.Arrays;
import java.util.List;

/**
 * Runs several command lines in one process. The build does so once, to have the JVM note which
 * classes the usual commands load and archive them ({@code src/build/ClassArchive.java}).
 */
public final class Rehearsal {
  private static final String AND = ",";

  private Rehearsal() {}

  /**
   * Runs them one after another and exits with the first exit code that is not 0.
   *
   * @param args the words of each command line, with a word {@code ,} between two
   */
  public static void main(String[] args) {
    List<String> words = Arrays.asList(args);
    while (!words.isEmpty()) {
      int end = words.indexOf(AND) < 0 ? words.size() : words.indexOf(AND);
      int exitCode = Main.run(words.subList(0, end).toArray(new String[0]), Main.platform());
      if (exitCode != 0) {
        Main.SIGNALS.exit(exitCode);
      }
      words = words.subList(Math.min(end + 1, words.size()), words.size());
    }
    // By the same way out as after a single command: it loads classes too.
    Main.SIGNALS.exit(0);
  }
}
