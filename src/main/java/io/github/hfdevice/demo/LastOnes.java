package io.github.hfdevice.demo;

import java.util.LinkedHashMap;
import java.util.Map;

/** A map that forgets its oldest entry once it has too many. For one thread at a time. */
final class LastOnes<K, V> extends LinkedHashMap<K, V> {
  private static final long serialVersionUID = 1L;

  private final int most;

  LastOnes(int most) {
    this.most = most;
  }

  @Override
  protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
    return size() > most;
  }
}
