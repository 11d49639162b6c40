package io.github.hfdevice.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Made-up texts, and what Python made of them: see {@code python/make.py} of the resources. */
class PythonTest {
  private static final String REFUSED = "refused";

  /** How many random texts each property is tried with; more with this system property. */
  private static final int TRIES = Integer.getInteger("hfdevice.property.tries", 2000);

  private static final Map<String, String> ENVIRONMENT =
      Map.of("A", "/va", "B", "v$A{b", "_", "us", "1", "one", "é", "never");

  private static List<String[]> cases(String name) throws IOException {
    List<String[]> cases = new ArrayList<>();
    try (var in = PythonTest.class.getResourceAsStream("/python/" + name)) {
      for (String line : new String(in.readAllBytes(), UTF_8).split("\n", -1)) {
        if (!line.isEmpty()) {
          cases.add(line.split("\t", -1));
        }
      }
    }
    return cases;
  }

  private static String decoded(String text) {
    return text.equals(REFUSED) ? text : new String(Base64.getDecoder().decode(text), UTF_8);
  }

  private static String readAndWritten(String ini) {
    try {
      return new String(IniText.format(IniText.parse(ini.getBytes(UTF_8))), UTF_8);
    } catch (IniParseException e) {
      return REFUSED;
    }
  }

  @Test
  void iniText_isReadAndWrittenAsPythonDoes() throws Exception {
    List<String[]> cases = cases("ini.txt");
    for (String[] texts : cases) {
      String ini = decoded(texts[0]);
      assertEquals(decoded(texts[1]), readAndWritten(ini), () -> "[" + ini + "]");
    }
    assertEquals(true, cases.size() > 1000, "the cases are there");
  }

  @Test
  void path_isExpandedAsPythonDoes() throws Exception {
    PathExpansion expansion = new PathExpansion(ENVIRONMENT, Path.of("/home/alice"));
    List<String[]> cases = cases("paths.txt");
    for (String[] texts : cases) {
      String value = decoded(texts[0]);
      assertEquals(decoded(texts[1]), expansion.expand("HF_HOME", value), () -> "[" + value + "]");
    }
    assertEquals(true, cases.size() > 400, "the cases are there");
  }

  @Test
  void whatIsWritten_isReadBackTheSame_andWrittenTheSame() throws Exception {
    Random random = new Random(8628);
    for (int i = 0; i < TRIES; i++) {
      SortedMap<String, Map<String, String>> sections = IniText.newSections();
      for (int section = random.nextInt(4); section > 0; section--) {
        String name = StoredToken.sectionName(text(random, 12));
        sections.put(name, section(random));
      }
      byte[] written = IniText.format(sections);
      SortedMap<String, Map<String, String>> read = IniText.parse(written);
      assertEquals(sections, read, () -> new String(written, UTF_8));
      assertEquals(new String(written, UTF_8), new String(IniText.format(read), UTF_8));
    }
  }

  private static Map<String, String> section(Random random) {
    Map<String, String> section = new TreeMap<>();
    for (int key = random.nextInt(4); key > 0; key--) {
      section.put("key" + key, StoredToken.sectionName(text(random, 30)));
    }
    return section;
  }

  @Test
  void anyBytes_areReadOrRefused_andWhatIsReadComesBack() throws Exception {
    Random random = new Random(6749);
    for (int i = 0; i < TRIES; i++) {
      String text = text(random, 60);
      String once = readAndWritten(text);
      if (!once.equals(REFUSED)) {
        assertEquals(once, readAndWritten(once), () -> "[" + text + "]");
      }
    }
  }

  @Test
  void sectionName_ofAnyText_canBeStored_andIsItsOwnName() {
    Random random = new Random(7009);
    for (int i = 0; i < TRIES; i++) {
      String text = text(random, 400);
      String name = StoredToken.sectionName(text);
      assertEquals(name, StoredToken.sectionName(name));
      assertEquals(true, name.length() <= 256, name);
      Map<String, Map<String, String>> sections = Map.of(name, Map.of("hf_token", "x"));
      assertEquals("x", read(sections, name).accessToken(), name);
    }
  }

  private static StoredToken read(Map<String, Map<String, String>> sections, String name) {
    try {
      Map<String, String> section = IniText.parse(IniText.format(sections)).get(name);
      return StoredToken.fromSection(name, section).orElseThrow();
    } catch (IniParseException e) {
      throw new AssertionError(name, e);
    }
  }

  /** Text of the characters that make a difference, and of some that make none. */
  private static String text(Random random, int length) {
    String special =
        "[]=:#;%\n\r\t \"\\-_aA\u00a0\u0085\u001c\u2028\u200b\ufeff\u0130\ud83d\ude00\0";
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(length); i > 0; i--) {
      text.append(
          random.nextInt(5) == 0
              ? (char) random.nextInt(0x10000)
              : special.charAt(random.nextInt(special.length())));
    }
    return text.toString();
  }
}
