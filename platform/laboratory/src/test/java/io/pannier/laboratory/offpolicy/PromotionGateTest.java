package io.pannier.laboratory.offpolicy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pannier.laboratory.offpolicy.Verdict.Reason;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What passes the gate, over 500 seeded logs each, and what is refused with which words. */
class PromotionGateTest {
  private static final int LOGS = 500;
  private static final double[][] RATES = SimulatedPolicy.rates(0.05, 0.8, 3);
  private static final SimulatedPolicy INCUMBENT = SimulatedPolicy.arbitrary(0.7, 4);

  /** The share of 500 logs of {@code decisions} on which the candidate is promoted. */
  private static double promoted(
      SimulatedPolicy candidate, SimulatedPolicy logger, Estimator estimator, int decisions) {
    PromotionGate gate = new PromotionGate(GateConfig.DEFAULT.withEstimator(estimator));
    int promoted = 0;
    for (int run = 0; run < LOGS; run++) {
      SimulatedLog log = new SimulatedLog(RATES, RATES, logger, decisions, 5_000 + run);
      promoted += gate.judge(log.of(candidate), log.of(INCUMBENT)).promoted() ? 1 : 0;
    }
    return promoted / (double) LOGS;
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "DM")
  void aCandidateMadeWorseIsRefusedIn99OfAHundredLogs(Estimator estimator) {
    SimulatedPolicy worse = INCUMBENT.improved(RATES, -0.7);
    assertThat(worse.value(RATES)).isLessThan(0.9 * INCUMBENT.value(RATES));
    for (int decisions : new int[] {1_000, 4_000, 32_000}) {
      double share = promoted(worse, INCUMBENT, estimator, decisions);
      System.out.printf(
          Locale.ROOT, "gate worse %s n=%d promoted %.3f%n", estimator, decisions, share);
      assertThat(share).as("%s with %d decisions", estimator, decisions).isLessThanOrEqualTo(0.01);
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "DM")
  void aCandidateMadeBetterIsPromotedOnceDataSuffice(Estimator estimator) {
    SimulatedPolicy better = INCUMBENT.improved(RATES, 0.1);
    assertThat(better.value(RATES)).isGreaterThan(1.01 * INCUMBENT.value(RATES));
    List<Double> shares = new ArrayList<>();
    for (int decisions : new int[] {1_000, 4_000, 32_000}) {
      double share = promoted(better, INCUMBENT, estimator, decisions);
      System.out.printf(
          Locale.ROOT, "gate better %s n=%d promoted %.3f%n", estimator, decisions, share);
      shares.add(share);
    }
    assertThat(shares).isSorted();
    assertThat(shares.getFirst()).as("a thousand decisions are too few").isLessThan(0.8);
    assertThat(shares.getLast()).isGreaterThan(0.95);
  }

  /** The bound's own promise: at 95 % one in twenty passes that is no better. */
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "DM")
  void aCandidateThatIsNoBetterPassesNoOftenerThanTheBoundSays(Estimator estimator) {
    SimulatedPolicy other = equallyGood(INCUMBENT, 0.7);
    double share = promoted(other, INCUMBENT, estimator, 4_000);
    System.out.printf(Locale.ROOT, "gate equal %s n=4000 promoted %.3f%n", estimator, share);
    assertThat(share).isBetween(0.01, 0.08);
  }

  /**
   * Where the candidate wrote the log and the incumbent is far from it, the difference has its long
   * tail below: the reason for the cautious bound and for the floor of outcomes.
   */
  @Test
  void aLongTailOnTheIncumbentsSideDoesNotOpenTheGate() {
    double[][] rare = scaled(RATES, 0.1);
    SimulatedPolicy incumbent = SimulatedPolicy.arbitrary(1.2, 4);
    SimulatedPolicy logger = equallyGood(incumbent, 1.2);
    for (int decisions : new int[] {2_000, 10_000, 20_000}) {
      for (ConfidenceMethod method : ConfidenceMethod.values()) {
        PromotionGate gate =
            new PromotionGate(new GateConfig(Estimator.SNIPW, method, 0.95, 0, 1_000, 1, 300, 0.1));
        int promoted = 0;
        for (int run = 0; run < LOGS; run++) {
          SimulatedLog log = new SimulatedLog(rare, rare, logger, decisions, 9_000 + run);
          promoted += gate.judge(log.of(logger), log.of(incumbent)).promoted() ? 1 : 0;
        }
        double share = promoted / (double) LOGS;
        System.out.printf(
            Locale.ROOT, "gate left tail %s n=%d promoted %.3f%n", method, decisions, share);
        if (decisions == 20_000 && method == ConfidenceMethod.CAUTIOUS) {
          assertThat(share).isLessThanOrEqualTo(0.07);
        }
      }
    }
    SimulatedLog log = new SimulatedLog(rare, rare, logger, 2_000, 9_000);
    Verdict verdict =
        new PromotionGate(GateConfig.DEFAULT).judge(log.of(logger), log.of(incumbent));
    assertThat(verdict.reason()).isEqualTo(Reason.TOO_FEW_OUTCOMES);
    assertThat(verdict.words()).contains("of 2000 decisions").contains("asks for 100");
  }

  private static double[][] scaled(double[][] rates, double factor) {
    return java.util.Arrays.stream(rates)
        .map(row -> java.util.Arrays.stream(row).map(q -> q * factor).toArray())
        .toArray(double[][]::new);
  }

  /** Another policy with the incumbent's value to eight digits, by bisection. */
  private static SimulatedPolicy equallyGood(SimulatedPolicy incumbent, double sharpness) {
    SimulatedPolicy start = SimulatedPolicy.arbitrary(sharpness, 9);
    double low = -3;
    double high = 3;
    for (int step = 0; step < 60; step++) {
      double middle = (low + high) / 2;
      if (start.improved(RATES, middle).value(RATES) < incumbent.value(RATES)) {
        low = middle;
      } else {
        high = middle;
      }
    }
    SimulatedPolicy found = start.improved(RATES, low);
    assertThat(found.value(RATES))
        .isCloseTo(incumbent.value(RATES), org.assertj.core.data.Offset.offset(1e-8));
    return found;
  }

  @Test
  void aLogOfAThirdPolicyWorksToo() {
    SimulatedPolicy explorer = SimulatedPolicy.arbitrary(0.3, 21);
    assertThat(promoted(INCUMBENT.improved(RATES, -0.7), explorer, Estimator.DR, 8_000))
        .isLessThanOrEqualTo(0.01);
    assertThat(promoted(INCUMBENT.improved(RATES, 0.9), explorer, Estimator.DR, 16_000))
        .isGreaterThan(0.9);
  }

  @Test
  void tooFewDecisionsAreRefusedInWords() {
    Verdict verdict = judge(0.5, 999);
    assertThat(verdict.reason()).isEqualTo(Reason.TOO_FEW_DECISIONS);
    assertThat(verdict.words()).contains("999 decisions").contains("1000");
  }

  private static Verdict judge(double strength, int decisions) {
    SimulatedLog log = new SimulatedLog(RATES, RATES, INCUMBENT, decisions, 1);
    return new PromotionGate(GateConfig.DEFAULT)
        .judge(log.of(INCUMBENT.improved(RATES, strength)), log.of(INCUMBENT));
  }

  @Test
  void aCandidateFarFromTheLogIsRefusedForItsOverlap() {
    SimulatedLog log = new SimulatedLog(RATES, RATES, SimulatedPolicy.arbitrary(4, 4), 1_500, 1);
    Verdict verdict =
        new PromotionGate(GateConfig.DEFAULT)
            .judge(
                log.of(SimulatedPolicy.arbitrary(0.1, 9)), log.of(SimulatedPolicy.arbitrary(4, 4)));
    assertThat(verdict.promoted()).isFalse();
    assertThat(verdict.reason()).isIn(Reason.TOO_LITTLE_OVERLAP, Reason.OUTSIDE_SUPPORT);
  }

  @Test
  void whatTheLogNeverShowsIsCounted() {
    // The candidate gives a third of its choices to actions that the log lacks.
    List<LoggedDecision> candidate = decisions(0.5, 0.5 * 2 / 3);
    Verdict verdict = new PromotionGate(GateConfig.DEFAULT).judge(candidate, decisions(0.5, 0.5));
    assertThat(verdict.reason()).isEqualTo(Reason.OUTSIDE_SUPPORT);
    assertThat(verdict.words()).contains("33.3 %").contains("10.0 %");
    assertThat(verdict.candidate().overlap().outsideSupport())
        .isCloseTo(1.0 / 3, org.assertj.core.data.Offset.offset(1e-9));
  }

  /** 2,000 decisions of one propensity and one probability, every tenth rewarded. */
  private static List<LoggedDecision> decisions(double propensity, double target) {
    return Stream.iterate(0, i -> i + 1)
        .limit(2_000)
        .map(i -> new LoggedDecision(i % 10 == 0 ? 1 : 0, propensity, target))
        .toList();
  }

  @Test
  void propensitiesThatAreNoneAreFoundOut() {
    // Logged as 0.25 although the action was chosen half of the time.
    Verdict verdict =
        new PromotionGate(GateConfig.DEFAULT).judge(decisions(0.25, 0.5), decisions(0.25, 0.25));
    assertThat(verdict.reason()).isEqualTo(Reason.PROPENSITIES_WRONG);
    assertThat(verdict.words()).contains("mean weight 2");
  }

  @Test
  void aLogInWhichNobodyClickedDecidesNothing() {
    List<LoggedDecision> log =
        decisions(0.5, 0.5).stream().map(d -> new LoggedDecision(0, 0.5, 0.5)).toList();
    Verdict verdict = new PromotionGate(GateConfig.DEFAULT).judge(log, log);
    assertThat(verdict.reason()).isEqualTo(Reason.SINGLE_OUTCOME);
    assertThat(verdict.words()).contains("all 2000 decisions earned the same");
  }

  @Test
  void anIncumbentIsNotBetterThanItself() {
    Verdict verdict = judge(0, 4_000);
    assertThat(verdict.reason()).isEqualTo(Reason.NOT_SHOWN_BETTER);
    assertThat(verdict.difference()).isCloseTo(0, org.assertj.core.data.Offset.offset(1e-12));
  }

  @Test
  void aVerdictIsAJsonObjectWithEveryFigure() throws Exception {
    Verdict verdict = judge(0.9, 20_000);
    JsonNode json = new ObjectMapper().readTree(verdict.toJson());
    assertThat(json.get("promoted").asBoolean()).isTrue();
    assertThat(json.get("reason").asText()).isEqualTo("better");
    assertThat(json.get("words").asText()).contains("lower bound").contains("95.00 %");
    assertThat(json.at("/candidate/estimator").asText()).isEqualTo("SNIPW");
    assertThat(json.at("/candidate/value").asDouble()).isEqualTo(verdict.candidate().value());
    assertThat(json.at("/candidate/overlap/decisions").asInt()).isEqualTo(20_000);
    assertThat(json.at("/candidate/overlap/effectiveSample").asDouble())
        .isBetween(1_000.0, 20_000.0);
    assertThat(json.at("/incumbent/overlap/effectiveSample").asDouble())
        .isCloseTo(20_000.0, org.assertj.core.data.Offset.offset(1e-6));
    assertThat(json.get("differenceBound").asDouble()).isPositive();
    assertThat(json.at("/config/minEffectiveSample").asDouble()).isEqualTo(300);
  }

  @Test
  void twoDifferentLogsCannotBeCompared() {
    List<LoggedDecision> one = decisions(0.5, 0.5);
    assertThatThrownBy(
            () -> new PromotionGate(GateConfig.DEFAULT).judge(one, one.subList(1, 2_000)))
        .isInstanceOfSatisfying(
            PannierException.class,
            e -> assertThat(e.code()).isEqualTo(StandardErrorCode.FIELD_INVALID))
        .hasMessageContaining("1999 of the incumbent");
    assertThatThrownBy(
            () -> new PromotionGate(GateConfig.DEFAULT).judge(one, decisions(0.25, 0.25)))
        .hasMessageContaining("decision 0 differs in reward or propensity");
  }

  @Test
  void theDirectMethodIsNoEstimatorForAGate() {
    assertThatThrownBy(() -> GateConfig.DEFAULT.withEstimator(Estimator.DM))
        .isInstanceOfSatisfying(
            PannierException.class,
            e -> assertThat(e.code()).isEqualTo(StandardErrorCode.CONFIG_INVALID))
        .hasMessageContaining("SNIPW or DR");
  }
}
