package io.pannier.kernels.cuda;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import jcuda.Pointer;

/** The CUDA sources and what tests build of them, once for each change, under target. */
final class CudaSources {
  private static final Path KERNELS = Path.of("src/main/cuda");
  private static final Path TESTS = Path.of("src/test/cuda");
  private static final Path DRIVER = Path.of("src/test/libcuda");
  private static final String JCUDA = "/lib/libJCudaDriver-12.6.0-linux-x86_64.so";
  private static final Path BUILT = Path.of("target/emulator");
  private static final Duration LIMIT = Duration.ofMinutes(8);
  private static final String SANITIZERS = "-fsanitize=address,undefined";

  private CudaSources() {}

  /** Skips the calling test, aloud, where the compiler is missing. */
  static void needsCompiler() {
    assumeTrue(onPath("g++"), "needs g++: the CUDA kernels are not tested here");
  }

  /** Skips the calling test, aloud, where the CUDA compiler is missing. */
  static void needsNvcc() {
    assumeTrue(onPath("nvcc"), "needs nvcc: the GPU code is not compiled here");
  }

  private static boolean onPath(String program) {
    return Stream.of(System.getenv("PATH").split(":"))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  static Path kernels() {
    return KERNELS.toAbsolutePath();
  }

  static Path tests() {
    return TESTS.toAbsolutePath();
  }

  /** The emulator as a library, and beside it the kernel tests. */
  static Path emulatorLibrary() {
    return emulator("plain").resolve("libpannier-emulator.so");
  }

  /** The C++ tests of the kernels. */
  static Path kernelTests() {
    return emulator("plain").resolve("kernel-tests");
  }

  static Path sanitizedKernelTests() {
    return emulator("sanitized", "--sanitize").resolve("kernel-tests");
  }

  /** Builds the kernels with a fault and runs the tests that must find it; fails if none does. */
  static ChildProcess.Result plant(String fault) {
    // Beside the right build, so that only what the fault touches is compiled.
    Path out = emulator("plain");
    List<String> command =
        List.of("bash", TESTS.resolve("run-faults.sh").toString(), out.toString(), fault);
    return ChildProcess.run(command, Map.of(), LIMIT);
  }

  /** The emulator as a library with the address sanitizer in it, for a JVM that preloads it. */
  static Path sanitizedLibrary() {
    Path out = emulator("sanitized", "--sanitize");
    Path library = out.resolve("libpannier-emulator.so");
    if (outdated(library)) {
      List<String> command = new ArrayList<>(List.of("g++", "-shared", SANITIZERS));
      command.addAll(emulatorObjects(out));
      command.addAll(List.of("-o", library.toString()));
      ChildProcess.run(command, Map.of(), LIMIT).requireSuccess();
    }
    return library;
  }

  private static List<String> emulatorObjects(Path out) {
    List<String> objects = new ArrayList<>();
    for (Path folder : List.of(KERNELS, TESTS.resolve("emulator"))) {
      try (Stream<Path> sources = Files.list(folder)) {
        sources
            .map(source -> source.getFileName().toString())
            .filter(name -> name.endsWith(".cu") || name.endsWith(".cpp"))
            .forEach(name -> objects.add(out.resolve("objects/" + name + ".o").toString()));
      } catch (IOException e) {
        throw new UncheckedIOException(folder + " cannot be listed", e);
      }
    }
    return objects;
  }

  /** JCuda's own native library, out of its jar. */
  private static Path jcudaLibrary() {
    Path library = BUILT.resolve("libJCudaDriver.so").toAbsolutePath();
    try (InputStream in = Pointer.class.getResourceAsStream(JCUDA)) {
      byte[] bytes = Objects.requireNonNull(in, JCUDA).readAllBytes();
      Files.createDirectories(library.getParent());
      if (!Files.exists(library) || Files.size(library) != bytes.length) {
        Files.write(library, bytes);
      }
      return library;
    } catch (IOException e) {
      throw new UncheckedIOException(JCUDA + " cannot be copied", e);
    }
  }

  /** A libcuda.so.1 whose device is the emulator, in a folder of its own. */
  static Path emulatedDriver() {
    Path jcudaLibrary = jcudaLibrary();
    Path emulator = emulatorLibrary();
    Path out = BUILT.resolve("driver").toAbsolutePath();
    Path library = out.resolve("libcuda.so.1");
    if (outdated(library)) {
      List<String> command =
          List.of(
              "bash",
              DRIVER.resolve("build-driver.sh").toString(),
              jcudaLibrary.toString(),
              emulator.toString(),
              library.toString());
      ChildProcess.run(command, Map.of(), LIMIT).requireSuccess();
    }
    return out;
  }

  /** A libcublas.so.12 for that driver, in a folder of its own. */
  static Path emulatedCublas(Path driver) {
    Path out = BUILT.resolve("cublas").toAbsolutePath();
    Path library = out.resolve(CublasLibrary.NAME);
    if (outdated(library)) {
      List<String> command =
          List.of(
              "bash",
              DRIVER.resolve("build-cublas.sh").toString(),
              driver.resolve(DriverLibrary.NAME).toString(),
              library.toString());
      ChildProcess.run(command, Map.of(), LIMIT).requireSuccess();
    }
    return out;
  }

  private static Path emulator(String kind, String... options) {
    needsCompiler();
    Path out = BUILT.resolve(kind).toAbsolutePath();
    if (outdated(out.resolve("kernel-tests"))) {
      script(out, Stream.of(options).filter(o -> !o.isEmpty()).toList());
    }
    return out;
  }

  private static void script(Path out, List<String> options) {
    List<String> command = new ArrayList<>();
    command.add("bash");
    command.add(TESTS.resolve("build-emulator.sh").toString());
    command.add(out.toString());
    command.addAll(options);
    ChildProcess.run(command, Map.of(), LIMIT).requireSuccess();
  }

  /** Whether any source is newer than what was built of it. */
  private static boolean outdated(Path built) {
    try {
      if (!Files.exists(built)) {
        return true;
      }
      FileTime time = Files.getLastModifiedTime(built);
      for (Path folder : List.of(KERNELS, TESTS, DRIVER)) {
        try (Stream<Path> files = Files.walk(folder)) {
          for (Path file : files.filter(Files::isRegularFile).toList()) {
            if (Files.getLastModifiedTime(file).compareTo(time) > 0) {
              return true;
            }
          }
        }
      }
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException("the CUDA sources cannot be looked at", e);
    }
  }
}
