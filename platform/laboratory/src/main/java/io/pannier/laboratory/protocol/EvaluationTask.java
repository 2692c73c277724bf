package io.pannier.laboratory.protocol;

import io.pannier.laboratory.metrics.RankMetric;
import io.pannier.spi.Catalogue;
import io.pannier.spi.Observation;
import io.pannier.spi.ProductVectors;
import io.pannier.spi.TrainingSet;
import java.util.Iterator;
import java.util.List;

/**
 * All that an evaluation needs, the same for every strategy.
 *
 * @param protocol its name
 * @param data what was read
 * @param seed of every choice that was left to chance
 * @param catalogue what is ranked, with statistics of the training part
 * @param training what strategies may learn, in journal order, an order at a time
 * @param cases at least one
 * @param now end of the training part, milliseconds since the epoch: the strategies' clock
 * @param metrics what is measured
 */
public record EvaluationTask(
    String protocol,
    DataSource data,
    long seed,
    Catalogue catalogue,
    List<List<Observation>> training,
    List<EvaluationCase> cases,
    long now,
    List<RankMetric> metrics) {
  public EvaluationTask {
    training = List.copyOf(training);
    cases = List.copyOf(cases);
    metrics = List.copyOf(metrics);
  }

  /**
   * The training part for a {@link io.pannier.spi.StrategyTrainer}.
   *
   * @param texts what a language model makes of the catalogue
   */
  public TrainingSet trainingSet(ProductVectors texts) {
    return new TrainingSet() {
      @Override
      public Catalogue catalogue() {
        return catalogue;
      }

      @Override
      public ProductVectors texts() {
        return texts;
      }

      @Override
      public Iterator<List<Observation>> iterator() {
        return training.iterator();
      }
    };
  }

  /** How many observations there are to learn from. */
  public int observations() {
    return training.stream().mapToInt(List::size).sum();
  }

  /** The largest k of the metrics. */
  public int depth() {
    return metrics.stream().mapToInt(RankMetric::k).max().orElseThrow();
  }
}
