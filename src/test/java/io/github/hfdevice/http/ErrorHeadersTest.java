package io.github.hfdevice.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorHeadersTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "X-Error-Message: by rule 5; X-Error-Code: Gated | by rule 5",
        "X-Error-Message: ; X-Error-Code: Gated | Gated",
        "x-error-code: Gated | Gated",
        "WWW-Authenticate: Bearer error=\"e\", Error_Description=\"needs write\" | needs write",
        "WWW-Authenticate: Bearer realm=\"hub\" | ''",
        "WWW-Authenticate: Bearer error_description=\"no end | ''",
        "Server: x | ''",
      })
  void reason_isInTheFirstOfThemThatSaysOne(String headers, String reason) {
    ReplyHead head = new ReplyHead(403, "", List.of(headers.split("; ", -1)));
    assertEquals(reason, ErrorHeaders.reason(head).orElse(""));
    assertEquals(reason.isEmpty(), ErrorHeaders.reason(head).equals(Optional.empty()));
  }
}
