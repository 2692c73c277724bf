package io.pannier.kernels.api;

import io.pannier.spi.PannierException;
import org.jspecify.annotations.Nullable;

/**
 * A loaded composer. Like {@link Kernels} it serves one call at a time.
 *
 * <p>Errors as for {@link Kernels}; KERNEL_SHAPE_MISMATCH also for ids outside the model, for more
 * events than it reads and for more items than it composes.
 */
public interface ComposerModel extends AutoCloseable {
  ComposerSpec spec();

  /** One line for people: size, and what it runs on. */
  String description();

  /**
   * The shoppers' vectors: the state after the last event, zeros for a shopper without visible
   * events.
   *
   * @param out (sequences, width)
   */
  void encode(EventBatch events, Rows out);

  /**
   * Reads the events and finds the best items of the whole vocabulary, in one go.
   *
   * @param hidden as in {@link Kernels#topK}
   */
  void recommend(EventBatch events, long @Nullable [] hidden, TopK out);

  /**
   * Reads the events and composes bundles from the candidates by beam search.
   *
   * @param candidates as many requests as there are sequences of events
   * @throws PannierException KERNEL_SHAPE_MISMATCH also where {@code out} has other limits than
   *     {@code config}
   */
  void compose(EventBatch events, CandidateBatch candidates, BeamConfig config, Beams out);

  @Override
  void close();
}
