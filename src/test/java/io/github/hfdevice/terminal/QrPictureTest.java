package io.github.hfdevice.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class QrPictureTest {
  private static final String ADDRESS = "https://huggingface.co/oauth/device?user_code=WXYZ-1234";
  private static final int OTHER_ROWS = 4;

  private final QrPicture picture = QrPicture.of(ADDRESS).orElseThrow();

  @Test
  void colouredPicture_isBlackOnWhite_onEveryTerminal() throws Exception {
    List<String> lines = picture.lines(true);
    for (String line : lines) {
      assertTrue(line.startsWith("\u001b[38;5;16;48;5;231m") && line.endsWith("\u001b[0m"), line);
    }
    assertEquals(ADDRESS, QrReader.read(lines.stream().map(QrPictureTest::plain).toList(), true));
  }

  private static String plain(String line) {
    return line.replaceAll("\u001b\\[[0-9;]*m", "");
  }

  @Test
  void pictureWithoutColours_isRightWhereTextIsLight() throws Exception {
    assertEquals(ADDRESS, QrReader.read(picture.lines(false), false));
  }

  @Test
  void everyLine_isAsLongAsItSays() {
    List<String> lines = picture.lines(false);
    assertEquals(picture.rows(), lines.size());
    for (String line : lines) {
      assertEquals(picture.columns(), line.length());
    }
  }

  @Test
  void smallWindow_getsASmallerMargin_thatIsReadAsWell() throws Exception {
    QrPicture large = picture.fitting(new Window(80, 30), OTHER_ROWS).orElseThrow();
    QrPicture small = picture.fitting(new Window(80, 24), OTHER_ROWS).orElseThrow();
    assertEquals(picture.rows(), large.rows());
    assertEquals(picture.rows() - 2, small.rows());
    assertEquals(ADDRESS, QrReader.read(small.lines(false), false));
  }

  @Test
  void windowThatIsTooSmall_getsNone() {
    assertEquals(Optional.empty(), picture.fitting(new Window(80, 22), OTHER_ROWS));
    assertEquals(Optional.empty(), picture.fitting(new Window(36, 60), OTHER_ROWS));
  }

  @Test
  void textThatIsTooLongForAnyCode_getsNone() {
    assertEquals(Optional.empty(), QrPicture.of("x".repeat(3000)));
  }
}
