package io.github.hfdevice.cli;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Finds what a mistyped word was meant to be. */
final class Spelling {
  private Spelling() {}

  /**
   * Those of {@code words} that are nearest to {@code typed}, if any is near: one mistake in a
   * short word, one more for each four letters that were typed, but never half of the letters.
   */
  static List<String> nearest(String typed, Collection<String> words) {
    List<String> nearest = new ArrayList<>();
    int least = 1 + typed.length() / 4;
    for (String word : words) {
      int distance = distance(typed, word);
      if (2 * distance >= word.length() || distance > least) {
        continue;
      }
      if (distance < least) {
        nearest.clear();
        least = distance;
      }
      if (!nearest.contains(word)) {
        nearest.add(word);
      }
    }
    return nearest;
  }

  /**
   * How many letters must be added, left out, replaced or exchanged with their neighbour to make
   * one word of the other: the optimal string alignment distance.
   */
  static int distance(String from, String to) {
    int[][] distance = new int[from.length() + 1][to.length() + 1];
    for (int i = 0; i <= from.length(); i++) {
      for (int j = 0; j <= to.length(); j++) {
        if (i == 0 || j == 0) {
          distance[i][j] = i + j;
          continue;
        }
        boolean same = from.charAt(i - 1) == to.charAt(j - 1);
        int least = distance[i - 1][j - 1] + (same ? 0 : 1);
        least = Math.min(least, Math.min(distance[i - 1][j], distance[i][j - 1]) + 1);
        if (i > 1
            && j > 1
            && from.charAt(i - 1) == to.charAt(j - 2)
            && from.charAt(i - 2) == to.charAt(j - 1)) {
          least = Math.min(least, distance[i - 2][j - 2] + 1);
        }
        distance[i][j] = least;
      }
    }
    return distance[from.length()][to.length()];
  }
}
