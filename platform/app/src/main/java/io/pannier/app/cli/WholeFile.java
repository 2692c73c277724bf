package io.pannier.app.cli;

import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Files that are there whole or not at all, also when the program is stopped meanwhile. */
final class WholeFile {
  private WholeFile() {}

  /** Writes beside the file first and moves then, which takes its place in one step. */
  static void write(Path file, String text) throws IOException {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      // A device such as /dev/stdout has no place to take.
      Files.writeString(file, text);
      return;
    }
    Path target = file.toAbsolutePath();
    Path parent = target.getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    Path part = Files.createTempFile(parent, "." + target.getFileName(), ".part");
    try {
      Files.writeString(part, text);
      Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /**
   * Finds out whether a file can be written; makes its folder.
   *
   * @throws PannierException FILE_FAILED if it cannot
   */
  static void check(Path file) {
    try {
      Path parent = file.toAbsolutePath().getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      if (Files.isDirectory(file)) {
        throw new IOException("it is a folder");
      }
      if (!Files.isWritable(Files.exists(file) || parent == null ? file : parent)) {
        throw new IOException("no permission");
      }
    } catch (IOException e) {
      throw new PannierException(
          StandardErrorCode.FILE_FAILED, "Cannot write " + file + ": " + e.getMessage() + ".", e);
    }
  }
}
