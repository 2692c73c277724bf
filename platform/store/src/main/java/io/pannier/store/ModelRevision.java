package io.pannier.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A model that was proposed for a strategy of a shop.
 *
 * @param revision grows with every proposal
 * @param promoted whether it was put in service then; the highest revision of which this is true is
 *     the current one
 * @param file SHA-256 of the model file; null where it was refused, and where the strategy was left
 *     without a model; one that is not promoted has a file where it is held for a second person
 * @param verdict JSON: what was measured, and why it was promoted or refused
 * @param author who proposed it
 * @param reason why, in their words
 */
public record ModelRevision(
    String strategy,
    long revision,
    boolean promoted,
    @Nullable String file,
    String verdict,
    String author,
    String reason,
    Instant madeAt) {
  /** True for one that waits, or waited, for a second person to put it in service. */
  public boolean held() {
    return !promoted && file != null;
  }

  /** As offers name it: {@code strategy/revision}. */
  public String id() {
    return strategy + "/" + revision;
  }
}
