package io.pannier.laboratory.load;

import java.time.Duration;

/**
 * How an import uses the server.
 *
 * @param concurrency requests under way at the same time, at least 1
 * @param attempts how often a batch is sent before the import fails, at least 1
 * @param firstPause before the second attempt; each further one waits twice as long
 * @param timeout of one request
 * @param eventsResource where past events go
 */
public record ImportOptions(
    int concurrency, int attempts, Duration firstPause, Duration timeout, String eventsResource) {
  public ImportOptions {
    if (concurrency < 1 || attempts < 1) {
      throw new IllegalArgumentException("concurrency and attempts must be at least 1");
    }
  }

  /** Four requests at a time, six attempts from 200 ms on, 60 s a request, to {@code history}. */
  public static ImportOptions defaults() {
    return new ImportOptions(4, 6, Duration.ofMillis(200), Duration.ofSeconds(60), "history");
  }
}
