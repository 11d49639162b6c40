package io.github.hfdevice;

import io.github.hfdevice.cli.Termination;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.function.IntConsumer;

/** The signals that end this process, and what is done before they do. */
final class TerminationSignals implements Termination {
  private volatile boolean over;
  private volatile int exitCode;

  /** Ends the process by itself: what is registered for signals is left undone. */
  void exit(int ownExitCode) {
    over = true;
    System.exit(ownExitCode);
  }

  @Override
  public void addHook(IntConsumer hook) {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  if (!over) {
                    hook.accept(exitCode);
                  }
                }));
  }

  /**
   * Through {@code sun.misc.Signal}, since shutdown hooks are not told which signal came. The class
   * is the JDK's own, and looked up by name, for javac warns of it in every place.
   */
  @Override
  public void watch() {
    for (String name : new String[] {"INT", "TERM", "HUP"}) {
      try {
        handle(name);
      } catch (ReflectiveOperationException e) {
        // The JVM ends by this signal all the same; only its number is not told.
      }
    }
  }

  private void handle(String name) throws ReflectiveOperationException {
    Class<?> signal = Class.forName("sun.misc.Signal");
    Class<?> handler = Class.forName("sun.misc.SignalHandler");
    Object handling =
        Proxy.newProxyInstance(
            TerminationSignals.class.getClassLoader(),
            new Class<?>[] {handler},
            (proxy, method, arguments) -> {
              exitCode = 128 + (int) signal.getMethod("getNumber").invoke(arguments[0]);
              System.exit(exitCode);
              return null;
            });
    try {
      signal
          .getMethod("handle", signal, handler)
          .invoke(null, signal.getConstructor(String.class).newInstance(name), handling);
    } catch (InvocationTargetException e) {
      // A signal that this system does not have, or that was ignored from the start, as by nohup.
    }
  }
}
