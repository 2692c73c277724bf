package io.pannier.delivery;

import io.micrometer.core.instrument.Counter;
import io.pannier.messages.Addresses;
import io.pannier.messages.EventsJournaled;
import io.pannier.messages.JournalFollower;
import io.pannier.messages.Telemetry;
import io.pannier.store.Outcome;
import io.pannier.store.Outcomes;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Joins what shoppers did to the decisions that they answer. Joining twice changes nothing. */
public final class OutcomeVerticle extends VerticleBase implements JournalFollower {
  private static final Logger LOG = LoggerFactory.getLogger(OutcomeVerticle.class);

  private final Outcomes outcomes;
  private final Telemetry telemetry;
  private volatile Map<Integer, Long> covered = Map.of();

  public OutcomeVerticle(Outcomes outcomes, Telemetry telemetry) {
    this.outcomes = outcomes;
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
    return outcomes.covered().onSuccess(offsets -> covered = offsets);
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
    return outcomes.join(batch);
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
