package io.github.hfdevice.cli;

import java.util.function.IntConsumer;

/** The process gets no signal. */
final class NoTermination implements Termination {
  @Override
  public void addHook(IntConsumer hook) {}

  @Override
  public void watch() {}
}
