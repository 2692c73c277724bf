package io.pannier.laboratory.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pannier.laboratory.protocol.DataFormat;
import io.pannier.laboratory.protocol.DataSources;
import io.pannier.laboratory.protocol.EvaluationCase;
import io.pannier.laboratory.protocol.EvaluationTask;
import io.pannier.laboratory.protocol.Protocols;
import io.pannier.laboratory.protocol.Samples;
import io.pannier.spi.Capability;
import io.pannier.spi.EventType;
import io.pannier.spi.Observation;
import io.pannier.spi.PannierException;
import io.pannier.spi.ScoredCandidates;
import io.pannier.spi.ScoringContext;
import io.pannier.spi.ScoringStrategy;
import io.pannier.spi.StandardErrorCode;
import io.pannier.spi.Strategy;
import io.pannier.spi.TrainingOutcome;
import io.pannier.spi.TrainingSet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A strategy is taught, asked and judged as the contract says. */
class EvaluationTest {
  @TempDir private Path folder = Path.of("");

  @SuppressWarnings("NullAway.Init") // before each test
  private EvaluationTask task;

  @BeforeEach
  void readTheSample() throws IOException {
    Path file = Samples.groceries(folder.resolve("baskets.txt"), 3);
    task =
        Protocols.find("within-basket")
            .orElseThrow()
            .prepare(DataSources.find(file, DataFormat.GROCERIES), 5, done -> {});
  }

  private EvaluationResult run(Contestant... contestants) {
    return new Evaluation(task, folder, EvaluationListener.NONE).run(List.of(contestants));
  }

  /** Sees the answers: 1 everywhere, or the metrics are wrong. */
  @Test
  void whoKnowsTheAnswersGetsFullMarksAndWhoSaysNothingNone() {
    Contestant oracle =
        Classmates.scorer(
            context -> {
              for (EvaluationCase asked : task.cases()) {
                if (Arrays.equals(asked.cart(), context.cart())) {
                  return one(asked.wanted()[0]);
                }
              }
              return ScoredCandidates.empty();
            });
    EvaluationResult result = run(oracle, Classmates.scorer(_ -> ScoredCandidates.empty()));
    // Two baskets with the same rest may hide different items; most do not.
    assertThat(result.strategies().get(0).estimates().getFirst().mean()).isGreaterThan(0.5);
    assertThat(result.strategies().get(0).answered()).isEqualTo(1);
    StrategyResult silent = result.strategies().get(1);
    assertThat(silent.answered()).isZero();
    // 24 products less the cart are one tie, whose middle is behind place 5 and before 20.
    assertThat(silent.estimates().getFirst().mean()).isZero();
    assertThat(silent.estimates().get(2).mean()).isEqualTo(1);
    assertThat(result.comparisons()).hasSize(task.metrics().size());
  }

  @Test
  void aTrainerWritesAModelFirstAndANewInstanceLearnsAndScores() throws IOException {
    List<Observation> learned = new ArrayList<>();
    List<Integer> batches = new ArrayList<>();
    List<String> models = new ArrayList<>();
    Classmates.Open contestant =
        new Classmates.Open(
            Set.of(Capability.TRAINING, Capability.ONLINE_LEARNING, Capability.SCORING),
            model -> {
              model.ifPresent(file -> models.add(read(file)));
              return new Classmates.Counter(learned, batches, (self, context) -> first(context));
            });
    run(contestant);
    assertThat(contestant.log).containsExactly("open", "close", "open with model", "close");
    assertThat(models).containsExactly(Integer.toString(task.observations()));
    assertThat(learned)
        .as("everything, once, in journal order")
        .isEqualTo(task.training().stream().flatMap(List::stream).toList());
    assertThat(batches.stream().mapToInt(Integer::intValue).sum()).isEqualTo(task.cases().size());
    assertThat(batches).allMatch(size -> size <= 64);
  }

  @Test
  void aTrainerWithoutAModelFails() {
    Classmates.Open lazy =
        new Classmates.Open(
            Set.of(Capability.TRAINING, Capability.SCORING),
            model ->
                new Classmates.Counter(List.of(), List.of(), (self, context) -> first(context)) {
                  @Override
                  public Optional<TrainingOutcome> train(
                      TrainingSet data, Path file, Progress progress) {
                    return Optional.of(new TrainingOutcome("nothing", 1, Double.NaN, Map.of()));
                  }
                });
    fails(StandardErrorCode.STRATEGY_FAILED, "without having written", lazy);
    assertThat(lazy.log).containsExactly("open", "close");
  }

  @Test
  void theContextIsWhatProductionWouldGive() {
    List<ScoringContext> seen = new ArrayList<>();
    run(
        Classmates.scorer(
            context -> {
              seen.add(context);
              return ScoredCandidates.empty();
            }));
    for (int i = 0; i < seen.size(); i++) {
      ScoringContext context = seen.get(i);
      assertThat(context.cart()).isEqualTo(task.cases().get(i).cart());
      assertThat(context.quantities()).hasSameSizeAs(context.cart()).containsOnly(1);
      assertThat(context.now()).isEqualTo(task.now());
      assertThat(context.candidates()).isNull();
      assertThat(context.history().size()).isZero();
      assertThat(context.eventWeights()[EventType.PURCHASED.ordinal()]).isPositive();
    }
  }

  @Test
  void answersThatBreakTheContractAreRefused() {
    int[] two = {0, 1};
    invalid("in the cart or named twice", context -> one(context.cart()[0]));
    invalid("not in the catalogue", context -> one(task.catalogue().size()));
    invalid(
        "score 2.0 at place 2",
        context -> new ScoredCandidates(free(context, 2), new float[] {1, 2}, two));
    invalid(
        "score NaN",
        context -> new ScoredCandidates(free(context, 1), new float[] {Float.NaN}, new int[1]));
    fails(
        StandardErrorCode.STRATEGY_INVALID_ANSWER,
        "0 answers to",
        new Classmates.Open(
            Set.of(Capability.SCORING), model -> (ScoringStrategy) batch -> List.of()));
  }

  @Test
  void whatCannotScoreIsRefusedBeforeAnythingIsTrained() {
    Classmates.Open bundler =
        new Classmates.Open(Set.of(Capability.BUNDLING), model -> new Strategy() {});
    Classmates.Open scorer = Classmates.scorer(EvaluationTest::first);
    fails(StandardErrorCode.CAPABILITY_UNSUPPORTED, "does not score", scorer, bundler);
    assertThat(scorer.log).isEmpty();
  }

  @Test
  void theDocumentHasWhatTheContractNames() {
    EvaluationResult result =
        run(Classmates.scorer(EvaluationTest::first), Classmates.scorer(c -> one(free(c, 1)[0])));
    ObjectNode json = EvaluationJson.of(result);
    assertThat(json.get("protocol").asText()).isEqualTo("within-basket");
    assertThat(json.get("seed").asLong()).isEqualTo(5);
    assertThat(json.get("sha256").get("baskets.txt").asText()).hasSize(64);
    assertThat(json.get("cases").asInt()).isEqualTo(task.cases().size());
    assertThat(json.at("/strategies/0/name").asText()).isEqualTo("classmate");
    for (String metric : List.of("hr@5", "hr@10", "hr@20", "mrr@20")) {
      assertThat(json.at("/strategies/0/metrics").get(metric).asDouble()).isBetween(0.0, 1.0);
      assertThat(json.at("/strategies/1/standardError").get(metric).asDouble()).isNotNegative();
    }
    assertThat(json.get("comparisons")).hasSize(4);
    assertThat(json.at("/comparisons/0/difference").asDouble())
        .isCloseTo(
            json.at("/strategies/0/metrics/hr@5").asDouble()
                - json.at("/strategies/1/metrics/hr@5").asDouble(),
            within(1e-12));
    assertThat(json.at("/strategies/0/trainSeconds").isNumber()).isTrue();
    assertThat(json.at("/strategies/0/scoreSeconds").isNumber()).isTrue();
  }

  private void invalid(String says, Function<ScoringContext, ScoredCandidates> answer) {
    fails(StandardErrorCode.STRATEGY_INVALID_ANSWER, says, Classmates.scorer(answer));
  }

  private void fails(StandardErrorCode code, String says, Contestant... contestants) {
    assertThatThrownBy(() -> run(contestants))
        .isInstanceOf(PannierException.class)
        .hasMessageContaining(says)
        .satisfies(e -> assertThat(PannierException.codeOf(e)).isEqualTo(code));
  }

  private static ScoredCandidates one(int item) {
    return new ScoredCandidates(new int[] {item}, new float[] {1}, new int[] {-1});
  }

  private static ScoredCandidates first(ScoringContext context) {
    int[] items = free(context, 5);
    return new ScoredCandidates(items, new float[items.length], new int[items.length]);
  }

  private static int[] free(ScoringContext context, int count) {
    return IntStream.range(0, context.catalogue().size())
        .filter(item -> !context.inCart(item))
        .limit(count)
        .toArray();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
