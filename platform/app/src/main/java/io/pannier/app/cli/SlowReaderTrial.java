package io.pannier.app.cli;

import io.pannier.laboratory.load.Figure;
import io.pannier.laboratory.load.SkuPopularity;
import io.pannier.laboratory.load.SlowReaders;
import io.pannier.laboratory.load.StorefrontLoadConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Lets subscribers of a demo stop reading, and weighs the server while all that it holds for them
 * is piled up.
 */
final class SlowReaderTrial {
  private static final long SEED = 99;
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final long LOOK_MILLIS = 250;
  private static final long SETTLE_MILLIS = 2_000;
  private static final String REPLACED = "pannier_gateway_offer_replaced_total";
  private static final String CLOSED = "pannier_gateway_closed_total{reason=\"SLOW_READER\"}";
  private static final String BUFFERS = "netty_allocator_memory_used";

  private final DemoProcess demo;
  private final SkuPopularity popularity;

  SlowReaderTrial(DemoProcess demo, SkuPopularity popularity) {
    this.demo = demo;
    this.popularity = popularity;
  }

  /** The figures of so many readers. */
  List<Figure> run(int count) throws Exception {
    List<Figure> figures = new ArrayList<>();
    StorefrontLoadConfig config = StorefrontLoadConfig.of(count, SEED);
    try (SlowReaders readers = SlowReaders.open(demo.access(), config, popularity)) {
      MetricsPage before = MetricsPage.of(demo.access());
      long heapBefore = LiveHeap.canTell() ? LiveHeap.bytes(demo.pid()) : 0;
      readers.begin();
      awaitConflation(before.sum(REPLACED) + count);
      // What is under way through the stages is not what a reader costs.
      readers.rest(true);
      TimeUnit.MILLISECONDS.sleep(SETTLE_MILLIS);
      double buffers = MetricsPage.of(demo.access()).sum(BUFFERS) - before.sum(BUFFERS);
      double heap = LiveHeap.canTell() ? LiveHeap.bytes(demo.pid()) - heapBefore : Double.NaN;
      if (LiveHeap.canTell() && readers.closed() == 0) {
        figures.add(Figure.of("heap-bytes-per-slow-reader", heap / count, "B"));
        figures.add(Figure.of("buffer-bytes-per-slow-reader", buffers / count, "B"));
      }
      readers.rest(false);
      SlowReaders.Result result = readers.await(LIMIT);
      double counted = MetricsPage.of(demo.access()).value(CLOSED) - before.value(CLOSED);
      figures.add(Figure.of("slow-readers-closed", counted, "").atLeast(count));
      figures.add(Figure.of("slow-reader-seconds", result.longestSeconds(), "s"));
      figures.add(Figure.of("carts-per-slow-reader", (double) result.carts() / count, ""));
    }
    return figures;
  }

  /** From when offers replace each other nothing more can pile up. */
  private void awaitConflation(double replaced) throws Exception {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (MetricsPage.of(demo.access()).sum(REPLACED) < replaced
        && System.nanoTime() - deadline < 0) {
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
  }
}
