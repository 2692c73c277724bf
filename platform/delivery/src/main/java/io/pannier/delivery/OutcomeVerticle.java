package io.pannier.delivery;

import io.micrometer.core.instrument.Counter;
import io.pannier.messages.Addresses;
import io.pannier.messages.Coverage;
import io.pannier.messages.EventsJournaled;
import io.pannier.messages.JournalFollower;
import io.pannier.messages.Telemetry;
import io.pannier.store.Outcome;
import io.pannier.store.Outcomes;
import io.pannier.store.Purchases;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notes what visitors bought, and joins what they did to the decisions that they answer. Doing so
 * twice changes nothing.
 */
public final class OutcomeVerticle extends VerticleBase implements JournalFollower {
  private static final Logger LOG = LoggerFactory.getLogger(OutcomeVerticle.class);
  private static final long PROGRESS_MILLIS = 10_000;

  private final Outcomes outcomes;
  private final Purchases purchases;
  private final Telemetry telemetry;
  private volatile Map<Integer, Long> covered = Map.of();
  private Coverage joined = new Coverage(Map.of());
  private int joining;

  public OutcomeVerticle(Outcomes outcomes, Purchases purchases, Telemetry telemetry) {
    this.outcomes = outcomes;
    this.purchases = purchases;
    this.telemetry = telemetry;
  }

  @Override
  public Future<?> start() {
    outcomes.onJoined(this::count);
    vertx
        .eventBus()
        .<EventsJournaled>localConsumer(
            Addresses.EVENTS_JOURNALED,
            message ->
                follow(message.body())
                    .onFailure(e -> LOG.error("outcomes wait for the next start to be joined", e)));
    vertx.setPeriodic(PROGRESS_MILLIS, timer -> noteProgress());
    return outcomes
        .covered()
        .onSuccess(
            offsets -> {
              covered = offsets;
              joined = new Coverage(offsets);
            });
  }

  /** Writes down how far it is, now; completes when that is durable. */
  public Future<Void> noteProgress() {
    Promise<Void> noted = Promise.promise();
    context.runOnContext(
        here -> {
          boolean nothingNew = joined.asMap().equals(covered);
          if (joining > 0 || nothingNew) {
            noted.complete();
            return;
          }
          Map<Integer, Long> reached = joined.asMap();
          outcomes.extend(reached).onSuccess(ok -> covered = reached).onComplete(noted);
        });
    return noted.future();
  }

  @Override
  public String name() {
    return "outcomes";
  }

  @Override
  public Map<Integer, Long> covered() {
    return covered;
  }

  @Override
  public Future<Void> follow(EventsJournaled batch) {
    Promise<Void> done = Promise.promise();
    context.runOnContext(
        here -> {
          joining++;
          // Joining notes how far it is, so that purchases come first.
          purchases
              .note(batch)
              .compose(noted -> outcomes.join(batch))
              .onComplete(result -> context.runOnContext(back -> joined(batch, result, done)));
        });
    return done.future();
  }

  private void joined(EventsJournaled batch, AsyncResult<Void> result, Promise<Void> done) {
    if (result.succeeded()) {
      joining--;
      joined.extend(batch);
      done.complete();
    } else {
      // It counts as joining for ever, so progress is not noted past it and the next start
      // replays it.
      done.fail(result.cause());
    }
  }

  private void count(List<Outcome> joined) {
    for (Outcome outcome : joined) {
      Counter.builder("pannier.outcomes")
          .description("Outcomes joined to their decision")
          .tag("type", outcome.type().wireName())
          .register(telemetry.registry())
          .increment();
    }
  }
}
