package io.pannier.messages;

import java.util.HashMap;
import java.util.Map;

/**
 * Which offsets of each journal lane a state takes into account: all up to one. Not thread-safe.
 */
public final class Coverage {
  private final Map<Integer, Long> lastOffsets;

  public Coverage(Map<Integer, Long> lastOffsets) {
    this.lastOffsets = new HashMap<>(lastOffsets);
  }

  /** True when the offset was taken into account before. */
  public boolean covers(int lane, long offset) {
    Long last = lastOffsets.get(lane);
    return last != null && offset <= last;
  }

  /** Marks everything up to the end of the batch as taken into account. */
  public void extend(EventsJournaled batch) {
    lastOffsets.merge(batch.lane(), batch.toOffset(), Math::max);
  }

  public Map<Integer, Long> asMap() {
    return Map.copyOf(lastOffsets);
  }
}
