package io.github.hfdevice.oauth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerWordsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "plain words, 100 % | plain words, 100 %",
        "' padded ' | padded",
        "the code is S1 and S1 | the code is *** and ***",
        "token hf_0123456789abc is bad | token *** is bad",
        "token hf_0123456789ab is bad | token hf_0123456789ab is bad",
        "hf_azAZ09_-.azAZ09[hf_azAZ09_-.azAZ09 | ***[***",
        "'(hf_oauth_eyJh.bGci-Oi_J.IUz)' | (***)",
        "Bearer eyJhbGciOiJIUzI1NiJ9.e30.c2ln! | Bearer ***!",
        "hf_0123456789abc | ***",
        "ask hf_user about my-hf_0123456789abc | ask hf_user about my-hf_0123456789abc",
        "Request ID: Root=1-6abc0123456789abcdef | Request ID: Root=1-6abc0123456789abcdef",
      })
  void secretsAndWhatLooksLikeATokenAreHidden(String text, String shown) {
    assertEquals(shown, ServerWords.shown(text, "", "S1"));
  }

  @Test
  void secretThatIsTornByInvisibleCharacters_isHidden() {
    assertEquals("a *** b", ServerWords.shown("a SE\u0000CR\u202eET b", "SECRET"));
    assertEquals("a *** b", ServerWords.shown("a hf_0123456\u200b789abc b"));
  }

  @Test
  void secretAtTheCut_leavesNoHalfBehind() {
    String shown = ServerWords.shown("x".repeat(496) + " SECRET-SECRET", "SECRET-SECRET");
    assertEquals("x".repeat(496) + " **…", shown.replace("***", "**…"));
    assertEquals(500, ServerWords.shown("x ".repeat(900)).length());
  }

  @Test
  void longText_takesNoLongTime() {
    String text = "hf_x\u0007".repeat(200_000);
    String shown =
        assertTimeoutPreemptively(Duration.ofSeconds(10), () -> ServerWords.shown(text, "SECRET"));
    assertTrue(shown.length() <= 500, shown);
  }
}
