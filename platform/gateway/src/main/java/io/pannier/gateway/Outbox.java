package io.pannier.gateway;

import io.pannier.messages.OfferReady;
import io.vertx.core.http.ServerWebSocket;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What waits for a connection to read: replies in order, and of each placement the newest offer
 * only, since an offer is full state. So a connection costs a bounded amount of memory, however
 * slowly it reads.
 */
final class Outbox {
  private static final long NOT_FULL = Long.MIN_VALUE;

  private final ServerWebSocket socket;
  private final GatewayMetrics metrics;
  private final int maxReplies;
  private final ArrayDeque<String> replies = new ArrayDeque<>();
  private final Map<String, OfferReady> offers = new LinkedHashMap<>();
  private long fullSince = NOT_FULL;
  private boolean closed;

  Outbox(ServerWebSocket socket, GatewayMetrics metrics, StorefrontConfig config) {
    this.socket = socket;
    this.metrics = metrics;
    this.maxReplies = config.maxPendingReplies();
    socket.setWriteQueueMaxSize(config.writeBuffer());
    socket.drainHandler(ignored -> drain());
  }

  /** Sends a reply, now or when there is room; false when too many wait already. */
  boolean reply(String text) {
    if (over()) {
      return true;
    }
    if (replies.isEmpty() && room()) {
      write(text);
      return true;
    }
    if (replies.size() == maxReplies) {
      return false;
    }
    replies.add(text);
    return true;
  }

  /** Sends an offer, now or when there is room; it replaces an unsent one of its placement. */
  void offer(OfferReady ready) {
    if (over()) {
      return;
    }
    if (replies.isEmpty() && offers.isEmpty() && room()) {
      write(ServerMessages.offer(ready));
    } else if (offers.put(ready.channel().placement(), ready) != null) {
      metrics.offerReplaced();
    }
  }

  /** Drops the unsent offer of a placement that is no longer followed. */
  void forget(String placement) {
    offers.remove(placement);
  }

  /** How long the peer has been leaving the write queue full; 0 when it is not. */
  long fullNanos(long now) {
    return fullSince == NOT_FULL ? 0 : now - fullSince;
  }

  boolean idle() {
    return replies.isEmpty() && offers.isEmpty() && (over() || !socket.writeQueueFull());
  }

  void close() {
    closed = true;
    replies.clear();
    offers.clear();
  }

  /** True once nothing can be sent; a socket that is closed must not be asked for room. */
  private boolean over() {
    return closed || socket.isClosed();
  }

  private boolean room() {
    if (!socket.writeQueueFull()) {
      return true;
    }
    full();
    return false;
  }

  private void write(String text) {
    socket.writeTextMessage(text);
    if (!over() && socket.writeQueueFull()) {
      full();
    }
  }

  private void full() {
    if (fullSince == NOT_FULL) {
      fullSince = System.nanoTime();
    }
  }

  private void drain() {
    fullSince = NOT_FULL;
    while (!over() && !replies.isEmpty() && room()) {
      write(replies.remove());
    }
    Iterator<OfferReady> waiting = offers.values().iterator();
    while (!over() && waiting.hasNext() && room()) {
      OfferReady ready = waiting.next();
      waiting.remove();
      write(ServerMessages.offer(ready));
    }
  }
}
