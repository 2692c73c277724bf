package io.pannier.spi;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;

/**
 * Takes in what happened, in the order of the journal, while it serves. After a restart the
 * platform restores the newest snapshot and teaches what came after it; every event is taught once.
 */
public interface OnlineLearner extends Strategy {
  /** Takes in a few events; returns within a few milliseconds. */
  void learn(List<Observation> observations);

  /**
   * Writes all that {@link #restore} needs. The format is the strategy's own and carries a version.
   */
  void snapshot(OutputStream out) throws IOException;

  /**
   * Replaces the state by a snapshot.
   *
   * @throws IOException if the snapshot is of another version or damaged; the platform then teaches
   *     from the beginning
   */
  void restore(InputStream in) throws IOException;
}
