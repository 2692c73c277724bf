package io.pannier.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The files of the project on disk. */
final class Repository {
  private static final Set<String> NOT_SOURCES = Set.of("target", "node_modules", ".git", "data");

  private Repository() {}

  /** The folder that holds the root pom and the launcher. */
  static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("ops/find-java"))) {
      folder = folder.getParent();
      if (folder == null) {
        throw new IllegalStateException("run inside the project's folder");
      }
    }
    return folder;
  }

  /** Every file with this ending that is not a build output. */
  static List<Path> sources(String ending) {
    try (Stream<Path> files = Files.walk(root())) {
      return files
          .filter(file -> file.getFileName().toString().endsWith(ending))
          .filter(Repository::isSource)
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isSource(Path file) {
    for (Path part : root().relativize(file)) {
      if (NOT_SOURCES.contains(part.toString())) {
        return false;
      }
    }
    return true;
  }

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
