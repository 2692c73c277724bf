package io.pannier.ingestion;

import io.pannier.messages.EventsJournaled;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Gives one lane of the journal an event loop of its own, away from the carts'. */
final class LaneVerticle extends VerticleBase {
  private final int number;
  private final IngestionStore store;
  private final Consumer<EventsJournaled> published;
  private volatile @Nullable EventLog log;

  LaneVerticle(int number, IngestionStore store, Consumer<EventsJournaled> published) {
    this.number = number;
    this.store = store;
    this.published = published;
  }

  @Override
  public Future<?> start() {
    return store.openLane(number, published).onSuccess(opened -> log = opened);
  }

  @Override
  public Future<?> stop() {
    EventLog opened = log;
    return opened == null ? Future.succeededFuture() : opened.close();
  }

  /** The lane, once the verticle is deployed. */
  EventLog log() {
    return Objects.requireNonNull(log, "the lane is not open");
  }
}
