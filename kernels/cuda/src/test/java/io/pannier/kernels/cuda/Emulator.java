package io.pannier.kernels.cuda;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The library that runs the unmodified CUDA sources on the processor, one fiber for each CUDA
 * thread. It has one global state, so launches take turns.
 */
final class Emulator {
  /** The order in which runnable threads of a block go on. */
  enum Order {
    FORWARD,
    REVERSE,
    RANDOM
  }

  private static final int MAX_TEXT = 4096;
  private static final String LIBRARY_PROPERTY = "pannier.emulator";
  private static @Nullable Emulator loaded;

  private final Linker linker = Linker.nativeLinker();
  private final SymbolLookup symbols;
  private final MethodHandle launch;
  private final MethodHandle configure;
  private final MethodHandle lastError;
  private final MethodHandle signature;
  private final MethodHandle switches;
  private final Map<String, MemorySegment> names = new ConcurrentHashMap<>();

  private Emulator(Path library) {
    ValueLayout integer = ValueLayout.JAVA_INT;
    ValueLayout address = ValueLayout.ADDRESS;
    symbols = SymbolLookup.libraryLookup(library, Arena.global());
    launch =
        function(
            "emuLaunchKernel",
            FunctionDescriptor.of(
                integer, address, integer, integer, integer, integer, integer, integer, integer,
                address));
    configure = function("emuConfigure", FunctionDescriptor.ofVoid(integer, ValueLayout.JAVA_LONG));
    lastError = function("emuLastError", FunctionDescriptor.of(address));
    signature = function("emuSignature", FunctionDescriptor.of(address, address));
    switches = function("emuSwitches", FunctionDescriptor.of(ValueLayout.JAVA_LONG));
  }

  private MethodHandle function(String name, FunctionDescriptor type) {
    return linker.downcallHandle(symbols.findOrThrow(name), type);
  }

  /** The emulator, built first if its sources are newer. Skips the calling test without g++. */
  static synchronized Emulator get() {
    Emulator emulator = loaded;
    if (emulator == null) {
      String given = System.getProperty(LIBRARY_PROPERTY);
      emulator = new Emulator(given == null ? CudaSources.emulatorLibrary() : Path.of(given));
      loaded = emulator;
    }
    return emulator;
  }

  /**
   * A letter for each parameter of a kernel: p pointer, i int, f float. Null for an unknown kernel.
   */
  @Nullable String signature(String kernel) {
    try {
      MemorySegment text = (MemorySegment) signature.invokeExact(name(kernel));
      return text.address() == 0 ? null : text.reinterpret(MAX_TEXT).getString(0);
    } catch (Throwable e) {
      throw new IllegalStateException("emuSignature did not return", e);
    }
  }

  /** Times that the emulator went from one CUDA thread to another. */
  long switches() {
    try {
      return (long) switches.invokeExact();
    } catch (Throwable e) {
      throw new IllegalStateException("emuSwitches did not return", e);
    }
  }

  synchronized void configure(Order order, long seed) {
    try {
      configure.invokeExact(order.ordinal(), seed);
    } catch (Throwable e) {
      throw new IllegalStateException("emuConfigure did not return", e);
    }
  }

  /** Runs a kernel to its end. A fault that the emulator finds is an error of the test. */
  synchronized void launch(
      String kernel,
      int gridX,
      int gridY,
      int gridZ,
      int blockX,
      int sharedBytes,
      MemorySegment parameters) {
    try {
      int result =
          (int)
              launch.invokeExact(
                  name(kernel), gridX, gridY, gridZ, blockX, 1, 1, sharedBytes, parameters);
      if (result != 0) {
        MemorySegment text = (MemorySegment) lastError.invokeExact();
        throw new AssertionError(kernel + ": " + text.reinterpret(MAX_TEXT).getString(0));
      }
    } catch (AssertionError e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("emuLaunchKernel did not return", e);
    }
  }

  private MemorySegment name(String kernel) {
    return names.computeIfAbsent(kernel, k -> Arena.global().allocateFrom(k));
  }
}
