package io.pannier.app;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The strategy plugins that come with the program: {@code plugins/NAME/target/*.zip} of a source
 * tree, {@code plugins/*.zip} of an image.
 */
public final class ShippedPlugins {
  private static final PathMatcher BUILT =
      FileSystems.getDefault().getPathMatcher("glob:{*.zip,*/target/*.zip}");

  private final Path folder;

  private ShippedPlugins(Path folder) {
    this.folder = folder;
  }

  /** Those of the folder that the launcher names. */
  public static ShippedPlugins ofThisProgram() {
    return new ShippedPlugins(
        Path.of(System.getProperty("pannier.home", "")).toAbsolutePath().resolve("plugins"));
  }

  static ShippedPlugins in(Path folder) {
    return new ShippedPlugins(folder);
  }

  /** The zips, by path. */
  public List<Path> zips() throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder, 3)) {
      return files.filter(file -> BUILT.matches(folder.relativize(file))).sorted().toList();
    }
  }

  /**
   * Copies every zip with its checksum to a folder, where it differs from what is there.
   *
   * @return the zips in the target folder
   */
  public List<Path> installInto(Path target) throws IOException {
    Files.createDirectories(target);
    List<Path> installed = new ArrayList<>();
    for (Path zip : zips()) {
      Path checksum = zip.resolveSibling(zip.getFileName() + ".sha256");
      if (Files.exists(checksum)) {
        copy(checksum, target);
      }
      installed.add(copy(zip, target));
    }
    return installed;
  }

  /** Whole or not at all: whoever watches the folder never sees half a file. */
  private static Path copy(Path file, Path target) throws IOException {
    Path to = target.resolve(file.getFileName());
    if (!Files.exists(to) || Files.mismatch(file, to) >= 0) {
      Path part = target.resolve(file.getFileName() + ".part");
      Files.copy(file, part, StandardCopyOption.REPLACE_EXISTING);
      Files.move(part, to, StandardCopyOption.ATOMIC_MOVE);
    }
    return to;
  }
}
