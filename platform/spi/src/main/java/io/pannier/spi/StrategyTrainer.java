package io.pannier.spi;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** A data set in, a versioned model file out. */
public interface StrategyTrainer extends Strategy {
  /**
   * Trains on observations in journal order. The last of them are held out: they say how good the
   * new model is, and the one that {@link StrategyContext#model} grants, if it grants one.
   *
   * @param model where the model file is written, whole or not at all
   * @param progress told how far the training is; asked whether to go on
   * @return how good the new model is; empty when the training was cancelled and nothing was
   *     written
   * @throws PannierException {@code DATA_INVALID} where the data teach nothing
   */
  Optional<TrainingOutcome> train(TrainingSet data, Path model, Progress progress)
      throws IOException;

  /** How a training talks to the one who waits for it. */
  interface Progress {
    /**
     * @param done share of the work done, 0 to 1
     * @param what what is being done, in a few words
     */
    void report(double done, String what);

    /**
     * A figure of the training as it goes, such as the loss of a step, for whoever draws curves.
     *
     * @param step grows from one call to the next of the same name
     */
    default void figure(String name, long step, double value) {}

    /** True once the training should stop and keep nothing. */
    boolean cancelled();
  }
}
