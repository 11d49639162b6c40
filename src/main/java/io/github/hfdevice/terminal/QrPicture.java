package io.github.hfdevice.terminal;

import io.nayuki.qrcodegen.DataTooLongException;
import io.nayuki.qrcodegen.QrCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A QR code drawn with half blocks: a character is one module wide and two high. */
public final class QrPicture {
  /** ISO 18004 asks for a margin of four modules. */
  private static final int FULL_MARGIN = 4;

  /** Phones read it as well, and so it fits a window of 24 rows. */
  private static final int SMALL_MARGIN = 2;

  // Two of the 256 colours: themes change only the first 16.
  private static final String BLACK_ON_WHITE = "\u001b[38;5;16;48;5;231m";
  private static final String PLAIN = "\u001b[0m";

  private final QrCode code;
  private final int margin;

  private QrPicture(QrCode code, int margin) {
    this.code = code;
    this.margin = margin;
  }

  /** The picture of {@code text}; empty if it is too long for any. */
  public static Optional<QrPicture> of(String text) {
    try {
      return Optional.of(new QrPicture(QrCode.encodeText(text, QrCode.Ecc.LOW), FULL_MARGIN));
    } catch (DataTooLongException e) {
      return Optional.empty();
    }
  }

  /**
   * The picture as it fits {@code window}, with a smaller margin if need be.
   *
   * @param rowsTaken by other text that must stay in sight
   */
  public Optional<QrPicture> fitting(Window window, int rowsTaken) {
    for (int tried : new int[] {FULL_MARGIN, SMALL_MARGIN}) {
      QrPicture picture = new QrPicture(code, tried);
      if (picture.columns() <= window.columns() && picture.rows() + rowsTaken <= window.rows()) {
        return Optional.of(picture);
      }
    }
    return Optional.empty();
  }

  public int columns() {
    return code.size + 2 * margin;
  }

  public int rows() {
    return (columns() + 1) / 2;
  }

  /**
   * Black on white with {@code coloured}. Without colours light modules are drawn with the
   * terminal's own, which is right where that is light on dark and inverted elsewhere.
   */
  public List<String> lines(boolean coloured) {
    List<String> lines = new ArrayList<>(rows());
    for (int y = -margin; y < code.size + margin; y += 2) {
      StringBuilder line = new StringBuilder(columns());
      for (int x = -margin; x < code.size + margin; x++) {
        line.append(block(code.getModule(x, y) == coloured, code.getModule(x, y + 1) == coloured));
      }
      lines.add(coloured ? BLACK_ON_WHITE + line + PLAIN : line.toString());
    }
    return lines;
  }

  private static char block(boolean upper, boolean lower) {
    if (upper) {
      return lower ? '\u2588' : '\u2580';
    }
    return lower ? '\u2584' : ' ';
  }
}
