package io.pannier.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ContractTypesTest {
  @Test
  void configurationValuesAreParsedWithinTheirRange() {
    StrategyConfig config =
        new StrategyConfig(Map.of("k", " 12 ", "share", "0.5", "word", "x", "far", "1e99"));
    assertThat(config.integer("k", 1, 1, 12)).isEqualTo(12);
    assertThat(config.integer("missing", 7, 1, 12)).isEqualTo(7);
    assertThat(config.number("share", 0, 0, 1)).isEqualTo(0.5);
    assertThat(config.text("word", "y")).isEqualTo("x");
    for (Runnable wrong :
        List.<Runnable>of(
            () -> config.integer("k", 1, 1, 11),
            () -> config.integer("word", 1, 1, 11),
            () -> config.number("word", 1, 1, 11),
            () -> config.number("far", 1, 1, 11),
            () -> new StrategyConfig(Map.of("k", "NaN")).number("k", 1, 0, 2))) {
      assertThatThrownBy(wrong::run)
          .isInstanceOfSatisfying(
              PannierException.class,
              e -> assertThat(e.code()).isEqualTo(StandardErrorCode.STRATEGY_CONFIG_INVALID))
          .hasMessageContaining("expected");
    }
  }

  @Test
  void aBudgetOfGenerationsEndsThere() {
    SearchBudget budget = SearchBudget.ofGenerations(3);
    assertThat(budget.allows(2)).isTrue();
    assertThat(budget.allows(3)).isFalse();
    assertThat(SearchBudget.ofGenerations(0).allows(0)).isFalse();
  }

  @Test
  void aBudgetOfTimeEnds() {
    assertThat(SearchBudget.ofNanos(0).allows(0)).isFalse();
    assertThat(SearchBudget.ofNanos(-1).allows(0)).isFalse();
    assertThat(SearchBudget.ofNanos(1_000_000_000_000L).allows(1L << 60)).isTrue();
  }

  @Test
  void anInterruptedThreadGetsNoFurtherGeneration() {
    Thread.currentThread().interrupt();
    assertThat(SearchBudget.ofGenerations(10).allows(0)).isFalse();
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void errorNumbersAreUniqueAndAThousandHoldsOneKind() {
    StandardErrorCode[] codes = StandardErrorCode.values();
    assertThat(Arrays.stream(codes).map(StandardErrorCode::number)).doesNotHaveDuplicates();
    Map<Integer, ErrorKind> kinds = new HashMap<>();
    for (StandardErrorCode code : codes) {
      ErrorKind first = kinds.putIfAbsent(code.number() / 1000, code.kind());
      assertThat(first == null || first == code.kind()).as("%s", code).isTrue();
    }
  }

  @Test
  void aDescriptorNoticesBothKindsOfMismatch() {
    ScoringStrategy scoring = batch -> List.of();
    assertThat(descriptor(Capability.SCORING).mismatch(scoring)).isEmpty();
    assertThat(descriptor(Capability.BUNDLING).mismatch(scoring))
        .contains("is a ScoringStrategy but does not declare SCORING");
    assertThat(descriptor(Capability.SCORING, Capability.ONLINE_LEARNING).mismatch(scoring))
        .contains("declares ONLINE_LEARNING but is no OnlineLearner");
  }

  @Test
  void constraintsThatMakeNoSenseAreRefused() {
    for (Runnable wrong :
        List.<Runnable>of(
            () -> new BundleConstraints(0, 1, 1, 1, 0, 0, 1),
            () -> new BundleConstraints(2, 1, 1, 1, 0, 0, 1),
            () -> new BundleConstraints(1, 33, 1, 1, 0, 0, 1),
            () -> new BundleConstraints(1, 1, 0, 1, 0, 0, 1),
            () -> new BundleConstraints(1, 1, 1, -1, 0, 0, 1),
            () -> new BundleConstraints(1, 1, 1, 1, Double.NaN, 0, 1),
            () -> new BundleConstraints(1, 1, 1, 1, 0, 0.95, 1),
            () -> new BundleConstraints(1, 1, 1, 1, 0, 0, 0))) {
      assertThatThrownBy(wrong::run)
          .isInstanceOfSatisfying(
              PannierException.class,
              e -> assertThat(e.code()).isEqualTo(StandardErrorCode.PROBLEM_INVALID));
    }
  }

  private static StrategyDescriptor descriptor(Capability... capabilities) {
    return new StrategyDescriptor("some", "Some.", Set.of(capabilities), Map.of());
  }
}
