package io.pannier.app;

import io.opentelemetry.api.trace.SpanContext;
import io.pannier.messages.Addresses;
import io.pannier.messages.OfferAsked;
import io.pannier.messages.OfferAsked.CartLine;
import io.pannier.messages.OfferReady;
import io.pannier.messages.OfferRequest;
import io.pannier.messages.Placement;
import io.pannier.messages.Shop;
import io.pannier.pluginhost.StrategyDirectory;
import io.pannier.pluginhost.StrategyInstance;
import io.pannier.store.Store;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that the first shopper is served as fast as the thousandth: strategies are made and
 * taught before the doors open, and the way from cart to offer is rehearsed until its code is
 * compiled. Only then is the installation ready.
 */
final class Warmth {
  private static final Logger LOG = LoggerFactory.getLogger(Warmth.class);
  private static final long STRATEGY_MINUTES = 10;
  private static final long REHEARSAL_NANOS = TimeUnit.MILLISECONDS.toNanos(1500);
  private static final int AT_ONCE = 4;

  /** One question of so many is asked in words. */
  private static final int ASKED_IN_WORDS = 16;

  private static final List<String> WORDS =
      List.of("a gift for the kitchen", "something small and green", "for four");
  private static final Duration PATIENT = Duration.ofSeconds(5);

  /** The session of rehearsed offers, by which reports leave them out. */
  static final String SESSION = "warm-up";

  private final Vertx vertx;
  private final Store store;
  private final StrategyDirectory strategies;
  private final String search;
  private volatile boolean warm;

  /**
   * @param search name of the strategy that answers what is asked in words, where it is installed
   */
  Warmth(Vertx vertx, Store store, StrategyDirectory strategies, String search) {
    this.search = search;
    this.vertx = vertx;
    this.store = store;
    this.strategies = strategies;
  }

  boolean isWarm() {
    return warm;
  }

  /** Makes every strategy that a placement names; one that cannot be made is left to the ladder. */
  Future<?> prepareStrategies() {
    List<Future<?>> ready = new ArrayList<>();
    for (Shop shop : store.shops().all()) {
      for (String name : named(shop)) {
        Optional<StrategyInstance> instance = strategies.slot(shop.number(), name).current();
        if (instance.isEmpty() && name.equals(search)) {
          continue;
        }
        if (instance.isEmpty()) {
          LOG.warn(
              "shop {} has placements that need '{}', which is not installed", shop.name(), name);
          continue;
        }
        ready.add(
            Future.fromCompletionStage(
                    instance.get().ready().orTimeout(STRATEGY_MINUTES, TimeUnit.MINUTES))
                .onFailure(e -> LOG.warn("'{}' of shop {} is not ready", name, shop.name(), e)));
      }
    }
    return Future.join(ready).otherwiseEmpty();
  }

  private Set<String> named(Shop shop) {
    Set<String> names = new TreeSet<>();
    for (Placement placement : store.placements().of(shop)) {
      names.addAll(
          List.of(
              placement.scoring(),
              placement.fallback(),
              placement.complementarity(),
              placement.bundling()));
      names.addAll(placement.shadow());
    }
    names.add(search);
    names.remove("");
    return names;
  }

  /** Asks for offers over and over for a short time, a few at once, then says that it is warm. */
  Future<?> rehearse() {
    List<Shop> shops =
        store.shops().all().stream()
            .filter(shop -> store.items().size(shop.number()) > 0)
            .filter(shop -> !store.placements().of(shop).isEmpty())
            .toList();
    Promise<Void> done = Promise.promise();
    if (shops.isEmpty()) {
      done.complete();
    } else {
      Rehearsal rehearsal = new Rehearsal(shops, done);
      for (int i = 0; i < AT_ONCE; i++) {
        rehearsal.ask();
      }
    }
    return done.future().onSuccess(over -> warm = true);
  }

  private final class Rehearsal {
    private final List<Shop> shops;
    private final Promise<Void> done;
    private final Random random = new Random(1);
    private final String address = "app.rehearsal." + UUID.randomUUID();
    private final long until = System.nanoTime() + REHEARSAL_NANOS;
    private final MessageConsumer<OfferReady> answers;
    private int open;

    private Rehearsal(List<Shop> shops, Promise<Void> done) {
      this.shops = shops;
      this.done = done;
      this.answers =
          vertx
              .eventBus()
              .localConsumer(
                  address,
                  answer -> {
                    open--;
                    ask();
                  });
    }

    private void ask() {
      if (System.nanoTime() - until < 0) {
        open++;
        vertx.eventBus().send(Addresses.OFFER_ASKED, question());
      } else if (open == 0 && done.tryComplete()) {
        answers.unregister();
      }
    }

    private OfferAsked question() {
      Shop shop = shops.get(random.nextInt(shops.size()));
      List<Placement> placements = store.placements().of(shop);
      // Nobody compares a shadow with what nobody saw.
      Placement placement = placements.get(random.nextInt(placements.size())).withShadow(List.of());
      boolean words = random.nextInt(ASKED_IN_WORDS) == 0 && searches(shop);
      if (words) {
        // The first of them meets cold code, and being late would count against the strategy.
        placement = placement.withDeadline(PATIENT);
      }
      List<CartLine> cart = new ArrayList<>();
      int size = store.items().size(shop.number());
      for (int i = random.nextInt(5); i >= 0; i--) {
        cart.add(new CartLine(store.items().sku(shop.number(), random.nextInt(size)), 1));
      }
      return new OfferAsked(
          shop,
          "",
          SESSION,
          placement,
          cart,
          -1,
          List.of(),
          OfferRequest.Kind.BUNDLES,
          0,
          false,
          address,
          "",
          System.nanoTime(),
          SpanContext.getInvalid(),
          words ? WORDS.get(random.nextInt(WORDS.size())) : "");
    }

    private boolean searches(Shop shop) {
      return strategies.slot(shop.number(), search).current().isPresent();
    }
  }
}
