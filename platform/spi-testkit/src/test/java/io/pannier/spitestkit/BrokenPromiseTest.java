package io.pannier.spitestkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.pannier.spi.BundleEvaluator;
import io.pannier.spi.BundlingProblem;
import io.pannier.spi.BundlingResult;
import io.pannier.spi.Capability;
import io.pannier.spi.ComposedBundle;
import io.pannier.spi.Observation;
import io.pannier.spi.ScoredCandidates;
import io.pannier.spi.ScoringContext;
import io.pannier.spi.SearchBudget;
import io.pannier.spi.Strategy;
import io.pannier.spi.StrategyConfig;
import io.pannier.spi.StrategyContext;
import io.pannier.spi.StrategyDescriptor;
import io.pannier.spi.StrategyFactory;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** That each kind of broken promise is noticed by the check that is there for it. */
final class BrokenPromiseTest {
  @Test
  void wrongScoresAreNoticed() {
    assertThat(broken(answering(a -> change(a, a.items(), scaled(a.scores(), Float.NaN)))))
        .contains("scoring: answers every context of a batch well");
    assertThat(broken(answering(a -> change(a, a.items(), scaled(a.scores(), -1)))))
        .contains("scoring: answers every context of a batch well");
  }

  @Test
  void itemsOfTheCartAreNoticed() {
    assertThat(
            broken(
                () ->
                    new PairCounts(1) {
                      @Override
                      ScoredCandidates answer(ScoringContext context) {
                        return context.cart().length == 0
                            ? ScoredCandidates.empty()
                            : new ScoredCandidates(
                                new int[] {context.cart()[0]}, new float[] {1}, new int[] {-1});
                      }
                    }))
        .contains("scoring: answers every context of a batch well");
  }

  @Test
  void tooManyAndRepeatedItemsAreNoticed() {
    assertThat(broken(answering(BrokenPromiseTest::doubled)))
        .contains("scoring: answers every context of a batch well");
  }

  @Test
  void stateThatLeaksFromOneAnswerToTheNextIsNoticed() {
    assertThat(
            broken(
                () ->
                    new PairCounts(1) {
                      private int asked;

                      @Override
                      ScoredCandidates answer(ScoringContext context) {
                        ScoredCandidates right = super.answer(context);
                        asked++;
                        Answer answer = Answer.of(right);
                        return change(answer, answer.items(), scaled(answer.scores(), asked));
                      }
                    }))
        .contains(
            "scoring: gives equal answers to equal questions",
            "scoring: an answer does not depend on the rest of its batch");
  }

  @Test
  void asymmetricComplementarityIsNoticed() {
    assertThat(
            broken(
                () ->
                    new PairCounts(1) {
                      @Override
                      public void complementarity(int[] items, float[] lift) {
                        if (items.length > 1) {
                          lift[1] = 1;
                        }
                      }
                    }))
        .contains("complementarity: is symmetric, finite and zero on the diagonal");
  }

  @Test
  void learningThatDependsOnTheSlicesIsNoticed() {
    assertThat(
            broken(
                () ->
                    new PairCounts(1) {
                      @Override
                      public void learn(List<Observation> observations) {
                        super.learn(observations.subList(0, observations.size() / 2));
                      }
                    }))
        .contains("learning: in slices is as learning at once");
  }

  @Test
  void aRestoreThatDoesNothingIsNoticed() {
    assertThat(
            broken(
                () ->
                    new PairCounts(1) {
                      @Override
                      public void restore(InputStream in) {}
                    }))
        .contains(
            "learning: a restored snapshot answers alike",
            "learning: a damaged snapshot is refused with IOException");
  }

  @Test
  void aThreadThatIsLeftIsNoticed() {
    Thread[] left = new Thread[1];
    Supplier<Strategy> starting =
        () ->
            new PairCounts(1) {
              {
                left[0] =
                    Thread.ofPlatform()
                        .daemon()
                        .start(() -> java.util.concurrent.locks.LockSupport.park());
              }
            };
    assertThat(broken(starting)).contains("lifecycle: starts no thread");
  }

  @Test
  void whatIsNotDeclaredIsNoticed() {
    StrategyFactory silent =
        factory(Set.of(Capability.SCORING), Map.of(), config -> new PairCounts(1));
    assertThat(failures(silent))
        .contains("descriptor: declares what is implemented and nothing else");
  }

  @Test
  void whatIsNotImplementedIsNoticed() {
    StrategyFactory boasting =
        factory(
            Set.of(
                Capability.SCORING,
                Capability.COMPLEMENTARITY,
                Capability.ONLINE_LEARNING,
                Capability.TRAINING),
            Map.of(),
            config -> new PairCounts(1));
    assertThat(failures(boasting))
        .contains("descriptor: declares what is implemented and nothing else");
  }

  @Test
  void aWrongConfigurationThatFailsOtherwiseIsNoticed() {
    StrategyFactory careless =
        factory(
            new PairCounts.Factory().descriptor().capabilities(),
            Map.of("minimum", "fewest orders"),
            config -> new PairCounts(Integer.parseInt(config.text("minimum", "1"))));
    assertThat(failures(careless))
        .contains(
            "descriptor: a wrong configuration value is refused with STRATEGY_CONFIG_INVALID");
  }

  @Test
  void infeasibleBundlesAreNoticed() {
    assertThat(
            brokenBundling(
                () ->
                    new CheapestBundle() {
                      @Override
                      boolean accepts(BundleEvaluator evaluator, ComposedBundle bundle) {
                        return true;
                      }
                    }))
        .contains(
            "bundling: every bundle keeps every constraint",
            "bundling: a problem without a feasible bundle gets none");
  }

  @Test
  void aSearchThatForgetsItsBudgetIsNoticed() {
    assertThat(
            brokenBundling(
                () ->
                    new CheapestBundle() {
                      @Override
                      public BundlingResult compose(BundlingProblem problem, SearchBudget budget) {
                        return super.compose(
                            problem,
                            problem.size() == 100 ? SearchBudget.ofNanos(300_000_000) : budget);
                      }
                    }))
        .contains(
            "bundling: ends when its time is over",
            "bundling: a budget of nothing is answered at once");
  }

  @Test
  void aFrontThatIsNotDeclaredIsNoticed() {
    assertThat(
            brokenBundling(
                () ->
                    new CheapestBundle() {
                      @Override
                      public BundlingResult front(BundlingProblem problem, SearchBudget budget) {
                        return compose(problem, budget);
                      }
                    }))
        .contains("front: is refused with CAPABILITY_UNSUPPORTED if not declared");
  }

  private record Answer(int[] items, float[] scores, int[] because) {
    static Answer of(ScoredCandidates answer) {
      int[] items = new int[answer.size()];
      float[] scores = new float[answer.size()];
      int[] because = new int[answer.size()];
      for (int i = 0; i < items.length; i++) {
        items[i] = answer.item(i);
        scores[i] = answer.score(i);
        because[i] = answer.because(i);
      }
      return new Answer(items, scores, because);
    }
  }

  private static Supplier<Strategy> answering(
      java.util.function.Function<Answer, ScoredCandidates> change) {
    return () ->
        new PairCounts(1) {
          @Override
          ScoredCandidates answer(ScoringContext context) {
            return change.apply(Answer.of(super.answer(context)));
          }
        };
  }

  private static ScoredCandidates change(Answer answer, int[] items, float[] scores) {
    return new ScoredCandidates(items, scores, answer.because());
  }

  private static ScoredCandidates doubled(Answer answer) {
    int size = answer.items().length;
    int[] items = new int[2 * size];
    float[] scores = new float[2 * size];
    int[] because = new int[2 * size];
    for (int i = 0; i < 2 * size; i++) {
      items[i] = answer.items()[i / 2];
      scores[i] = answer.scores()[i / 2];
      because[i] = answer.because()[i / 2];
    }
    return new ScoredCandidates(items, scores, because);
  }

  private static float[] scaled(float[] scores, float factor) {
    float[] scaled = scores.clone();
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] *= factor;
    }
    return scaled;
  }

  private static List<String> broken(Supplier<Strategy> strategy) {
    return failures(
        factory(
            new PairCounts.Factory().descriptor().capabilities(),
            Map.of(),
            config -> strategy.get()));
  }

  private static List<String> brokenBundling(Supplier<Strategy> strategy) {
    return failures(factory(Set.of(Capability.BUNDLING), Map.of(), config -> strategy.get()));
  }

  private static StrategyFactory factory(
      Set<Capability> capabilities,
      Map<String, String> parameters,
      java.util.function.Function<StrategyConfig, Strategy> make) {
    return new StrategyFactory() {
      @Override
      public StrategyDescriptor descriptor() {
        return new StrategyDescriptor("broken", "Breaks a promise.", capabilities, parameters);
      }

      @Override
      public Strategy create(StrategyConfig config, StrategyContext context) {
        return make.apply(config);
      }
    };
  }

  private static List<String> failures(StrategyFactory factory) {
    List<String> failures = new ArrayList<>();
    for (ContractCheck check : ContractChecks.of(factory)) {
      try {
        check.run();
      } catch (Throwable e) {
        failures.add(check.toString());
      }
    }
    return failures;
  }
}
