package io.pannier.ingestion;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.pannier.messages.ShopEvent;
import io.pannier.spi.PannierException;
import io.vertx.core.Future;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One writer of the journal behind a bounded queue, and its figures. */
final class Lane {
  private final EventLog log;
  private final QueueLimit queue;
  private final Timer timer;

  Lane(int number, EventLog log, int mostWaiting, MeterRegistry registry) {
    this.log = log;
    this.queue = new QueueLimit("journal lane " + number, mostWaiting);
    this.timer =
        Timer.builder("pannier.ingestion.journal")
            .description("From the append to the commit, queueing included")
            .tag("lane", Integer.toString(number))
            .register(registry);
    Gauge.builder("pannier.ingestion.queue", queue, QueueLimit::waiting)
        .description("Events that wait to become durable")
        .tag("lane", Integer.toString(number))
        .register(registry);
  }

  boolean hasRoom(int events) {
    return queue.hasRoom(events);
  }

  PannierException overloaded() {
    return queue.overloaded();
  }

  /** As {@link EventLog#append}; fails with {@code OVERLOADED} when too much waits. */
  Future<boolean[]> append(int shop, List<ShopEvent> events) {
    long start = System.nanoTime();
    return queue
        .enter(events.size(), () -> log.append(shop, events))
        .onSuccess(fresh -> timer.record(System.nanoTime() - start, TimeUnit.NANOSECONDS));
  }
}
