package io.pannier.store;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * A process as it was when it was last seen.
 *
 * @param name for people
 * @param startedAt by its own clock
 * @param seenAt by the database's clock
 * @param silence since then, by the database's clock too, so that clocks that differ do not matter
 * @param strategies of one shop, by name
 */
public record NodeState(
    String name,
    Instant startedAt,
    Instant seenAt,
    Duration silence,
    Map<String, NodeStrategy> strategies) {
  public NodeState {
    strategies = Map.copyOf(strategies);
  }
}
