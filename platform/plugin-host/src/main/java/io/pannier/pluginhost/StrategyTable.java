package io.pannier.pluginhost;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which version of each strategy is the one to use, and who wants to know. Of several the highest
 * version is used; of equal versions the one added last.
 */
final class StrategyTable {
  private static final Logger LOG = LoggerFactory.getLogger(StrategyTable.class);

  private final Map<StrategyHandle, Long> offered = new HashMap<>();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private final List<StrategySlot> slots = new CopyOnWriteArrayList<>();
  private volatile Map<String, StrategyHandle> byName = Map.of();
  private long sequence;

  @Nullable StrategyHandle find(String name) {
    return byName.get(name);
  }

  Map<String, StrategyHandle> byName() {
    return byName;
  }

  Registration onChange(Runnable listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  void add(StrategySlot slot) {
    slots.add(slot);
  }

  void remove(StrategySlot slot) {
    slots.remove(slot);
  }

  /** Changes what is offered, in one step, and tells everybody whom it concerns. */
  synchronized void change(List<StrategyHandle> added, List<StrategyHandle> removed) {
    Map<String, StrategyHandle> before = byName;
    Map<String, StrategyHandle> after = new HashMap<>();
    added.forEach(handle -> offered.put(handle, ++sequence));
    removed.forEach(offered::remove);
    for (StrategyHandle handle : offered.keySet()) {
      after.merge(handle.descriptor().name(), handle, this::better);
    }
    after.values().forEach(StrategyHandle::reinstate);
    byName = Map.copyOf(after);
    before.forEach(
        (name, handle) -> {
          if (after.get(name) != handle) {
            handle.retire();
          }
        });
    slots.forEach(StrategySlot::follow);
    for (Runnable listener : listeners) {
      try {
        listener.run();
      } catch (RuntimeException e) {
        LOG.error("a listener for changed strategies failed", e);
      }
    }
  }

  synchronized void closeInstances() {
    offered.keySet().forEach(StrategyHandle::closeInstances);
  }

  private StrategyHandle better(StrategyHandle one, StrategyHandle other) {
    int order = Versions.compare(one.version(), other.version());
    if (order == 0) {
      order = Long.compare(sequenceOf(one), sequenceOf(other));
    }
    return order >= 0 ? one : other;
  }

  private long sequenceOf(StrategyHandle handle) {
    return offered.getOrDefault(handle, 0L);
  }
}
