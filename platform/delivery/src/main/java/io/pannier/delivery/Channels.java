package io.pannier.delivery;

import io.pannier.messages.BundlesComposed;
import io.pannier.messages.OfferRequest;
import io.pannier.spi.ComposedBundle;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is followed and by whom: one channel for each (shop, session, placement), with the offset of
 * its newest offer. Bounded: the channel longest unused is forgotten first, and who comes back to
 * it gets a snapshot. Not thread-safe.
 */
final class Channels {
  private final DeliveryConfig config;
  private final LinkedHashMap<OfferRequest.Channel, State> channels =
      new LinkedHashMap<>(1024, 0.75f, true);

  /** One channel. */
  static final class State {
    private final Map<String, Subscriber> subscribers = new HashMap<>(2);
    private long offset;
    private long touchedNanos;
    private @Nullable LastAnswer last;

    long offset() {
      return offset;
    }

    Map<String, Subscriber> subscribers() {
      return subscribers;
    }

    @Nullable LastAnswer last() {
      return last;
    }

    /** Keeps an answer as the newest and returns its offset. */
    long keep(LastAnswer answer) {
      last = answer;
      return ++offset;
    }
  }

  /** A connection that follows a channel. */
  static final class Subscriber {
    private final String address;
    private long answeredCart = -1;

    Subscriber(String address) {
      this.address = address;
    }

    String address() {
      return address;
    }

    long answeredCart() {
      return answeredCart;
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
   */
  record LastAnswer(
      Buffer offer,
      Buffer bundles,
      int[] items,
      int[] quantities,
      long revision,
      String strategy,
      String model,
      long madeNanos) {

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
          nowNanos);
    }
  }

  Channels(DeliveryConfig config) {
    this.config = config;
  }

  State of(OfferRequest.Channel channel) {
    State state = channels.computeIfAbsent(channel, c -> new State());
    state.touchedNanos = System.nanoTime();
    if (channels.size() > config.maxChannels()) {
      Iterator<State> eldest = channels.values().iterator();
      // A channel with subscribers stays: it would go silent. Connections are bounded elsewhere.
      if (eldest.next().subscribers.isEmpty()) {
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
    Duration idle = config.channelIdle();
    channels
        .values()
        .removeIf(
            state -> state.subscribers.isEmpty() && nowNanos - state.touchedNanos > idle.toNanos());
  }
}
