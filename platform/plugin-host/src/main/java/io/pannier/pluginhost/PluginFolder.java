package io.pannier.pluginhost;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Notices which zips of a folder appeared, changed or went, their checksum files included. A change
 * is reported once the file has stayed the same for the settle time, so that a zip that is being
 * copied is not read half way; one that is renamed into place settles like any other. The file
 * system's events make it quick, looking again now and then makes it sure.
 */
final class PluginFolder implements AutoCloseable {
  private static final long LOOK_AGAIN_MILLIS = 2_000;

  private final Path folder;
  private final long settleNanos;
  private final WatchService watch;
  private final Map<Path, String> reported = new HashMap<>();
  private final Map<Path, Pending> pending = new HashMap<>();

  /** What a zip looked like, and since when. */
  private record Pending(String look, long since) {}

  /** What happened to a zip. */
  record Change(Path zip, boolean present) {}

  PluginFolder(Path folder, long settleNanos) throws IOException {
    this.folder = folder;
    this.settleNanos = settleNanos;
    Files.createDirectories(folder);
    this.watch = FileSystems.getDefault().newWatchService();
    folder.register(
        watch,
        StandardWatchEventKinds.ENTRY_CREATE,
        StandardWatchEventKinds.ENTRY_MODIFY,
        StandardWatchEventKinds.ENTRY_DELETE);
  }

  /** All zips that are there now; they count as reported. */
  List<Path> all() throws IOException {
    Map<Path, String> looks = looks();
    reported.putAll(looks);
    return looks.keySet().stream().sorted().toList();
  }

  /**
   * Waits for something to happen or for a while.
   *
   * @return settled changes; often none
   */
  List<Change> await() throws IOException, InterruptedException {
    long wait =
        pending.isEmpty()
            ? LOOK_AGAIN_MILLIS
            : Math.max(1, TimeUnit.NANOSECONDS.toMillis(settleNanos) / 2);
    try {
      WatchKey key = watch.poll(wait, TimeUnit.MILLISECONDS);
      if (key != null) {
        key.pollEvents();
        key.reset();
      }
    } catch (ClosedWatchServiceException e) {
      throw new InterruptedException("the folder is no longer watched");
    }
    return changes(System.nanoTime());
  }

  private List<Change> changes(long now) throws IOException {
    Map<Path, String> looks = looks();
    Set<Path> zips = new HashSet<>(reported.keySet());
    zips.addAll(looks.keySet());
    zips.addAll(pending.keySet());
    List<Change> settled = new java.util.ArrayList<>();
    for (Path zip : zips.stream().sorted().toList()) {
      String look = looks.getOrDefault(zip, "");
      if (look.equals(reported.getOrDefault(zip, ""))) {
        pending.remove(zip);
        continue;
      }
      Pending known = pending.get(zip);
      if (known == null || !known.look().equals(look)) {
        pending.put(zip, new Pending(look, now));
      } else if (now - known.since() >= settleNanos) {
        pending.remove(zip);
        if (look.isEmpty()) {
          reported.remove(zip);
        } else {
          reported.put(zip, look);
        }
        settled.add(new Change(zip, !look.isEmpty()));
      }
    }
    return settled;
  }

  private Map<Path, String> looks() throws IOException {
    Map<Path, String> looks = new HashMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        if (name.endsWith(".zip") && !name.startsWith(".")) {
          String look = look(file);
          if (!look.isEmpty()) {
            looks.put(file, look + "|" + look(Checksum.sidecar(file)));
          }
        }
      }
    }
    return looks;
  }

  private static String look(Path file) throws IOException {
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      return attributes.isRegularFile()
          ? attributes.size() + " " + attributes.lastModifiedTime() + " " + attributes.fileKey()
          : "";
    } catch (NoSuchFileException e) {
      return "";
    }
  }

  @Override
  public void close() throws IOException {
    watch.close();
  }
}
