package io.pannier.laboratory.evaluation;

import io.pannier.spi.Capability;
import io.pannier.spi.Observation;
import io.pannier.spi.OnlineLearner;
import io.pannier.spi.ScoredCandidates;
import io.pannier.spi.ScoringContext;
import io.pannier.spi.ScoringStrategy;
import io.pannier.spi.Strategy;
import io.pannier.spi.StrategyTrainer;
import io.pannier.spi.TrainingOutcome;
import io.pannier.spi.TrainingSet;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Strategies made for the tests, called directly. */
final class Classmates {
  private Classmates() {}

  /** A contestant that keeps what was opened and closed. */
  static final class Open implements Contestant {
    final List<String> log = new ArrayList<>();
    private final Set<Capability> capabilities;
    private final Function<Optional<Path>, Strategy> factory;

    Open(Set<Capability> capabilities, Function<Optional<Path>, Strategy> factory) {
      this.capabilities = capabilities;
      this.factory = factory;
    }

    @Override
    public String name() {
      return "classmate";
    }

    @Override
    public String id() {
      return "classmate@1";
    }

    @Override
    public Set<Capability> capabilities() {
      return capabilities;
    }

    @Override
    public Seat open(Optional<Path> model) {
      log.add(model.isPresent() ? "open with model" : "open");
      Strategy strategy = factory.apply(model);
      return new Seat() {
        @Override
        public <S extends Strategy, R> R call(
            Class<S> type, Function<? super S, ? extends R> body, Duration patience) {
          return body.apply(type.cast(strategy));
        }

        @Override
        public void close() {
          log.add("close");
        }
      };
    }
  }

  /** Answers each context by a function. */
  static Open scorer(Function<ScoringContext, ScoredCandidates> answer) {
    return new Open(
        Set.of(Capability.SCORING),
        model -> (ScoringStrategy) batch -> batch.stream().map(answer).toList());
  }

  /** Counts what it learned and writes it into its model; scores by the count of both. */
  static class Counter implements StrategyTrainer, OnlineLearner, ScoringStrategy {
    final List<Observation> learned;
    final List<Integer> batches;
    private final BiFunction<Counter, ScoringContext, ScoredCandidates> answer;

    Counter(
        List<Observation> learned,
        List<Integer> batches,
        BiFunction<Counter, ScoringContext, ScoredCandidates> answer) {
      this.learned = learned;
      this.batches = batches;
      this.answer = answer;
    }

    @Override
    public Optional<TrainingOutcome> train(TrainingSet data, Path model, Progress progress)
        throws IOException {
      int lines = 0;
      for (List<Observation> order : data) {
        lines += order.size();
      }
      progress.report(1, "counted");
      Files.writeString(model, Integer.toString(lines));
      return Optional.of(new TrainingOutcome("lines", lines, Double.NaN, Map.of()));
    }

    @Override
    public void learn(List<Observation> observations) {
      learned.addAll(observations);
    }

    @Override
    public List<ScoredCandidates> score(List<ScoringContext> batch) {
      batches.add(batch.size());
      return batch.stream().map(context -> answer.apply(this, context)).toList();
    }

    @Override
    public void snapshot(OutputStream out) {
      throw new UnsupportedOperationException("no evaluation asks for one");
    }

    @Override
    public void restore(InputStream in) {
      throw new UnsupportedOperationException("no evaluation asks for one");
    }
  }
}
