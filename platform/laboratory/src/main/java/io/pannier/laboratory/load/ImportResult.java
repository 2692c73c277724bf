package io.pannier.laboratory.load;

import io.pannier.laboratory.orders.OrderReport;
import java.util.List;

/**
 * What became of an import.
 *
 * @param source what the file held
 * @param products products that the server took
 * @param events events that the server took for the first time
 * @param duplicates products or events that it had before
 * @param rejected what it refused
 * @param firstRejections reasons of the first refusals, at most {@link #SHOWN}
 * @param retries requests that had to be sent again
 * @param seconds wall time
 */
public record ImportResult(
    OrderReport source,
    long products,
    long events,
    long duplicates,
    long rejected,
    List<String> firstRejections,
    long retries,
    double seconds) {
  /** How many refusals are kept with their reason; the others are counted. */
  public static final int SHOWN = 100;

  public ImportResult {
    firstRejections = List.copyOf(firstRejections);
  }
}
