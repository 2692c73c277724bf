package io.pannier.laboratory.load;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Where one subscriber's cart stands between what was sent and what was answered, by the rules of
 * the storefront's TypeScript client ({@code placement.ts}), and the audit of what it is led to
 * believe. Knows no socket and no timer.
 *
 * <p>Carts are numbered from 0 on for as long as the subscriber lives; the id on the wire is
 * another number, since a cart may be sent again. {@link MarkedCart} tells what an offer was really
 * made for.
 */
final class FollowedCart {
  /** What to do next. */
  enum Next {
    NOTHING,
    SEND_CART
  }

  private enum Following {
    NONE,
    SUBSCRIBING,
    SUBSCRIBED
  }

  private final StorefrontAudit audit;
  private final ArrayDeque<Pending> pending = new ArrayDeque<>();
  private Following following = Following.NONE;
  private @Nullable String epoch;
  private long offset;
  private long newest;
  private long shown = -1;
  private long wireId;
  private long sentId = -1;
  private boolean subscribedTwice;
  private boolean unsent = true;
  private boolean answered;
  private boolean matches;
  private long askedNanos;
  private long disturbedTo = -1;

  /** A change that no offer has answered yet. */
  private record Pending(long number, long due) {}

  FollowedCart(StorefrontAudit audit) {
    this.audit = audit;
  }

  /** Number of the cart as it is now. */
  long newest() {
    return newest;
  }

  /** True when the subscriber believes that the newest offer answers the cart as it is now. */
  boolean fresh() {
    return following == Following.SUBSCRIBED && answered && !unsent;
  }

  /** True when there was an offer for the newest cart, whatever the subscriber believes. */
  boolean settled() {
    return shown >= newest;
  }

  /** When what is still unanswered was asked; -1 when nothing is. */
  long askedNanos() {
    return following == Following.NONE || answered ? -1 : askedNanos;
  }

  /** The cart has changed. */
  Next change(long due) {
    newest++;
    pending.add(new Pending(newest, due));
    audit.change();
    if (following != Following.SUBSCRIBED) {
      disturbedTo = newest;
    }
    return ask();
  }

  /** Wants an answer to the cart as it is, also when one was given before. */
  Next ask() {
    unsent = true;
    answered = false;
    matches = false;
    return following == Following.NONE ? Next.NOTHING : Next.SEND_CART;
  }

  /** The message that starts or resumes on a new connection. */
  String subscribe(String placement, CartWalk walk, long now) {
    following = Following.SUBSCRIBING;
    askedNanos = now;
    sentId = -1;
    answered = false;
    unsent = false;
    String since =
        epoch == null ? "" : ",\"since\":{\"epoch\":\"" + epoch + "\",\"offset\":" + offset + "}";
    return "{\"type\":\"subscribe\",\"placement\":\""
        + placement
        + "\",\"cart\":"
        + MarkedCart.json(walk, newest)
        + since
        + "}";
  }

  /** The message with the cart as it is. */
  String cart(String placement, CartWalk walk, long now) {
    sentId = ++wireId;
    askedNanos = now;
    unsent = false;
    answered = false;
    return "{\"type\":\"cart\",\"id\":"
        + sentId
        + ",\"placement\":\""
        + placement
        + "\",\"cart\":"
        + MarkedCart.json(walk, newest)
        + "}";
  }

  Next subscribed(byte[] message) {
    if (following == Following.NONE) {
      return Next.NOTHING;
    }
    following = Following.SUBSCRIBED;
    boolean recovered = ServerMessage.flag(message, "recovered");
    String told = ServerMessage.text(message, "epoch");
    long at = ServerMessage.number(message, "offset");
    if (epoch == null || !recovered) {
      if (epoch != null) {
        audit.snapshot(epoch.equals(told));
      }
      // A snapshot follows, and its offset has nothing to do with those seen before.
      epoch = null;
    } else if (at < offset || !matches) {
      audit.resumed();
      if (at < offset) {
        // Recovered means that nothing seen was forgotten; the storefront's client copes, but is
        // not meant to.
        audit.backwards();
        epoch = null;
      }
      // The server knows the session and therefore did not look at the cart of "subscribe".
      unsent = unsent || sentId < 0;
    } else {
      audit.resumed();
      if (at == offset) {
        answered = true;
        believed();
      }
    }
    return unsent ? Next.SEND_CART : Next.NOTHING;
  }

  void offer(byte[] message, long now) {
    if (following != Following.SUBSCRIBED) {
      audit.error("an offer before subscribed");
      return;
    }
    String from = ServerMessage.text(message, "epoch");
    long at = ServerMessage.number(message, "offset");
    if (from.equals(epoch) && at <= offset) {
      // Who subscribes twice on one connection is told twice what is new since then.
      if (at < offset || !subscribedTwice) {
        audit.backwards();
      }
      return;
    }
    epoch = from;
    offset = at;
    boolean answers = !unsent && (sentId < 0 || ServerMessage.cart(message) >= sentId);
    answered = answered || answers;
    matches = answers;
    long made = MarkedCart.number(message);
    boolean older = made < shown;
    shown = Math.max(shown, made);
    for (Pending first = pending.peek();
        first != null && first.number <= made;
        first = pending.peek()) {
      audit.answered(first.due, now, first.number <= disturbedTo);
      pending.remove();
    }
    if (older) {
      audit.stale();
    } else if (answers) {
      believed();
    }
  }

  /** The subscriber takes the offer that it shows for that of its newest cart. */
  private void believed() {
    if (shown < newest) {
      audit.stale();
    }
  }

  /** Nothing came in time; the subscriber asks again. */
  Next overdue() {
    audit.late();
    if (following == Following.SUBSCRIBING) {
      following = Following.NONE;
      subscribedTwice = true;
    }
    return ask();
  }

  void disconnected() {
    following = Following.NONE;
    subscribedTwice = false;
    sentId = -1;
    disturbedTo = newest;
  }

  /** True while there is no subscription that is confirmed or under way. */
  boolean unfollowed() {
    return following == Following.NONE;
  }
}
