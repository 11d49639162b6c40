package io.github.hfdevice.store;

import io.github.hfdevice.time.WaitClock;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The file {@code token}: the token in use, without a line end. */
final class TokenFile {
  private final SecretFile file;
  private final WaitClock waitClock;

  TokenFile(SecretFile file, WaitClock waitClock) {
    this.file = file;
    this.waitClock = waitClock;
  }

  SecretFile file() {
    return file;
  }

  /** The token as {@code hf} reads it: without any line break and the blanks around it. */
  Optional<String> read() throws StoreException {
    CutOff cutOff = new CutOff(waitClock);
    while (true) {
      Optional<byte[]> content = file.read();
      if (content.isEmpty()) {
        return Optional.empty();
      }
      String token = clean(content.get());
      if (!token.isEmpty()) {
        return Optional.of(token);
      }
      if (content.get().length > 0 || !cutOff.isReadAgain()) {
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
      throw new CorruptStoreException(file.path(), e, "Log in again to replace it.");
    }
    if (text.indexOf('\n') >= 0 || text.indexOf('\r') >= 0) {
      text = text.replace("\n", "").replace("\r", "");
    }
    return PythonText.strip(text);
  }
}
