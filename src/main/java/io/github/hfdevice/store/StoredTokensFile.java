package io.github.hfdevice.store;

import io.github.hfdevice.time.WaitClock;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Consumer;

/** The file {@code stored_tokens} as sections. */
final class StoredTokensFile {
  private final SecretFile file;
  private final Ownership ownership;
  private final Clock clock;
  private final WaitClock waitClock;
  private final Consumer<String> warnings;

  StoredTokensFile(
      Path path, Ownership ownership, Clock clock, WaitClock waitClock, Consumer<String> warnings) {
    this.file = new SecretFile(path, ownership, warnings);
    this.ownership = ownership;
    this.clock = clock;
    this.waitClock = waitClock;
    this.warnings = warnings;
  }

  SecretFile file() {
    return file;
  }

  /** Every section; none when there is no file. */
  SortedMap<String, Map<String, String>> read() throws StoreException {
    CutOff cutOff = new CutOff(waitClock);
    while (true) {
      Optional<byte[]> content = file.read();
      if (content.isEmpty()) {
        return IniText.newSections();
      }
      try {
        SortedMap<String, Map<String, String>> sections = IniText.parse(content.get());
        if (content.get().length > 0 || !cutOff.isReadAgain()) {
          return sections;
        }
      } catch (IniParseException e) {
        if (!cutOff.isReadAgain()) {
          throw new CorruptStoreException(
              file.path(),
              e,
              "Repair it or move it away; the next login keeps it aside and starts a new one.");
        }
      }
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

  /** Proves that a change would succeed now; changes nothing but missing folders. */
  void checkWritable() throws StoreException {
    file.checkWritable();
    try {
      read();
    } catch (CorruptStoreException e) {
      if (!file.takesOthersBeside()) {
        throw e;
      }
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
    for (int copy = 2; !new SecretFile(kept, ownership, warnings).writeNew(content.get()); copy++) {
      kept = file.path().resolveSibling(name + "-" + copy);
    }
    warnings.accept(file.path() + " cannot be parsed; it is kept as " + kept);
  }
}
