package io.github.hfdevice.store;

import io.github.hfdevice.time.WaitClock;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The file {@code token}: the token in use, without a line end. */
final class TokenFile {
  /** The longest token, with much white space around it. */
  private static final int MOST_BYTES = 2 * Limits.TOKEN;

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
      Optional<byte[]> content = file.readStart(MOST_BYTES);
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

  /** As {@link #read}; one that cannot be a token counts as none. */
  Optional<String> readUsable() throws StoreException {
    try {
      return read();
    } catch (CorruptStoreException e) {
      return Optional.empty();
    }
  }

  private String clean(byte[] content) throws StoreException {
    try {
      return parse(content);
    } catch (IniParseException e) {
      throw new CorruptStoreException(file.path(), e, "Log in again to replace it.");
    }
  }

  private static String parse(byte[] content) throws IniParseException {
    if (content.length > MOST_BYTES) {
      throw new IniParseException("it is too large to be a token");
    }
    String text = IniText.decode(content);
    if (text.indexOf('\n') >= 0 || text.indexOf('\r') >= 0) {
      text = text.replace("\n", "").replace("\r", "");
    }
    String token = PythonText.strip(text);
    if (!PythonText.isVisibleAscii(token)) {
      throw new IniParseException("it holds characters that no token has");
    }
    return token;
  }
}
