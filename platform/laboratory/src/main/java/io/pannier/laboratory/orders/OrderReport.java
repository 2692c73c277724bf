package io.pannier.laboratory.orders;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The account of one reading.
 *
 * @param rows data rows that were seen
 * @param products products that were emitted
 * @param events events that were emitted
 * @param orders distinct orders among them
 * @param shoppers distinct known shoppers among them
 * @param skipped rows that are right but are no purchases, counted by reason
 * @param broken rows that could not be understood
 * @param firstBroken the first of them, at most {@link #SHOWN}
 * @param first time of the earliest event after any shift; null without events
 * @param last time of the latest event after any shift; null without events
 * @param shiftDays whole days that were added to every time
 */
public record OrderReport(
    long rows,
    long products,
    long events,
    long orders,
    long shoppers,
    Map<String, Long> skipped,
    long broken,
    List<BrokenRow> firstBroken,
    @Nullable Instant first,
    @Nullable Instant last,
    long shiftDays) {
  /** How many broken rows are kept with their reason; the others are counted. */
  public static final int SHOWN = 1_000;

  public OrderReport {
    skipped = Map.copyOf(skipped);
    firstBroken = List.copyOf(firstBroken);
  }

  /**
   * A row that could not be understood.
   *
   * @param line of the file, from 1, the header included
   * @param reason what is wrong with it
   */
  public record BrokenRow(long line, String reason) {}
}
