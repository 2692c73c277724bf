package io.pannier.pluginhost;

import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import io.pannier.spi.StrategyFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A plugin whose code runs in this process: its class loader, its files and its strategies. */
final class LoadedPlugin {
  private static final Logger LOG = LoggerFactory.getLogger(LoadedPlugin.class);

  private final Admission.Admitted admitted;
  private final PluginRoom room;
  private final List<StrategyHandle> handles;
  private final CountDownLatch unloaded = new CountDownLatch(1);

  private LoadedPlugin(Admission.Admitted admitted, PluginRoom room, List<StrategyHandle> handles) {
    this.admitted = admitted;
    this.room = room;
    this.handles = List.copyOf(handles);
  }

  /**
   * Loads what was admitted. The plugin's own code runs on a thread of its own with a time limit.
   *
   * @throws PannierException PLUGIN_INVALID if a factory cannot be made; the files are gone then
   */
  static LoadedPlugin open(Admission.Admitted admitted, HostServices services)
      throws InterruptedException {
    PluginRoom room = null;
    try {
      room = PluginRoom.open(admitted.unpacked());
      PluginRoom opened = room;
      String version = admitted.manifest().version();
      List<StrategyHandle> handles =
          contained(
              opened.classLoader(),
              services.containment().createTimeout(),
              () -> {
                List<StrategyHandle> made = new ArrayList<>();
                for (StrategyFactory factory : opened.factories()) {
                  made.add(new StrategyHandle(version, factory.descriptor(), factory, services));
                }
                return made;
              });
      return new LoadedPlugin(admitted, room, handles);
    } catch (PannierException | InterruptedException e) {
      if (room != null) {
        room.close();
      }
      WorkFolder.delete(admitted.unpacked());
      throw e;
    }
  }

  InstalledPlugin as(Path zip) {
    return new InstalledPlugin(
        admitted.manifest().id(),
        admitted.manifest().version(),
        zip,
        handles.stream().map(handle -> handle.descriptor().name()).toList());
  }

  String id() {
    return admitted.manifest().id() + "@" + admitted.manifest().version();
  }

  String sha256() {
    return admitted.sha256();
  }

  List<StrategyHandle> handles() {
    return handles;
  }

  /** Lets go of the plugin once the last of its instances is closed. */
  void discard() {
    AtomicInteger busy = new AtomicInteger(handles.size());
    for (StrategyHandle handle : handles) {
      handle.discard(
          () -> {
            if (busy.decrementAndGet() == 0) {
              unload();
            }
          });
    }
  }

  void closeInstances() {
    handles.forEach(StrategyHandle::closeInstances);
  }

  boolean isUnloaded() {
    return unloaded.getCount() == 0;
  }

  void awaitUnloaded(Duration atMost) throws InterruptedException {
    if (!unloaded.await(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
      LOG.warn("{} still has instances that do not end", id());
    }
  }

  private void unload() {
    room.close();
    WorkFolder.delete(admitted.unpacked());
    unloaded.countDown();
    LOG.info("unloaded {}", id());
  }

  private static <T> T contained(
      ClassLoader contextClassLoader, Duration limit, java.util.concurrent.Callable<T> body)
      throws InterruptedException {
    FutureTask<T> task = new FutureTask<>(body);
    Thread thread = Thread.ofPlatform().daemon().name("plugin-factories").unstarted(task);
    thread.setContextClassLoader(contextClassLoader);
    thread.start();
    try {
      return task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof PannierException known) {
        throw known;
      }
      throw new PannierException(
          StandardErrorCode.PLUGIN_INVALID, "its factories failed: " + e.getCause());
    } catch (TimeoutException e) {
      task.cancel(true);
      throw new PannierException(
          StandardErrorCode.PLUGIN_INVALID,
          "its factories did not answer within " + limit.toSeconds() + " s");
    }
  }
}
