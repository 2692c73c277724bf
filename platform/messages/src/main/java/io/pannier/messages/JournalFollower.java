package io.pannier.messages;

import io.vertx.core.Future;
import java.util.Map;

/**
 * Keeps a state that is a function of the journal. At start it says what its snapshot covers, is
 * given the rest of the journal, and from then on follows what is published.
 */
public interface JournalFollower {
  /** For a report: whose state this is. */
  String name();

  /** The last offset of each lane that the state takes into account; absent for none. */
  Map<Integer, Long> covered();

  /**
   * Takes a batch into account, once: what is covered already is passed over.
   *
   * @return completes when the follower is ready for more
   */
  Future<Void> follow(EventsJournaled batch);
}
