package io.pannier.ingestion;

import io.pannier.messages.Addresses;
import io.pannier.messages.EventsJournaled;
import io.pannier.messages.EventsSubmitted;
import io.pannier.messages.Failure;
import io.pannier.messages.OfferAsked;
import io.pannier.messages.ProductsSubmitted;
import io.pannier.messages.ShopperErasure;
import io.pannier.messages.ShoppersSubmitted;
import io.pannier.messages.Telemetry;
import io.pannier.spi.ErrorKind;
import io.pannier.spi.PannierException;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ingestion stage on the event bus. One instance: lane 0 of the journal is written on its own
 * event loop, each bulk lane on another one.
 */
public final class IngestionVerticle extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(IngestionVerticle.class);
  private static final int INTERACTIVE_LANE = 0;

  private final IngestionConfig config;
  private final IngestionStore store;
  private final Telemetry telemetry;
  private final int featureShards;
  private final InstantSource clock;
  private @Nullable EventLog interactive;

  /**
   * @param featureShards how many feature shards are deployed, ≥ 1
   * @param clock stamps carts and statements of products
   */
  public IngestionVerticle(
      IngestionConfig config,
      IngestionStore store,
      Telemetry telemetry,
      int featureShards,
      InstantSource clock) {
    this.config = config;
    this.store = store;
    this.telemetry = telemetry;
    this.featureShards = featureShards;
    this.clock = clock;
  }

  @Override
  public Future<?> start() {
    EventBus bus = vertx.eventBus();
    Consumer<EventsJournaled> published =
        journaled -> bus.publish(Addresses.EVENTS_JOURNALED, journaled);
    List<LaneVerticle> bulk = new ArrayList<>();
    List<Future<String>> deployments = new ArrayList<>();
    for (int i = 1; i <= config.bulkLanes(); i++) {
      LaneVerticle lane = new LaneVerticle(INTERACTIVE_LANE + i, store, published);
      bulk.add(lane);
      deployments.add(vertx.deployVerticle(lane));
    }
    return store
        .openLane(INTERACTIVE_LANE, published)
        .onSuccess(opened -> interactive = opened)
        .compose(opened -> Future.all(deployments).map(opened))
        .onSuccess(opened -> listen(bus, lanes(opened, bulk)));
  }

  @Override
  public Future<?> stop() {
    EventLog opened = interactive;
    return opened == null ? Future.succeededFuture() : opened.close();
  }

  private Lanes lanes(EventLog opened, List<LaneVerticle> verticles) {
    var registry = telemetry.registry();
    Lane first = new Lane(INTERACTIVE_LANE, opened, config.interactiveQueue(), registry);
    List<Lane> bulk = new ArrayList<>();
    for (LaneVerticle verticle : verticles) {
      int number = INTERACTIVE_LANE + 1 + bulk.size();
      bulk.add(new Lane(number, verticle.log(), config.bulkQueue(), registry));
    }
    return new Lanes(first, bulk, config.interactiveBatch());
  }

  private void listen(EventBus bus, Lanes lanes) {
    IngestionMetrics metrics = new IngestionMetrics(telemetry.registry());
    OfferIntake offers =
        new OfferIntake(
            store, lanes, bus, metrics, telemetry.stage("ingestion"), clock, featureShards);
    EventIntake events = new EventIntake(store, lanes, metrics);
    CatalogueIntake catalogue =
        new CatalogueIntake(
            store, bus, metrics, clock, config.productQueue(), telemetry.registry());
    bus.<OfferAsked>localConsumer(Addresses.OFFER_ASKED, message -> offers.accept(message.body()));
    this.<EventsSubmitted>answer(bus, Addresses.EVENTS_SUBMITTED, events::accept);
    this.<ProductsSubmitted>answer(bus, Addresses.PRODUCTS_SUBMITTED, catalogue::accept);
    this.<ShoppersSubmitted>answer(bus, Addresses.SHOPPERS_SUBMITTED, catalogue::accept);
    this.<ShopperErasure>answer(bus, Addresses.ERASURE_SUBMITTED, catalogue::accept);
  }

  private <M> void answer(EventBus bus, String address, Function<M, Future<?>> stage) {
    bus.<M>localConsumer(
        address,
        message -> {
          Future<?> answer;
          try {
            answer = stage.apply(message.body());
          } catch (RuntimeException e) {
            answer = Future.failedFuture(e);
          }
          answer.onComplete(message::reply, failure -> refuse(message, failure));
        });
  }

  private static void refuse(Message<?> message, Throwable failure) {
    PannierException known = Failure.of(failure);
    if (known.code().kind() == ErrorKind.INTERNAL) {
      LOG.error("{} failed; this is a defect", message.address(), failure);
    }
    Failure.reply(message, known);
  }
}
