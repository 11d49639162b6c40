package io.github.hfdevice.store;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Consumer;

/**
 * The file {@code stored_tokens} as sections. {@code hf} writes it in place, so a text that looks
 * cut off is read again, for about a tenth of a second, before it is believed.
 */
final class StoredTokensFile {
  private static final int READS = 5;
  private static final Duration PAUSE = Duration.ofMillis(25);

  private final SecretFile file;
  private final Clock clock;
  private final StoreWait wait;
  private final Consumer<String> warnings;

  StoredTokensFile(Path path, Clock clock, StoreWait wait, Consumer<String> warnings) {
    this.file = new SecretFile(path);
    this.clock = clock;
    this.wait = wait;
    this.warnings = warnings;
  }

  SecretFile file() {
    return file;
  }

  /** Every section; none when there is no file. */
  SortedMap<String, Map<String, String>> read() throws StoreException {
    for (int reads = 1; ; reads++) {
      Optional<byte[]> content = file.read();
      if (content.isEmpty()) {
        return IniText.newSections();
      }
      try {
        SortedMap<String, Map<String, String>> sections = IniText.parse(content.get());
        if (content.get().length > 0 || reads == READS) {
          return sections;
        }
      } catch (IniParseException e) {
        if (reads == READS) {
          throw new CorruptStoreException(
              "Cannot read "
                  + file.path()
                  + ": "
                  + e.getMessage()
                  + ". Repair it or move it away; the next login keeps it aside and starts a new"
                  + " one",
              file.path(),
              e);
        }
      }
      reads = pause() ? reads : READS - 1;
    }
  }

  /** Every section, for a change; a file that is corrupt is kept aside with a warning first. */
  SortedMap<String, Map<String, String>> readForChange() throws StoreException {
    try {
      return read();
    } catch (CorruptStoreException e) {
      keepCorrupt();
      return IniText.newSections();
    }
  }

  void write(SortedMap<String, Map<String, String>> sections) throws StoreException {
    if (sections.isEmpty()) {
      file.delete();
    } else {
      file.write(IniText.format(sections));
    }
  }

  private void keepCorrupt() throws StoreException {
    Optional<byte[]> content = file.read();
    if (content.isEmpty()) {
      return;
    }
    String time =
        DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC)
            .format(clock.instant());
    String name = file.path().getFileName() + ".corrupt-" + time;
    Path kept = file.path().resolveSibling(name);
    for (int copy = 2; !new SecretFile(kept).writeNew(content.get()); copy++) {
      kept = file.path().resolveSibling(name + "-" + copy);
    }
    warnings.accept(file.path() + " cannot be parsed; it is kept as " + kept);
  }

  /** Says whether the pause came to its end; an interrupt ends it, and stays set. */
  private boolean pause() {
    try {
      wait.sleep(PAUSE);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
