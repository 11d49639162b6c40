package io.github.hfdevice.store;

import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * {@code flock(2)} itself, through {@code java.lang.foreign} of Java 22 and newer, looked up by
 * name because the code is compiled for Java 17. Used only where native access is allowed ({@code
 * --enable-native-access}), because Java warns on stderr elsewhere.
 */
final class NativeFlock implements OsLock {
  private static final int FIRST_JAVA = 22;
  private static final int O_RDONLY_CLOEXEC = 0x80000;
  private static final int O_RDWR_CLOEXEC = O_RDONLY_CLOEXEC | 2;
  private static final int LOCK_EX_NB = 2 | 4;
  private static final int ENOENT = 2;
  private static final int EINTR = 4;
  private static final int EWOULDBLOCK = 11;

  private final Calls calls;
  private final Path lockFile;
  private final LockFileIdentity identity;
  private int descriptor;

  NativeFlock(Calls calls, Path lockFile) throws IOException {
    this.calls = calls;
    this.lockFile = lockFile;
    this.identity = new LockFileIdentity(lockFile);
    open();
  }

  private void open() throws IOException {
    descriptor = calls.open(lockFile.toString());
    identity.opened(Path.of("/proc/self/fd", Integer.toString(descriptor)));
  }

  @Override
  public boolean tryHold() throws IOException {
    int error = calls.flock(descriptor);
    if (error != 0 && error != EWOULDBLOCK && error != EINTR) {
      throw new IOException("flock failed with error number " + error);
    }
    if (error != 0 || !identity.isReplaced()) {
      return error == 0;
    }
    close();
    open();
    return false;
  }

  @Override
  public void close() {
    if (descriptor >= 0) {
      calls.close(descriptor);
      descriptor = -1;
    }
  }

  /** The three calls of the C library, and the error number of the last one. */
  static final class Calls {
    private final MethodHandle open;
    private final MethodHandle flock;
    private final MethodHandle close;
    private final Object errorState;
    private final Foreign foreign;

    private Calls(Foreign foreign) throws Throwable {
      this.foreign = foreign;
      this.open = foreign.function("open", foreign.address, foreign.cInt);
      this.flock = foreign.function("flock", foreign.cInt, foreign.cInt);
      this.close = foreign.function("close", foreign.cInt);
      this.errorState = foreign.newErrorState();
    }

    /** Nothing where this Java, or its settings, do not allow the calls. */
    static Optional<Calls> load() {
      try {
        if (Runtime.version().feature() < FIRST_JAVA) {
          return Optional.empty();
        }
        Module module = NativeFlock.class.getModule();
        boolean allowed = (boolean) Module.class.getMethod("isNativeAccessEnabled").invoke(module);
        return allowed ? Optional.of(new Calls(new Foreign())) : Optional.empty();
      } catch (Throwable e) {
        return Optional.empty();
      }
    }

    /** For writing where that is allowed: NFS gives the lock to no one else. */
    synchronized int open(String path) throws IOException {
      Object name = foreign.cString(path);
      int result = call(open, name, O_RDWR_CLOEXEC);
      if (result < 0) {
        result = call(open, name, O_RDONLY_CLOEXEC);
      }
      if (result < 0 && foreign.error(errorState) == ENOENT) {
        throw new NoSuchFileException(path);
      }
      if (result < 0) {
        throw new IOException("open failed with error number " + foreign.error(errorState));
      }
      return result;
    }

    /** Zero, or the error number. */
    synchronized int flock(int descriptor) throws IOException {
      return call(flock, descriptor, LOCK_EX_NB) == 0 ? 0 : foreign.error(errorState);
    }

    synchronized void close(int descriptor) {
      try {
        call(close, descriptor);
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }

    private int call(MethodHandle function, Object... arguments) throws IOException {
      Object[] all = new Object[arguments.length + 1];
      all[0] = errorState;
      System.arraycopy(arguments, 0, all, 1, arguments.length);
      try {
        return (int) function.invokeWithArguments(all);
      } catch (Throwable e) {
        throw new IOException("a call of the C library failed", e);
      }
    }
  }

  /** The few parts of {@code java.lang.foreign} that are needed. */
  private static final class Foreign {
    final Object cInt;
    final Object address;
    private final Class<?> linkerType = type("Linker");
    private final Class<?> optionType = type("Linker$Option");
    private final Class<?> layoutType = type("MemoryLayout");
    private final Class<?> segmentType = type("MemorySegment");
    private final Class<?> arenaType = type("Arena");
    private final Class<?> intLayoutType = type("ValueLayout$OfInt");
    private final Object linker;
    private final Object arena;

    Foreign() throws ReflectiveOperationException {
      cInt = type("ValueLayout").getField("JAVA_INT").get(null);
      address = type("ValueLayout").getField("ADDRESS").get(null);
      linker = linkerType.getMethod("nativeLinker").invoke(null);
      arena = arenaType.getMethod("ofAuto").invoke(null);
    }

    MethodHandle function(String name, Object... parameters) throws ReflectiveOperationException {
      Object layouts = Array.newInstance(layoutType, parameters.length);
      for (int i = 0; i < parameters.length; i++) {
        Array.set(layouts, i, parameters[i]);
      }
      Class<?> descriptorType = type("FunctionDescriptor");
      Object descriptor =
          descriptorType
              .getMethod("of", layoutType, layouts.getClass())
              .invoke(null, cInt, layouts);
      Object lookup = linkerType.getMethod("defaultLookup").invoke(linker);
      Optional<?> symbol =
          (Optional<?>) type("SymbolLookup").getMethod("find", String.class).invoke(lookup, name);
      Object options = Array.newInstance(optionType, 1);
      Method capture = optionType.getMethod("captureCallState", String[].class);
      Array.set(options, 0, capture.invoke(null, (Object) new String[] {"errno"}));
      return (MethodHandle)
          linkerType
              .getMethod("downcallHandle", segmentType, descriptorType, options.getClass())
              .invoke(linker, symbol.orElseThrow(), descriptor, options);
    }

    Object newErrorState() throws ReflectiveOperationException {
      Object layout = optionType.getMethod("captureStateLayout").invoke(null);
      return arenaType.getMethod("allocate", layoutType).invoke(arena, layout);
    }

    int error(Object errorState) {
      try {
        Method get = segmentType.getMethod("get", intLayoutType, long.class);
        return (int) get.invoke(errorState, cInt, 0L);
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(e);
      }
    }

    Object cString(String text) {
      try {
        return arenaType.getMethod("allocateFrom", String.class).invoke(arena, text);
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(e);
      }
    }

    private static Class<?> type(String name) {
      try {
        return Class.forName("java.lang.foreign.".concat(name));
      } catch (ClassNotFoundException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
