package io.pannier.laboratory.load;

import io.vertx.core.Vertx;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Ends connections at the worst moments as well as at any: a third just after a cart was sent whose
 * offer is under way, a third of subscribers who then change their cart while they are away, a
 * third while nothing happens. Driven by the generator's event loop.
 */
final class Cuts {
  private static final int KINDS = 3;
  private static final int UNDER_WAY_MILLIS = 10;

  private final Vertx vertx;
  private final List<Subscriber> subscribers;
  private final SplittableRandom random;
  private long begun;
  private long done;
  private volatile int owed;

  Cuts(Vertx vertx, List<Subscriber> subscribers, SplittableRandom random) {
    this.vertx = vertx;
    this.subscribers = subscribers;
    this.random = random;
  }

  /** True when every connection that should have been ended was; any thread may ask. */
  boolean settled() {
    return owed == 0;
  }

  /** Connections that were ended. */
  long done() {
    return done;
  }

  /**
   * A cart changes, and perhaps a connection ends around it.
   *
   * @param index whose cart
   * @param more connections to end from now on; where nobody is connected they wait for later
   */
  void change(int index, long due, int more) {
    owe(more);
    Subscriber changing = subscribers.get(index);
    if (owed == 0 || !changing.connected()) {
      changing.change(due);
      return;
    }
    owe(-1);
    switch ((int) (begun++ % KINDS)) {
      case 0 -> {
        changing.change(due);
        cutAfter(random.nextLong(UNDER_WAY_MILLIS + 1), changing);
      }
      case 1 -> {
        cut(changing);
        changing.change(due);
      }
      default -> {
        changing.change(due);
        cut(subscribers.get(random.nextInt(subscribers.size())));
      }
    }
  }

  private void cutAfter(long millis, Subscriber victim) {
    if (millis == 0) {
      cut(victim);
    } else {
      vertx.setTimer(millis, _ -> cut(victim));
    }
  }

  private void cut(Subscriber victim) {
    if (victim.cut()) {
      done++;
    } else {
      owe(1);
    }
  }

  private void owe(int more) {
    int now = owed + more;
    owed = now;
  }
}
