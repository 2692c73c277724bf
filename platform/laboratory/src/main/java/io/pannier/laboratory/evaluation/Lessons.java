package io.pannier.laboratory.evaluation;

import io.pannier.laboratory.protocol.EvaluationTask;
import io.pannier.spi.Capability;
import io.pannier.spi.Observation;
import io.pannier.spi.OnlineLearner;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import io.pannier.spi.StrategyTrainer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The training part, taught in the way that a strategy can learn. */
final class Lessons {
  private static final int OBSERVATIONS_A_CALL = 256;
  private static final int PROGRESS_STEPS = 1_000;
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Duration TRAINING_PATIENCE = Duration.ofHours(24);

  private final EvaluationTask task;
  private final EvaluationListener listener;
  private final QuestionTexts texts;

  /**
   * @param texts what texts say; a trainer is given the products'
   */
  Lessons(EvaluationTask task, EvaluationListener listener, QuestionTexts texts) {
    this.task = task;
    this.listener = listener;
    this.texts = texts;
  }

  /**
   * Lets a trainer write a model.
   *
   * @return the model, or empty if the strategy is no trainer
   * @throws PannierException STRATEGY_FAILED if it returns without a model
   */
  Optional<Path> train(Contestant contestant, Path folder) {
    if (!contestant.capabilities().contains(Capability.TRAINING)) {
      return Optional.empty();
    }
    Path model = folder.resolve(contestant.name() + ".model");
    try (Contestant.Seat seat = contestant.open(Optional.empty())) {
      seat.call(
          StrategyTrainer.class,
          trainer -> {
            try {
              trainer.train(
                  task.trainingSet(texts.of("").products()), model, progress(contestant.name()));
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
            return true;
          },
          TRAINING_PATIENCE);
    }
    if (!Files.isRegularFile(model)) {
      throw new PannierException(
          StandardErrorCode.STRATEGY_FAILED,
          contestant.id() + " returned from its training without having written a model.");
    }
    return Optional.of(model);
  }

  private StrategyTrainer.Progress progress(String name) {
    return new StrategyTrainer.Progress() {
      @Override
      public void report(double done, String what) {
        listener.at("training " + name, Math.round(done * PROGRESS_STEPS), PROGRESS_STEPS);
      }

      @Override
      public boolean cancelled() {
        return listener.cancelled();
      }
    };
  }

  /** Teaches everything in journal order, a few events at a time. */
  void teach(String name, Contestant.Seat seat) {
    List<Observation> few = new ArrayList<>(OBSERVATIONS_A_CALL);
    long total = task.observations();
    long done = 0;
    for (List<Observation> order : task.training()) {
      for (Observation observation : order) {
        few.add(observation);
        if (few.size() == OBSERVATIONS_A_CALL) {
          done += teach(seat, few);
          listener.at("teaching " + name, done, total);
          few.clear();
        }
      }
    }
    done += teach(seat, few);
    listener.at("teaching " + name, done, total);
  }

  private static int teach(Contestant.Seat seat, List<Observation> few) {
    if (!few.isEmpty()) {
      List<Observation> lesson = List.copyOf(few);
      seat.call(
          OnlineLearner.class,
          learner -> {
            learner.learn(lesson);
            return true;
          },
          PATIENCE);
    }
    return few.size();
  }
}
