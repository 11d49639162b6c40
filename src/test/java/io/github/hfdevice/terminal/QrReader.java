package io.github.hfdevice.terminal;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.ChecksumException;
import com.google.zxing.FormatException;
import com.google.zxing.NotFoundException;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import java.util.List;

/** Reads a QR code off a screen, as a phone's camera would: from the light that it gives. */
public final class QrReader {
  private static final int SCALE = 6;
  private static final int BLACK = 0xff000000;
  private static final int WHITE = 0xffffffff;

  private QrReader() {}

  /**
   * The text of the code.
   *
   * @param lines half blocks, nothing else
   * @param inkIsDark whether the blocks are darker than what is behind them
   */
  public static String read(List<String> lines, boolean inkIsDark)
      throws NotFoundException, ChecksumException, FormatException {
    int columns = lines.stream().mapToInt(String::length).max().orElseThrow();
    int width = columns * SCALE;
    int height = lines.size() * 2 * SCALE;
    int[] pixels = new int[width * height];
    for (int y = 0; y < height; y++) {
      String line = lines.get(y / (2 * SCALE));
      for (int x = 0; x < width; x++) {
        char block = x / SCALE < line.length() ? line.charAt(x / SCALE) : ' ';
        boolean upper = y / SCALE % 2 == 0;
        boolean ink = block == '\u2588' || block == (upper ? '\u2580' : '\u2584');
        pixels[y * width + x] = ink == inkIsDark ? BLACK : WHITE;
      }
    }
    return new QRCodeReader()
        .decode(
            new BinaryBitmap(new HybridBinarizer(new RGBLuminanceSource(width, height, pixels))))
        .getText();
  }
}
