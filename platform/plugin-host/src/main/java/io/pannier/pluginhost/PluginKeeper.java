package io.pannier.pluginhost;

import io.micrometer.core.instrument.Counter;
import io.pannier.spi.ErrorCode;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the loaded plugins in step with the folder, on a thread of its own: admits, loads, replaces
 * and unloads, one zip after the other.
 */
final class PluginKeeper implements Runnable, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PluginKeeper.class);
  private static final Duration CLOSE_AT_MOST = Duration.ofSeconds(2);

  private final PluginHostConfig config;
  private final HostServices services;
  private final StrategyTable table;
  private final WorkFolder work;
  private final PluginFolder folder;
  private final Verdicts verdicts;
  private final Admission admission;
  private final Thread thread;

  /** Changed by the keeper's thread, and by the one that starts it before it runs. */
  private final Map<Path, LoadedPlugin> loaded = new ConcurrentHashMap<>();

  private final List<Retiring> retiring = new ArrayList<>();
  private final Map<Path, Rejection> rejections = new ConcurrentHashMap<>();
  private volatile boolean closed;

  /**
   * A plugin whose instances must be closed by their owners until then, or they are closed here.
   */
  private record Retiring(LoadedPlugin plugin, long untilNanos) {}

  PluginKeeper(PluginHostConfig config, HostServices services, StrategyTable table)
      throws IOException {
    this.config = config;
    this.services = services;
    this.table = table;
    this.folder = new PluginFolder(config.folder(), config.settle().toNanos());
    this.work = WorkFolder.open();
    this.verdicts = new Verdicts(config.folder());
    this.admission = new Admission(config.verification(), work);
    this.thread = Thread.ofPlatform().daemon().name("plugin-host").unstarted(this);
  }

  /** Loads what is there, then watches. */
  void start() {
    try {
      for (Path zip : folder.all()) {
        appeared(zip);
      }
    } catch (IOException e) {
      throw new PannierException(
          StandardErrorCode.FILE_FAILED, "plugins folder " + config.folder() + ": " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    thread.start();
  }

  List<Rejection> rejections() {
    return List.copyOf(rejections.values());
  }

  List<InstalledPlugin> installed() {
    return loaded.entrySet().stream()
        .map(entry -> entry.getValue().as(entry.getKey()))
        .sorted(Comparator.comparing(InstalledPlugin::id).thenComparing(InstalledPlugin::version))
        .toList();
  }

  @Override
  public void run() {
    while (!closed) {
      try {
        for (PluginFolder.Change change : folder.await()) {
          if (change.present()) {
            appeared(change.zip());
          } else {
            vanished(change.zip());
          }
        }
        closeOverdue();
      } catch (IOException | RuntimeException e) {
        LOG.error("plugins folder {} cannot be read; looking again", config.folder(), e);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    try {
      thread.join();
      folder.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      LOG.warn("the watch on {} cannot be closed", config.folder(), e);
    }
    for (Path zip : List.copyOf(loaded.keySet())) {
      vanished(zip);
    }
    retiring.forEach(plugin -> plugin.plugin().closeInstances());
    try {
      for (Retiring plugin : retiring) {
        plugin.plugin().awaitUnloaded(CLOSE_AT_MOST);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    work.close();
  }

  private void appeared(Path zip) throws InterruptedException {
    Admission.Progress known = new Admission.Progress(zip);
    LoadedPlugin before = loaded.get(zip);
    try {
      Admission.Admitted admitted =
          admission.admit(
              zip, sha256 -> isLoaded(before, sha256) || verdicts.passed(sha256), known);
      if (!admitted.checks().isEmpty()) {
        verdicts.remember(admitted.sha256());
      }
      rejections.remove(zip);
      if (isLoaded(before, admitted.sha256())) {
        WorkFolder.delete(admitted.unpacked());
      } else {
        replace(zip, before, LoadedPlugin.open(admitted, services));
      }
    } catch (PannierException e) {
      reject(zip, known, e.code(), String.valueOf(e.getMessage()));
    } catch (IOException e) {
      reject(zip, known, StandardErrorCode.FILE_FAILED, "it cannot be read: " + e);
    } catch (RuntimeException | LinkageError e) {
      reject(zip, known, StandardErrorCode.PLUGIN_INVALID, "it cannot be loaded: " + e);
    }
  }

  private static boolean isLoaded(@Nullable LoadedPlugin before, String sha256) {
    return before != null && before.sha256().equals(sha256);
  }

  private void replace(Path zip, @Nullable LoadedPlugin before, LoadedPlugin after) {
    loaded.put(zip, after);
    table.change(after.handles(), before == null ? List.of() : before.handles());
    LOG.info("loaded {} from {}: {}", after.id(), zip.getFileName(), after.handles());
    if (before != null) {
      retire(before);
    }
  }

  private void vanished(Path zip) {
    rejections.remove(zip);
    LoadedPlugin gone = loaded.remove(zip);
    if (gone != null) {
      table.change(List.of(), gone.handles());
      LOG.info("{} is gone; {} is no longer used", zip.getFileName(), gone.handles());
      retire(gone);
    }
  }

  private void retire(LoadedPlugin plugin) {
    retiring.add(new Retiring(plugin, System.nanoTime() + config.retireTimeout().toNanos()));
    plugin.discard();
  }

  private void closeOverdue() {
    long now = System.nanoTime();
    retiring.removeIf(
        plugin -> {
          boolean overdue = now - plugin.untilNanos() >= 0;
          if (overdue) {
            plugin.plugin().closeInstances();
          }
          return overdue || plugin.plugin().isUnloaded();
        });
  }

  private void reject(Path zip, Admission.Progress known, ErrorCode code, String reason) {
    LOG.error("refused {} ({}): {}: {}", zip.getFileName(), known.plugin(), code.name(), reason);
    rejections.put(zip, new Rejection(zip, code, reason, Instant.now(services.clock())));
    Counter.builder("pannier.plugins.refused")
        .description("Zips that were not let in")
        .tag("code", code.name())
        .register(services.registry())
        .increment();
  }
}
