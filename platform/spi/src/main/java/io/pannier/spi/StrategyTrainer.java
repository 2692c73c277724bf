package io.pannier.spi;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A data set in, a versioned model file out. */
public interface StrategyTrainer extends Strategy {
  /**
   * Trains on observations in journal order.
   *
   * @param data the observations; may be iterated more than once
   * @param model where the model file is written, whole or not at all
   * @param progress told how far the training is; asked whether to go on
   */
  void train(Iterable<List<Observation>> data, Path model, Progress progress) throws IOException;

  /** How a training talks to the one who waits for it. */
  interface Progress {
    /**
     * @param done share of the work done, 0 to 1
     * @param what what is being done, in a few words
     */
    void report(double done, String what);

    /** True once the training should stop and keep nothing. */
    boolean cancelled();
  }
}
