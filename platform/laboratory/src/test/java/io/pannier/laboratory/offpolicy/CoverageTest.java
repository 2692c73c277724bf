package io.pannier.laboratory.offpolicy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * How often an interval of nominal 95 % holds the truth, over 500 simulated logs, and where it does
 * not. The printed table is the one in the README.
 */
class CoverageTest {
  private static final int LOGS = 500;
  private static final Map<String, String> TABLE = new TreeMap<>();

  /** From easy to hopeless: how sharply the two policies differ, how rare a reward is, how many. */
  enum Regime {
    A_NEAR(0.5, 0.5, 0.2, 2_000),
    B_APART(1.0, 1.0, 0.2, 2_000),
    C_APART_RARE(1.0, 1.0, 0.02, 4_000),
    D_FAR(2.0, 2.0, 0.05, 4_000),
    E_HOPELESS(4.0, 4.0, 0.05, 1_000);

    final double loggerSharpness;
    final double evaluatedSharpness;
    final double rate;
    final int decisions;

    Regime(double loggerSharpness, double evaluatedSharpness, double rate, int decisions) {
      this.loggerSharpness = loggerSharpness;
      this.evaluatedSharpness = evaluatedSharpness;
      this.rate = rate;
      this.decisions = decisions;
    }

    SimulatedPolicy logger() {
      return SimulatedPolicy.arbitrary(loggerSharpness, 11);
    }

    SimulatedPolicy evaluated() {
      return SimulatedPolicy.arbitrary(evaluatedSharpness, 12);
    }

    double[][] rates() {
      return SimulatedPolicy.rates(rate, 0.8, 13);
    }

    /** A model that knows the order of the rates by half and is a third too high. */
    double[][] roughModel() {
      double[][] rates = rates();
      double[][] model = new double[rates.length][];
      for (int k = 0; k < rates.length; k++) {
        double mean = Arrays.stream(rates[k]).average().orElseThrow();
        model[k] = Arrays.stream(rates[k]).map(q -> (q + mean) / 2 * 4 / 3).toArray();
      }
      return model;
    }
  }

  /** Misses on each side, in 500. */
  private static final class Misses {
    int truthBelow;
    int truthAbove;
    double width;

    double coverage() {
      return 1 - (truthBelow + truthAbove) / (double) LOGS;
    }
  }

  private static Map<Estimator, Map<ConfidenceMethod, Misses>> measure(
      Regime regime, double[][] model) {
    Map<Estimator, Map<ConfidenceMethod, Misses>> all = new EnumMap<>(Estimator.class);
    double truth = regime.evaluated().value(regime.rates());
    double effective = 0;
    for (int run = 0; run < LOGS; run++) {
      List<LoggedDecision> log =
          new SimulatedLog(regime.rates(), model, regime.logger(), regime.decisions, 1_000 + run)
              .of(regime.evaluated());
      for (Estimator estimator : Estimator.values()) {
        for (ConfidenceMethod method : ConfidenceMethod.values()) {
          Estimate estimate =
              Estimate.of(log, estimator, EstimateOptions.DEFAULT.withMethod(method));
          Misses misses =
              all.computeIfAbsent(estimator, e -> new EnumMap<>(ConfidenceMethod.class))
                  .computeIfAbsent(method, m -> new Misses());
          misses.truthBelow += truth < estimate.lower() ? 1 : 0;
          misses.truthAbove += truth > estimate.upper() ? 1 : 0;
          misses.width += (estimate.upper() - estimate.lower()) / LOGS;
          effective +=
              estimate.overlap().effectiveSample() / LOGS / 4 / ConfidenceMethod.values().length;
        }
      }
    }
    for (var estimator : all.entrySet()) {
      for (var method : estimator.getValue().entrySet()) {
        Misses m = method.getValue();
        TABLE.put(
            regime + " " + estimator.getKey().ordinal() + " " + method.getKey().ordinal(),
            String.format(
                Locale.ROOT,
                "| %s | %d | %.0f | %s | %s | %.1f %% | %.1f %% | %.1f %% | %.4f |",
                regime,
                regime.decisions,
                effective,
                estimator.getKey(),
                method.getKey(),
                100 * m.coverage(),
                100.0 * m.truthBelow / LOGS,
                100.0 * m.truthAbove / LOGS,
                m.width));
      }
    }
    return all;
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "E_HOPELESS")
  void anIntervalOf95PercentHoldsTheTruthIn90To99OfAHundredLogs(Regime regime) {
    Map<Estimator, Map<ConfidenceMethod, Misses>> misses = measure(regime, regime.roughModel());
    for (Estimator estimator : List.of(Estimator.IPW, Estimator.SNIPW, Estimator.DR)) {
      for (ConfidenceMethod method :
          List.of(
              ConfidenceMethod.NORMAL,
              ConfidenceMethod.SKEWNESS_CORRECTED,
              ConfidenceMethod.CAUTIOUS)) {
        assertThat(misses(misses, estimator, method).coverage())
            .as("%s %s %s", regime, estimator, method)
            .isBetween(0.90, 0.99);
      }
      assertThat(misses(misses, estimator, ConfidenceMethod.EMPIRICAL_BERNSTEIN).coverage())
          .as("%s %s bernstein", regime, estimator)
          .isGreaterThan(0.99);
    }
    assertThat(misses(misses, Estimator.DM, ConfidenceMethod.NORMAL).coverage())
        .as("a model that is a third too high deceives the direct method")
        .isLessThan(0.1);
  }

  @Test
  void aTrueModelGivesTheDirectMethodItsCoverage() {
    Map<Estimator, Map<ConfidenceMethod, Misses>> misses =
        measure(Regime.B_APART, Regime.B_APART.rates());
    assertThat(misses(misses, Estimator.DM, ConfidenceMethod.NORMAL).coverage())
        .isBetween(0.90, 0.99);
  }

  /** Where it fails: too few of the log's decisions are the policy's own, and the gate knows. */
  @Test
  void withoutOverlapTheIntervalsFailAndTheGateRefuses() {
    Regime regime = Regime.E_HOPELESS;
    Map<Estimator, Map<ConfidenceMethod, Misses>> misses = measure(regime, regime.roughModel());
    assertThat(misses(misses, Estimator.IPW, ConfidenceMethod.NORMAL).coverage()).isLessThan(0.90);
    assertThat(misses(misses, Estimator.SNIPW, ConfidenceMethod.NORMAL).coverage())
        .isLessThan(0.90);
    assertThat(misses(misses, Estimator.SNIPW, ConfidenceMethod.SKEWNESS_CORRECTED).coverage())
        .isLessThan(0.90);
    assertThat(misses(misses, Estimator.DR, ConfidenceMethod.SKEWNESS_CORRECTED).coverage())
        .isLessThan(0.90);
    PromotionGate gate = new PromotionGate(GateConfig.DEFAULT);
    for (int run = 0; run < LOGS; run++) {
      SimulatedLog log =
          new SimulatedLog(
              regime.rates(), regime.roughModel(), regime.logger(), regime.decisions, 1_000 + run);
      assertThat(gate.judge(log.of(regime.evaluated()), log.of(regime.logger())).reason())
          .isIn(Verdict.Reason.TOO_LITTLE_OVERLAP, Verdict.Reason.OUTSIDE_SUPPORT);
    }
  }

  private static Misses misses(
      Map<Estimator, Map<ConfidenceMethod, Misses>> all,
      Estimator estimator,
      ConfidenceMethod method) {
    return java.util.Objects.requireNonNull(
        java.util.Objects.requireNonNull(all.get(estimator)).get(method));
  }

  @AfterAll
  static void print() {
    System.out.println(
        "| regime | n | worth | estimator | interval | coverage | truth below | truth above | width"
            + " |");
    TABLE.values().forEach(System.out::println);
  }
}
