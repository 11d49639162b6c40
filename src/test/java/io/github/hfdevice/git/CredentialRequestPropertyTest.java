package io.github.hfdevice.git;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Texts made at random, read a second time by a simpler reader. {@code -Dhfdevice.rounds=N} makes
 * more of them.
 */
class CredentialRequestPropertyTest {
  private static final int ROUNDS = Integer.getInteger("hfdevice.rounds", 2000);
  private static final long SEED = Long.getLong("hfdevice.seed", 20_260_301L);

  private static final List<String> PIECES =
      List.of(
          "protocol=https\n",
          "host=h.co\n",
          "host=evil.test\n",
          "protocol=http\n",
          "host",
          "=",
          "protocol",
          "\n",
          "\r",
          " ",
          "\t",
          "\0",
          "\u0085",
          "\u00fc",
          "\ud83d\ude00",
          "username=u\n",
          "password=p\n",
          "path=a/b\n",
          "wwwauth[]=Basic\n",
          "capability[]=state\n",
          "x=y\n",
          "[]=\n",
          "h.co:443\n");

  private final Random random = new Random(SEED);

  private byte[] text() {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    for (int i = random.nextInt(9); i >= 0; i--) {
      String piece = PIECES.get(random.nextInt(PIECES.size()));
      text.writeBytes(
          piece.getBytes(
              random.nextInt(20) == 0 ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8));
      if (random.nextInt(20) == 0) {
        text.write(random.nextInt(256));
      }
    }
    return text.toByteArray();
  }

  /**
   * What the text says, by looking at the whole of it. Knows no {@code url}, which the pieces lack.
   */
  private static Optional<CredentialRequest> expected(byte[] bytes) {
    String all = new String(bytes, StandardCharsets.ISO_8859_1);
    int end = all.startsWith("\n") ? 0 : all.indexOf("\n\n");
    byte[] head =
        all.substring(0, end < 0 ? all.length() : end).getBytes(StandardCharsets.ISO_8859_1);
    String text = new String(head, StandardCharsets.UTF_8);
    Map<String, List<String>> values = new HashMap<>();
    boolean good = !text.contains("\ufffd");
    for (String line : text.isEmpty() ? new String[0] : text.split("\n")) {
      good &= line.matches("[^=\\p{Cc}]+=[^\\p{Cc}]*");
      String[] pair = line.split("=", 2);
      values.computeIfAbsent(pair[0], key -> new ArrayList<>()).add(pair[pair.length - 1]);
    }
    for (Map.Entry<String, List<String>> each : values.entrySet()) {
      good &= each.getKey().endsWith("[]") || each.getValue().size() == 1;
    }
    String protocol = first(values, "protocol").orElse("");
    String host = first(values, "host").orElse("");
    return good && !protocol.isEmpty() && !host.isEmpty()
        ? Optional.of(
            new CredentialRequest(
                protocol, host, first(values, "username"), first(values, "password")))
        : Optional.empty();
  }

  private static Optional<String> first(Map<String, List<String>> values, String key) {
    return Optional.ofNullable(values.get(key)).map(all -> all.get(0));
  }

  @Test
  void everyText_isReadAsGitMeansIt_orNotAtAll() throws IOException {
    int requests = 0;
    for (int round = 0; round < ROUNDS; round++) {
      byte[] text = text();
      Optional<CredentialRequest> request = CredentialRequest.parse(new ByteArrayInputStream(text));
      assertEquals(
          expected(text),
          request,
          () -> "seed " + SEED + ": " + new String(text, StandardCharsets.ISO_8859_1));
      requests += request.isPresent() ? 1 : 0;
    }
    assertTrue(requests > ROUNDS / 200, requests + " requests prove little");
  }
}
