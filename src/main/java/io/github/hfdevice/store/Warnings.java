package io.github.hfdevice.store;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/** Says each warning once, however often the files are read. */
final class Warnings implements Consumer<String> {
  private final Consumer<String> listener;
  private final Set<String> said = new HashSet<>();

  Warnings(Consumer<String> listener) {
    this.listener = listener;
  }

  @Override
  public void accept(String warning) {
    boolean isNew;
    synchronized (said) {
      isNew = said.add(warning);
    }
    if (isNew) {
      listener.accept(warning);
    }
  }
}
