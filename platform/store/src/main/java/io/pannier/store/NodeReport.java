package io.pannier.store;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/**
 * What a process says of itself.
 *
 * @param id drawn at its start
 * @param name for people
 * @param startedAt by its own clock
 * @param strategies by the shop's number, then by the strategy's name
 */
public record NodeReport(
    UUID id, String name, Instant startedAt, Map<Integer, Map<String, NodeStrategy>> strategies) {
  public NodeReport {
    strategies = Map.copyOf(strategies);
  }
}
