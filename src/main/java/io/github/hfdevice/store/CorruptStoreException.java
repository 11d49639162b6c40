package io.github.hfdevice.store;

import java.nio.file.Path;

/** A file of the store was read, and is not what {@code hf} or this program writes. */
public final class CorruptStoreException extends StoreException {
  private static final long serialVersionUID = 1L;

  CorruptStoreException(String message, Path path, Throwable cause) {
    super(message, path, cause);
  }
}
