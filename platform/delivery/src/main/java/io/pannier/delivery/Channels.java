package io.pannier.delivery;

import io.pannier.messages.BundlesComposed;
import io.pannier.messages.OfferRequest;
import io.pannier.spi.ComposedBundle;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is followed and by whom: one channel for each (shop, session, placement), with the offset of
 * its newest offer. Bounded: the channel longest unused is forgotten first, and who comes back to
 * it gets a snapshot. A channel that is made anew counts on from the highest offset that was ever
 * forgotten, so that what somebody saw of an earlier one is never taken for what there is now. Not
 * thread-safe.
 */
final class Channels {
  private final DeliveryConfig config;
  private final LinkedHashMap<OfferRequest.Channel, State> channels =
      new LinkedHashMap<>(1024, 0.75f, true);
  private long forgotten;

  /** One channel. */
  static final class State {
    private final Map<String, Subscriber> subscribers = new HashMap<>(2);
    private long offset;
    private long touchedNanos;
    private @Nullable LastAnswer last;

    State(long offset) {
      this.offset = offset;
    }

    long offset() {
      return offset;
    }

    Map<String, Subscriber> subscribers() {
      return subscribers;
    }

    @Nullable LastAnswer last() {
      return last;
    }

    /** True when the channel has all that followed an offset which somebody saw. */
    boolean remembers(long seenOffset) {
      return last != null && seenOffset <= offset;
    }

    /**
     * Takes an answer and says who is told of it. Answers may come in another order than the carts
     * came in, also from connections that are closed by then: what a newer cart was answered with
     * stands, whoever sent it.
     */
    List<Push> take(OfferRequest request, LastAnswer answer) {
      Subscriber asking = subscribers.get(request.subscriber());
      LastAnswer newest = last;
      if (newest != null && request.arrivedNanos() - newest.askedNanos() < 0) {
        return asking != null && request.cartId() > asking.answeredCart
            ? List.of(tell(asking, request.cartId(), newest))
            : List.of();
      }
      if (asking != null && request.cartId() >= 0 && request.cartId() <= asking.answeredCart) {
        return List.of();
      }
      if (asking != null) {
        asking.answered(request.cartId());
      }
      last = answer;
      offset++;
      List<Push> pushes = new ArrayList<>(subscribers.size());
      for (Subscriber subscriber : subscribers.values()) {
        pushes.add(new Push(subscriber.address, offset, subscriber.answeredCart, answer.offer()));
      }
      return pushes;
    }

    /** What answers a newer cart answers this one too, and its subscriber waits to hear so. */
    private Push tell(Subscriber waiting, long cartId, LastAnswer newest) {
      waiting.answered(cartId);
      return new Push(waiting.address, ++offset, waiting.answeredCart, newest.offer());
    }
  }

  /**
   * One subscriber is told of an offer.
   *
   * @param cartId the newest cart of the subscriber that it takes into account; -1 for none
   */
  record Push(String address, long offset, long cartId, Buffer offer) {}

  /** A connection that follows a channel. */
  static final class Subscriber {
    private final String address;
    private long answeredCart = -1;

    Subscriber(String address) {
      this.address = address;
    }

    void answered(long cartId) {
      answeredCart = Math.max(answeredCart, cartId);
    }
  }

  /**
   * The newest answer of a channel, kept for resumption and as a rung of the degrade ladder.
   *
   * @param offer the whole offer as JSON
   * @param bundles the part of it that can be offered again
   * @param items ordinals of what it offers
   * @param quantities the largest quantity offered of each
   * @param revision of the placement that it was made under
   * @param strategy that made it
   * @param model that it used; empty for none
   * @param madeNanos {@link System#nanoTime()} when it was made
   * @param askedNanos {@link System#nanoTime()} when the cart that it answers came in
   */
  record LastAnswer(
      Buffer offer,
      Buffer bundles,
      int[] items,
      int[] quantities,
      long revision,
      String strategy,
      String model,
      long madeNanos,
      long askedNanos) {

    static LastAnswer of(BundlesComposed composed, Buffer bundles, Buffer offer, long nowNanos) {
      Map<Integer, Integer> largest = new HashMap<>();
      for (ComposedBundle bundle : composed.result().bundles()) {
        for (int i = 0; i < bundle.candidates().length; i++) {
          int item = composed.scored().products().get(bundle.candidates()[i]).item();
          largest.merge(item, bundle.quantities()[i], Math::max);
        }
      }
      int[] items = new int[largest.size()];
      int[] quantities = new int[largest.size()];
      int next = 0;
      for (Map.Entry<Integer, Integer> entry : largest.entrySet()) {
        items[next] = entry.getKey();
        quantities[next++] = entry.getValue();
      }
      return new LastAnswer(
          offer,
          bundles,
          items,
          quantities,
          composed.scored().request().placement().revision(),
          OfferWriter.strategy(composed),
          OfferWriter.model(composed),
          nowNanos,
          composed.scored().request().arrivedNanos());
    }
  }

  Channels(DeliveryConfig config) {
    this.config = config;
  }

  State of(OfferRequest.Channel channel) {
    State state = channels.computeIfAbsent(channel, c -> new State(forgotten));
    state.touchedNanos = System.nanoTime();
    if (channels.size() > config.maxChannels()) {
      Iterator<State> eldest = channels.values().iterator();
      State unused = eldest.next();
      // A channel with subscribers stays: it would go silent. Connections are bounded elsewhere.
      if (unused.subscribers.isEmpty()) {
        forget(unused);
        eldest.remove();
      }
    }
    return state;
  }

  void subscribe(OfferRequest.Channel channel, String subscriber, String address) {
    of(channel).subscribers.put(subscriber, new Subscriber(address));
  }

  void unsubscribe(OfferRequest.Channel channel, String subscriber) {
    State state = channels.get(channel);
    if (state != null) {
      state.subscribers.remove(subscriber);
    }
  }

  int size() {
    return channels.size();
  }

  /** Forgets channels that nobody follows and nobody used for a while. */
  void expire(long nowNanos) {
    long idle = config.channelIdle().toNanos();
    for (Iterator<State> all = channels.values().iterator(); all.hasNext(); ) {
      State state = all.next();
      if (state.subscribers.isEmpty() && nowNanos - state.touchedNanos > idle) {
        forget(state);
        all.remove();
      }
    }
  }

  private void forget(State state) {
    forgotten = Math.max(forgotten, state.offset);
  }
}
