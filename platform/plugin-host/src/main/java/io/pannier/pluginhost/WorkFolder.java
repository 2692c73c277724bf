package io.pannier.pluginhost;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where this process unpacks plugins and keeps models: a folder by the process's id below the
 * system's temporary folder. What a killed process left is removed by the next one that starts.
 */
public final class WorkFolder implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WorkFolder.class);
  private static final String PREFIX = "pannier-plugins-";

  private final Path folder;
  private final AtomicLong sequence = new AtomicLong();

  private WorkFolder(Path folder) {
    this.folder = folder;
  }

  public static WorkFolder open() throws IOException {
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    removeLeftOvers(temporary);
    return new WorkFolder(
        Files.createTempDirectory(temporary, PREFIX + ProcessHandle.current().pid() + "-"));
  }

  /** A path for a new file or folder that does not exist yet. */
  public Path next(String suffix) {
    return folder.resolve(sequence.incrementAndGet() + suffix);
  }

  public static void delete(Path path) {
    if (!Files.exists(path)) {
      return;
    }
    try (Stream<Path> all = Files.walk(path)) {
      List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
      for (Path one : deepestFirst) {
        Files.deleteIfExists(one);
      }
    } catch (IOException | java.io.UncheckedIOException e) {
      LOG.warn("{} cannot be removed", path, e);
    }
  }

  @Override
  public void close() {
    delete(folder);
  }

  private static void removeLeftOvers(Path temporary) throws IOException {
    try (Stream<Path> all = Files.list(temporary)) {
      for (Path path : all.toList()) {
        String name = path.getFileName().toString();
        if (name.matches(PREFIX + "[0-9]{1,18}-.*")) {
          long pid = Long.parseLong(name.substring(PREFIX.length()).replaceFirst("-.*", ""));
          if (ProcessHandle.of(pid).isEmpty()) {
            delete(path);
          }
        }
      }
    }
  }
}
