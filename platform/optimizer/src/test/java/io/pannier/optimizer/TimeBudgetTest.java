package io.pannier.optimizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TimeBudgetTest {
  private static final OptimizerConfig CONFIG =
      new OptimizerConfig(0.5, Duration.ofNanos(100_000), Duration.ofMillis(2), 100, 60);

  private final TimeBudget budget = new TimeBudget(CONFIG);

  @Test
  void aLoneRequestHasTheLongestSearch() {
    budget.arrived(1_000_000_000L);
    assertThat(budget.byLoad(1_000_000_000L)).isEqualTo(2_000_000);
  }

  @Test
  void aThousandRequestsASecondShareHalfACore() {
    long now = 0;
    for (int i = 0; i < 5_000; i++) {
      now += 1_000_000;
      budget.arrived(now);
    }
    assertThat(budget.byLoad(now)).isBetween(480_000L, 520_000L);
  }

  @Test
  void theBudgetRecoversWhenTheLoadIsGone() {
    long now = 0;
    for (int i = 0; i < 5_000; i++) {
      now += 100_000;
      budget.arrived(now);
    }
    assertThat(budget.byLoad(now)).isEqualTo(100_000);
    assertThat(budget.byLoad(now + 5_000_000_000L)).isEqualTo(2_000_000);
  }

  @Test
  void theDeadlineAndTheQueueShortenASearch() {
    assertThat(TimeBudget.nanos(2_000_000, 0, 1_000_000)).isEqualTo(600_000);
    assertThat(TimeBudget.nanos(2_000_000, 2, 100_000_000)).isEqualTo(1_000_000);
    assertThat(TimeBudget.nanos(2_000_000, 0, -5)).isZero();
  }
}
