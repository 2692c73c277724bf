package io.pannier.ingestion;

import io.pannier.messages.Addresses;
import io.pannier.messages.Arm;
import io.pannier.messages.Keys;
import io.pannier.messages.OfferAsked;
import io.pannier.messages.OfferAsked.CartLine;
import io.pannier.messages.OfferRequest;
import io.pannier.messages.Split;
import io.pannier.messages.Telemetry;
import io.pannier.messages.TimeOrderedId;
import io.pannier.messages.json.CartJson;
import io.pannier.spi.StandardErrorCode;
import io.vertx.core.eventbus.EventBus;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes questions for offers. The question goes on at once; the cart is journaled meanwhile, and a
 * journal that fails costs the record of the cart, never the offer.
 */
final class OfferIntake {
  private static final Logger LOG = LoggerFactory.getLogger(OfferIntake.class);

  private final IngestionStore store;
  private final Lanes lanes;
  private final EventBus bus;
  private final IngestionMetrics metrics;
  private final Telemetry.Stage stage;
  private final InstantSource clock;
  private final int featureShards;
  private boolean journalFails;

  OfferIntake(
      IngestionStore store,
      Lanes lanes,
      EventBus bus,
      IngestionMetrics metrics,
      Telemetry.Stage stage,
      InstantSource clock,
      int featureShards) {
    this.store = store;
    this.lanes = lanes;
    this.bus = bus;
    this.metrics = metrics;
    this.stage = stage;
    this.clock = clock;
    this.featureShards = featureShards;
  }

  void accept(OfferAsked asked) {
    long now = clock.millis();
    UUID decision = TimeOrderedId.next(now);
    OfferRequest request = resolve(asked, decision, now);
    bus.send(Addresses.offerRequested(shard(request)), request);
    stage.done(asked.trace(), asked.arrivedNanos(), System.nanoTime());
    metrics.cart();
    if (asked.kind() == OfferRequest.Kind.BUNDLES) {
      journal(asked, decision, now);
    }
  }

  private OfferRequest resolve(OfferAsked asked, UUID decision, long now) {
    int shop = asked.shop().number();
    // An unknown SKU is told once, however often and wherever it stands.
    Set<String> unknown = new LinkedHashSet<>();
    int[] cart = new int[asked.cart().size()];
    int[] quantities = new int[cart.length];
    int size = 0;
    Map<Integer, Integer> places = HashMap.newHashMap(cart.length);
    for (CartLine line : asked.cart()) {
      int item = store.find(shop, line.sku());
      if (item < 0) {
        unknown.add(line.sku());
        continue;
      }
      Integer place = places.putIfAbsent(item, size);
      if (place == null) {
        cart[size] = item;
        quantities[size++] = line.quantity();
      } else {
        long sum = (long) quantities[place] + line.quantity();
        quantities[place] = (int) Math.min(sum, Integer.MAX_VALUE);
      }
    }
    int @Nullable [] candidates =
        asked.kind() == OfferRequest.Kind.RANK ? candidates(asked, unknown) : null;
    List<String> warnings =
        unknown.stream().map(sku -> StandardErrorCode.SKU_UNKNOWN + ": " + sku).toList();
    Arm arm = arm(asked);
    return new OfferRequest(
        decision,
        asked.shop(),
        asked.shopper(),
        Keys.shopper(shop, asked.shopper()),
        asked.session(),
        asked.placement().on(arm),
        Arrays.copyOf(cart, size),
        Arrays.copyOf(quantities, size),
        asked.cartId(),
        candidates,
        asked.kind(),
        limit(asked, candidates),
        asked.explain(),
        now,
        asked.arrivedNanos(),
        asked.arrivedNanos() + asked.placement().deadline().toNanos(),
        warnings,
        asked.replyAddress(),
        asked.subscriber(),
        asked.trace(),
        asked.query(),
        arm);
  }

  /** A plain list is for pages that must not be empty: it knows no hold-out. */
  private static Arm arm(OfferAsked asked) {
    Split split = asked.placement().split();
    Arm arm = split.of(Keys.visitor(asked.shop().number(), asked.shopper(), asked.session()));
    return asked.kind() == OfferRequest.Kind.RANK && !arm.offers() ? split.control() : arm;
  }

  private int[] candidates(OfferAsked asked, Set<String> unknown) {
    int[] candidates = new int[asked.candidates().size()];
    int size = 0;
    Set<Integer> seen = HashSet.newHashSet(candidates.length);
    for (String sku : asked.candidates()) {
      int item = store.find(asked.shop().number(), sku);
      if (item < 0) {
        unknown.add(sku);
      } else if (seen.add(item)) {
        candidates[size++] = item;
      }
    }
    return Arrays.copyOf(candidates, size);
  }

  private static int limit(OfferAsked asked, int @Nullable [] candidates) {
    int most = candidates == null ? asked.placement().limit() : candidates.length;
    int wanted = asked.limit() > 0 ? Math.min(asked.limit(), most) : most;
    return Math.max(1, wanted);
  }

  /** The shard of the shopper; a session or a question without either has no state to find. */
  private int shard(OfferRequest request) {
    long key = request.shopperKey();
    if (key == 0) {
      key = Keys.shopper(request.shop().number(), request.session());
    }
    if (key == 0) {
      key = request.decision().getLeastSignificantBits();
    }
    return Keys.shardOfShopper(key, featureShards);
  }

  private void journal(OfferAsked asked, UUID decision, long now) {
    lanes
        .cart(asked.shop().number(), CartJson.event(asked, decision, now))
        .onSuccess(
            fresh -> {
              if (journalFails) {
                journalFails = false;
                LOG.info("carts are journaled again");
              }
            })
        .onFailure(
            failure -> {
              metrics.cartNotJournaled();
              if (!journalFails) {
                journalFails = true;
                LOG.warn("carts are answered but not journaled: {}", failure.getMessage());
              }
            });
  }
}
