package io.pannier.kernels.cuda;

import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;

/**
 * Whether cuBLAS is there, asked through the Foreign Function API: JCuda's library for it is linked
 * to it, and loads in a static initialiser that fails for good where it is missing.
 */
final class CublasLibrary {
  /** The name with the version that JCuda is linked to; that of another CUDA does not do. */
  static final String NAME = "libcublas.so.12";

  private CublasLibrary() {}

  /**
   * Why it cannot be used; empty if it can.
   *
   * @param library name or path for the dynamic linker
   */
  static String problem(String library) {
    try {
      // Kept loaded, so that JCuda's library finds it by its name.
      SymbolLookup.libraryLookup(library, Arena.global());
      return "";
    } catch (IllegalArgumentException e) {
      return library + " cannot be loaded";
    }
  }
}
