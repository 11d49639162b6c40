package io.github.hfdevice.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpellingTest {
  @ParameterizedTest
  @CsvSource({
    "login, login, 0",
    "'', login, 5",
    "lgoin, login, 1",
    "logn, login, 1",
    "loggin, login, 1",
    "lagin, login, 1",
    "versoin, version, 1",
    "version, completion, 7",
    "abc, cba, 2",
  })
  void distance_countsMistakes(String from, String to, int distance) {
    assertEquals(distance, Spelling.distance(from, to));
    assertEquals(distance, Spelling.distance(to, from));
  }

  @ParameterizedTest
  @CsvSource({
    "verson, version",
    "logot, logout",
    "logi, login",
    "st, ''",
    "x, ''",
    "nonsense, ''",
    "versiom, version",
  })
  void nearest_isNeverFarFetched(String typed, String meant) {
    List<String> words = List.of("login", "logout", "list", "version", "completion", "q");
    assertEquals(meant.isEmpty() ? List.of() : List.of(meant), Spelling.nearest(typed, words));
  }

  @ParameterizedTest
  @CsvSource({"lo, lot log"})
  void nearest_areSeveral_whereOneIsAsNearAsTheOther(String typed, String meant) {
    assertEquals(List.of(meant.split(" ")), Spelling.nearest(typed, List.of("lot", "log", "x")));
  }
}
