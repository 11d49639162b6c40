package io.github.hfdevice.store;

import java.nio.file.Path;

/** A file of the store was read, and is not what {@code hf} or this program writes. */
public final class CorruptStoreException extends StoreException {
  private static final long serialVersionUID = 1L;

  CorruptStoreException(Path path, IniParseException cause, String remedy) {
    super("Cannot read " + path + ": " + cause.getMessage(), remedy, path, cause);
  }
}
