package io.github.hfdevice.cli;

import java.util.function.IntConsumer;

/** Nobody ends the process. */
final class NoTermination implements Termination {
  @Override
  public void addHook(IntConsumer hook) {}

  @Override
  public void watch() {}
}
