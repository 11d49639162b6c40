package io.github.hfdevice.store;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** The file {@code token}: the token in use, without a line end. */
final class TokenFile {
  private static final int READS = 5;
  private static final Duration PAUSE = Duration.ofMillis(25);

  private final SecretFile file;
  private final StoreWait wait;

  TokenFile(Path path, StoreWait wait) {
    this.file = new SecretFile(path);
    this.wait = wait;
  }

  SecretFile file() {
    return file;
  }

  /** The token as {@code hf} reads it: without any line break and the blanks around it. */
  Optional<String> read() throws StoreException {
    for (int reads = 1; ; reads++) {
      Optional<byte[]> content = file.read();
      if (content.isEmpty()) {
        return Optional.empty();
      }
      String token = clean(content.get());
      if (!token.isEmpty()) {
        return Optional.of(token);
      }
      if (content.get().length > 0 || reads == READS || !pause()) {
        return Optional.empty();
      }
    }
  }

  void write(String token) throws StoreException {
    file.write(token.getBytes(StandardCharsets.UTF_8));
  }

  private String clean(byte[] content) throws StoreException {
    String text;
    try {
      text = IniText.decode(content);
    } catch (IniParseException e) {
      throw new CorruptStoreException(
          "Cannot read " + file.path() + ": " + e.getMessage() + ". Log in again to replace it",
          file.path(),
          e);
    }
    if (text.indexOf('\n') >= 0 || text.indexOf('\r') >= 0) {
      text = text.replace("\n", "").replace("\r", "");
    }
    return PythonText.strip(text);
  }

  /** {@code hf} empties the file before it fills it; an interrupt ends the pause and stays set. */
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
