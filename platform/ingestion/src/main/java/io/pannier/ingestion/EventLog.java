package io.pannier.ingestion;

import io.pannier.messages.ShopEvent;
import io.vertx.core.Future;
import java.util.List;

/** One lane of the journal, open for writing. */
public interface EventLog {
  /**
   * Makes events of one shop durable, all of them or none.
   *
   * @return for each event, true when it is fresh and false when it was there before; completes on
   *     the caller's context after the commit
   */
  Future<boolean[]> append(int shop, List<ShopEvent> events);

  /** Writes what waits, then closes. */
  Future<Void> close();
}
