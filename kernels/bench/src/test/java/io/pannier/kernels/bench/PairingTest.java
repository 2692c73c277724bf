package io.pannier.kernels.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pannier.spi.PannierException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class PairingTest {
  private static final Pairing SHORT = new Pairing(2, 1, 0);

  @Test
  void bothSidesAreTimedAndComparedBeforeAndAfter() {
    List<String> calls = new ArrayList<>();
    Pair pair =
        new Pair(
            "sleepers",
            () -> {
              calls.add("ours");
              LockSupport.parkNanos(200_000);
            },
            () -> {
              calls.add("peer");
              LockSupport.parkNanos(2_000_000);
            },
            () -> calls.add("check"));
    Pairing.Timing timing = SHORT.time(pair);
    assertThat(calls.subList(0, 3)).containsExactly("ours", "peer", "check");
    assertThat(calls.getLast()).isEqualTo("check");
    assertThat(timing.ours()).isGreaterThan(200e-6);
    assertThat(timing.peer()).isGreaterThan(2_000e-6);
    assertThat(timing.ratio()).isEqualTo(timing.peer() / timing.ours());
  }

  @Test
  void resultsThatDisagreeAreNotTimed() {
    int[] calls = new int[1];
    Pair pair =
        new Pair(
            "liar",
            () -> calls[0]++,
            () -> {},
            () -> Agreement.within("liar", 3, 1, Double.NaN, 1));
    assertThatThrownBy(() -> SHORT.time(pair))
        .isInstanceOf(PannierException.class)
        .hasMessageContaining("liar at 3");
    assertThat(calls[0]).isEqualTo(1);
  }

  @Test
  void aPeerIsTakenAtItsBest() {
    Runnable slow = () -> LockSupport.parkNanos(3_000_000);
    Runnable fast = () -> LockSupport.parkNanos(100_000);
    assertThat(SHORT.fastest(List.of(slow, fast))).isSameAs(fast);
  }

  @Test
  void singleCallsComeSorted() {
    assertThat(SHORT.single(() -> LockSupport.parkNanos(1_000), 5, 10)).hasSize(50).isSorted();
  }
}
