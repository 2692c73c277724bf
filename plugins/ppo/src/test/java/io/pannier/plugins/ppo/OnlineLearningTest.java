package io.pannier.plugins.ppo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pannier.spi.BundleConstraints;
import io.pannier.spi.BundlingProblem;
import io.pannier.spi.ComposedBundle;
import io.pannier.spi.EventType;
import io.pannier.spi.Observation;
import io.pannier.spi.PannierException;
import io.pannier.spi.SearchBudget;
import io.pannier.spi.StandardErrorCode;
import io.pannier.spi.StrategyConfig;
import io.pannier.spitestkit.FakeStrategyContext;
import io.pannier.spitestkit.ProblemDraft;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the strategy learns from events, through the contract alone. */
class OnlineLearningTest {
  private static final long HOUR = 3_600_000;
  private static final int BATCH = 64;
  private static final int CAP = 4;

  private final FakeStrategyContext context = new FakeStrategyContext(1);

  private static PpoStrategy strategy(FakeStrategyContext context, String... settings) {
    Map<String, String> values = new HashMap<>();
    values.put("batch", Integer.toString(BATCH));
    values.put("shopper-cap", Integer.toString(CAP));
    values.put("remembered", "65536");
    for (int i = 0; i < settings.length; i += 2) {
      values.put(settings[i], settings[i + 1]);
    }
    return (PpoStrategy) new PpoFactory().create(new StrategyConfig(values), context);
  }

  /** Five products, equal but for their prices; one of them is offered at a time. */
  private static BundlingProblem problem(long seed) {
    ProblemDraft draft = new ProblemDraft(5, seed);
    for (int i = 0; i < 5; i++) {
      draft.prices[i] = 1_000 + 20L * i;
    }
    draft.constraints(new BundleConstraints(1, 1, 1, Long.MAX_VALUE, -1, 0, Integer.MAX_VALUE));
    draft.limit = 1;
    return draft.build();
  }

  private static Observation event(EventType type, long time, long shopper, long decision) {
    return new Observation(
        type, time, shopper, -1, 1, -1, null, Double.NaN, Double.NaN, decision, 0);
  }

  /** One offer from its making to its outcome. */
  private static void serve(
      PpoStrategy strategy, long seed, long time, long shopper, Predicate<ComposedBundle> takes) {
    ComposedBundle bundle =
        strategy.compose(problem(seed), SearchBudget.ofGenerations(0)).bundles().getFirst();
    strategy.learn(List.of(event(EventType.OFFER_SHOWN, time, shopper, seed)));
    if (takes.test(bundle)) {
      strategy.learn(
          List.of(
              event(EventType.OFFER_CLICKED, time + 1, shopper, seed),
              event(EventType.OFFER_ACCEPTED, time + 2, shopper, seed)));
    }
  }

  private static boolean holdsLast(ComposedBundle bundle) {
    return bundle.candidates()[0] == 4;
  }

  private static double[] probabilities(PpoStrategy strategy) {
    ProblemView view = new ProblemView(problem(1));
    double[] odds = new double[5];
    for (int i = 0; i < 5; i++) {
      odds[i] = strategy.policy().probability(view, new int[] {i});
    }
    return odds;
  }

  private static double divergence(double[] from, double[] to) {
    double sum = 0;
    for (int i = 0; i < from.length; i++) {
      sum += from[i] * Math.log(from[i] / to[i]);
    }
    return sum;
  }

  private static byte[] snapshot(PpoStrategy strategy) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    strategy.snapshot(out);
    return out.toByteArray();
  }

  @Test
  void whatIsAcceptedIsShownMoreOften() {
    PpoStrategy strategy = strategy(context);
    double before = probabilities(strategy)[4];
    for (int i = 1; i <= 40 * BATCH; i++) {
      serve(strategy, i, i * HOUR, i, OnlineLearningTest::holdsLast);
    }
    assertThat(context.count("updates")).isBetween(35L, 40L);
    assertThat(before).isLessThan(0.4);
    assertThat(probabilities(strategy)[4]).isGreaterThan(0.9);
  }

  @Test
  void withoutOutcomesNothingChanges() throws IOException {
    PpoStrategy strategy = strategy(context);
    for (int i = 1; i <= 4 * BATCH; i++) {
      strategy.compose(problem(i), SearchBudget.ofGenerations(0));
      // Accepted, but never shown; and an event that answers nothing.
      strategy.learn(
          List.of(
              event(EventType.OFFER_ACCEPTED, i * HOUR, i, i),
              event(EventType.PURCHASED, i * HOUR, i, 0)));
    }
    assertThat(context.count("updates")).isZero();
    assertThat(probabilities(strategy)).isEqualTo(probabilities(strategy(context)));
  }

  /** The flood alone teaches nothing, since an update needs many shoppers. */
  @Test
  void oneShopperAloneMovesNothing() {
    PpoStrategy strategy = strategy(context);
    for (int i = 1; i <= 10_000; i++) {
      serve(strategy, i, i * HOUR, 666, OnlineLearningTest::holdsLast);
    }
    assertThat(context.count("updates")).isZero();
    assertThat(context.count("decisions-capped")).isGreaterThanOrEqualTo(10_000 - CAP - 1L);
    assertThat(probabilities(strategy)).isEqualTo(probabilities(strategy(context)));
  }

  /**
   * Among others who take nothing, 10,000 decisions of one shopper in one window move the policy as
   * far as the first few of them do, and no further than one update may.
   */
  @Test
  void amongOthersOneShopperCountsAsTheCapSays() {
    double[] start = probabilities(strategy(context));
    double[] few = probabilities(flooded(CAP));
    double[] flood = probabilities(flooded(10_000));
    // Not equal to the bit: the unit of the rewards is the mean of what was at stake.
    assertThat(divergence(few, flood)).isLessThan(0.1 * divergence(start, few));
    assertThat(flood).isNotEqualTo(start);
    assertThat(divergence(start, flood)).isLessThan(OutcomeLearner.FURTHEST * 0.03);
  }

  private PpoStrategy flooded(int decisions) {
    PpoStrategy strategy = strategy(context);
    long seed = 1;
    for (int i = 0; i < decisions; i++) {
      serve(strategy, seed++, seed * HOUR, 666, bundle -> true);
    }
    for (int i = 0; i < BATCH - CAP; i++) {
      serve(strategy, 1_000_000 + i, (1_000_000L + i) * HOUR, 1_000 + i, bundle -> false);
    }
    strategy.learn(List.of(event(EventType.PRODUCT_VIEWED, 2_000_000L * HOUR, 1, 0)));
    return strategy;
  }

  @Test
  void anUpdateThatGoesTooFarIsTakenBack() {
    PpoStrategy strategy = strategy(context, "learning-rate", "0.1", "target-kl", "0.0001");
    double[] start = probabilities(strategy);
    for (int i = 1; i <= BATCH + 1; i++) {
      serve(strategy, i, i * HOUR, i, OnlineLearningTest::holdsLast);
    }
    assertThat(context.count("updates")).isEqualTo(1);
    assertThat(context.count("updates-taken-back")).isEqualTo(1);
    assertThat(probabilities(strategy)).isEqualTo(start);
  }

  @Test
  void whatWaitsIsBoundedAndWhatIsNeverShownIsForgotten() {
    FakeStrategyContext own = new FakeStrategyContext(1, Instant.EPOCH, null);
    PpoStrategy strategy = strategy(own, "remembered", "16");
    for (int i = 1; i <= 100; i++) {
      strategy.compose(problem(i), SearchBudget.ofGenerations(0));
    }
    strategy.learn(List.of());
    assertThat(own.gauge("decisions-waiting")).isEqualTo(16);
    own.clock().advance(Duration.ofMinutes(31));
    strategy.compose(problem(101), SearchBudget.ofGenerations(0));
    strategy.learn(List.of());
    assertThat(own.gauge("decisions-waiting")).isEqualTo(1);
  }

  @Test
  void aSnapshotIsAModelFile(@TempDir Path folder) throws IOException {
    PpoStrategy taught = strategy(context);
    for (int i = 1; i <= 5 * BATCH; i++) {
      serve(taught, i, i * HOUR, i, OnlineLearningTest::holdsLast);
    }
    Path model = folder.resolve("ppo.model");
    Files.write(model, snapshot(taught));
    FakeStrategyContext granted = new FakeStrategyContext(1, Instant.EPOCH, model);
    PpoStrategy loaded = strategy(granted);
    assertThat(probabilities(loaded)).isEqualTo(probabilities(taught));
    assertThat(snapshot(loaded)).isEqualTo(snapshot(taught));
    loaded.restore(new ByteArrayInputStream(snapshot(strategy(context))));
    assertThat(probabilities(loaded)).isEqualTo(probabilities(strategy(context)));

    byte[] damaged = snapshot(taught);
    damaged[100] ^= 1;
    Files.write(model, damaged);
    assertThatThrownBy(() -> strategy(granted))
        .isInstanceOfSatisfying(
            PannierException.class,
            e -> assertThat(e.code()).isEqualTo(StandardErrorCode.MODEL_FILE_INVALID));
  }
}
