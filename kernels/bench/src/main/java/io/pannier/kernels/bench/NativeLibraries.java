package io.pannier.kernels.bench;

import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Shared libraries of a peer, unpacked from its jar and opened by the Foreign Function API.
 *
 * <p>They are unpacked once into the folder that the system property {@value #FOLDER_PROPERTY}
 * names, else into one below the temporary folder, and stay there: PyTorch's is too large to unpack
 * for every run.
 */
final class NativeLibraries {
  static final String FOLDER_PROPERTY = "pannier.bench.natives";

  private final SymbolLookup symbols;
  private final String peer;

  private NativeLibraries(String peer, SymbolLookup symbols) {
    this.peer = peer;
    this.symbols = symbols;
  }

  /**
   * Unpacks all files, since they load each other by their place, and opens the first.
   *
   * @param peer names the folder, with its version
   * @param resources folder within the jar
   * @throws PannierException FILE_FAILED if the jar or the place to unpack to is missing
   */
  static NativeLibraries open(String peer, String resources, String... files) {
    Path folder = folder().resolve(peer.replace(' ', '-'));
    for (String file : files) {
      unpack(resources + file, folder.resolve(file));
    }
    return new NativeLibraries(
        peer, SymbolLookup.libraryLookup(folder.resolve(files[0]), Arena.global()));
  }

  private static Path folder() {
    String folder = System.getProperty(FOLDER_PROPERTY);
    return folder == null
        ? Path.of(System.getProperty("java.io.tmpdir"), "pannier-kernels-bench")
        : Path.of(folder);
  }

  private static void unpack(String resource, Path file) {
    URL url = NativeLibraries.class.getClassLoader().getResource(resource);
    if (url == null) {
      throw new PannierException(
          StandardErrorCode.FILE_FAILED,
          resource + " is not on the class path; the peers' libraries exist for Linux on x86-64");
    }
    try {
      if (Files.exists(file) && Files.size(file) == url.openConnection().getContentLengthLong()) {
        return;
      }
      Files.createDirectories(file.getParent());
      Path partial = Files.createTempFile(file.getParent(), "unpack-", ".part");
      try (InputStream in = url.openStream()) {
        Files.copy(in, partial, StandardCopyOption.REPLACE_EXISTING);
      }
      Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new PannierException(StandardErrorCode.FILE_FAILED, "cannot unpack " + file, e);
    }
  }

  /** A function of the library. */
  MethodHandle function(String name, FunctionDescriptor descriptor) {
    return Linker.nativeLinker()
        .downcallHandle(
            symbols
                .find(name)
                .orElseThrow(
                    () ->
                        new PannierException(
                            StandardErrorCode.INTERNAL_ERROR, peer + " has no function " + name)),
            descriptor);
  }

  /** What a failed call becomes; a downcall itself throws nothing. */
  static PannierException failed(String what, Throwable cause) {
    if (cause instanceof PannierException known) {
      return known;
    }
    return new PannierException(StandardErrorCode.INTERNAL_ERROR, what + " failed", cause);
  }
}
