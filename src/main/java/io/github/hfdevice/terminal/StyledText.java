package io.github.hfdevice.terminal;

import io.github.hfdevice.text.Printable;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/**
 * A line of which a terminal can make parts clickable or bold. Each part is made printable by
 * itself, so that text of others adds no style and no link. Not thread-safe.
 */
public final class StyledText {
  private enum Kind {
    PLAIN,
    STRONG,
    LINK
  }

  /**
   * @param target of a link, else null
   */
  private record Part(Kind kind, String shown, URI target) {}

  private final List<Part> parts = new ArrayList<>(4);

  /** Adds {@code text} as it is. */
  public StyledText text(String text) {
    parts.add(new Part(Kind.PLAIN, Printable.of(text), null));
    return this;
  }

  /** Adds what the eye should find first. */
  public StyledText strong(String text) {
    parts.add(new Part(Kind.STRONG, Printable.of(text), null));
    return this;
  }

  /** Adds an address that a click opens. */
  public StyledText link(URI target) {
    parts.add(new Part(Kind.LINK, Printable.of(target.toString()), target));
    return this;
  }

  /** The line for {@code screen}; for {@link Screen#NONE} without any escape sequence. */
  public String on(Screen screen) {
    StringBuilder line = new StringBuilder();
    for (Part part : parts) {
      line.append(on(screen, part));
    }
    return line.toString();
  }

  private static String on(Screen screen, Part part) {
    return switch (part.kind()) {
      case PLAIN -> part.shown();
      case STRONG -> screen.showsColours() ? Style.STRONG.of(part.shown()) : part.shown();
      case LINK -> screen.obeysOsc() ? Hyperlink.of(part.shown(), part.target()) : part.shown();
    };
  }

  /** The line as text alone. */
  @Override
  public String toString() {
    return on(Screen.NONE);
  }
}
