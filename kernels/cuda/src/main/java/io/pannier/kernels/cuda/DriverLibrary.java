package io.pannier.kernels.cuda;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.NoSuchElementException;

/**
 * What the NVIDIA driver's library says about itself and its first device, asked through the
 * Foreign Function API so that a machine without the driver loads nothing.
 */
final class DriverLibrary {
  /** The name under which every driver installs its library. */
  static final String NAME = "libcuda.so.1";

  private static final int NAME_LENGTH = 256;
  private static final int MAJOR = 75;
  private static final int MINOR = 76;

  /**
   * The findings, of which later ones are 0 or empty where an earlier one ends the search.
   *
   * @param loaded whether the library is there
   * @param problem why it is not, or the call that failed; empty otherwise
   * @param result of the last call, SUCCESS if all went well
   * @param version of CUDA that the driver knows, 1000 · major + 10 · minor
   * @param devices that are visible
   * @param name of the first device
   * @param capability of the first device, 10 · major + minor
   */
  record Findings(
      boolean loaded,
      String problem,
      int result,
      int version,
      int devices,
      String name,
      int capability) {
    static Findings missing(String problem) {
      return new Findings(false, problem, CudaResult.SUCCESS, 0, 0, "", 0);
    }
  }

  private DriverLibrary() {}

  /**
   * Looks for the library and asks it.
   *
   * @param library name or path for the dynamic linker
   */
  static Findings examine(String library) {
    SymbolLookup symbols;
    try {
      // A driver that has been started cannot be unloaded, hence the arena that never ends.
      symbols = SymbolLookup.libraryLookup(library, Arena.global());
    } catch (IllegalArgumentException e) {
      return Findings.missing(library + " cannot be loaded");
    }
    try (Arena arena = Arena.ofConfined()) {
      return ask(symbols, arena);
    } catch (NoSuchElementException e) {
      return Findings.missing(library + " is not an NVIDIA driver: " + e.getMessage());
    }
  }

  private static Findings ask(SymbolLookup symbols, Arena arena) {
    var address = ValueLayout.ADDRESS;
    var integer = ValueLayout.JAVA_INT;
    MemorySegment value = arena.allocate(integer);
    MemorySegment name = arena.allocate(NAME_LENGTH);
    MethodHandle ofAddress = function(symbols, "cuDriverGetVersion", address);
    int result = call(ofAddress, value);
    int version = value.get(integer, 0);
    if (result != CudaResult.SUCCESS) {
      return new Findings(true, "cuDriverGetVersion", result, 0, 0, "", 0);
    }
    result = call(function(symbols, "cuInit", integer), 0);
    if (result != CudaResult.SUCCESS) {
      return new Findings(true, "cuInit", result, version, 0, "", 0);
    }
    result = call(function(symbols, "cuDeviceGetCount", address), value);
    int devices = value.get(integer, 0);
    if (result != CudaResult.SUCCESS || devices == 0) {
      return new Findings(true, "cuDeviceGetCount", result, version, 0, "", 0);
    }
    MethodHandle get = function(symbols, "cuDeviceGet", address, integer);
    MethodHandle attribute = function(symbols, "cuDeviceGetAttribute", address, integer, integer);
    MethodHandle getName = function(symbols, "cuDeviceGetName", address, integer, integer);
    result = call(get, value, 0);
    int device = value.get(integer, 0);
    int capability = 0;
    if (result == CudaResult.SUCCESS) {
      result = call(attribute, value, MAJOR, device);
      capability = 10 * value.get(integer, 0);
    }
    if (result == CudaResult.SUCCESS) {
      result = call(attribute, value, MINOR, device);
      capability += value.get(integer, 0);
    }
    if (result == CudaResult.SUCCESS) {
      result = call(getName, name, NAME_LENGTH, device);
    }
    String problem = result == CudaResult.SUCCESS ? "" : "the description of the device";
    return new Findings(true, problem, result, version, devices, name.getString(0), capability);
  }

  private static MethodHandle function(
      SymbolLookup symbols, String name, ValueLayout... parameters) {
    return Linker.nativeLinker()
        .downcallHandle(
            symbols.findOrThrow(name), FunctionDescriptor.of(ValueLayout.JAVA_INT, parameters));
  }

  private static int call(MethodHandle function, Object... arguments) {
    try {
      return (int) function.invokeWithArguments(arguments);
    } catch (Throwable e) {
      throw new IllegalStateException("a call of the CUDA driver did not return", e);
    }
  }
}
