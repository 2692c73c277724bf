package io.pannier.messages;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;

class SplitPropertyTest {
  private static final int VISITORS = 40_000;

  @Example
  void armsGetTheirShares() {
    Split split = new Split("a salt", List.of(arm("canary", 0.1), arm("variant", 0.3)));
    Map<String, Long> seen = new java.util.TreeMap<>();
    for (int i = 0; i < VISITORS; i++) {
      seen.merge(split.of(Keys.visitor(1, "shopper-" + i, "")).name(), 1L, Long::sum);
    }
    // Five standard deviations of a binomial.
    assertThat(seen.get("canary")).isBetween(3_700L, 4_300L);
    assertThat(seen.get("variant")).isBetween(11_540L, 12_460L);
    assertThat(split.control().share()).isCloseTo(0.6, org.assertj.core.data.Offset.offset(1e-9));
  }

  @Property
  void aVisitorStaysWhenAnArmGrows(
      @ForAll long visitor,
      @ForAll @DoubleRange(min = 0, max = 0.5) double share,
      @ForAll @DoubleRange(min = 0, max = 0.5) double more) {
    Split before = new Split("salt", List.of(arm("canary", share)));
    Split after = new Split("salt", List.of(arm("canary", share + more)));
    if (before.of(visitor).name().equals("canary")) {
      assertThat(after.of(visitor).name()).isEqualTo("canary");
    }
    assertThat(before.of(visitor)).isEqualTo(before.of(visitor));
  }

  @Example
  void divisionsWithOtherSaltsAreIndependent() {
    Split one = new Split("one", List.of(arm("canary", 0.5)));
    Split two = new Split("two", List.of(arm("canary", 0.5)));
    int both = 0;
    for (int i = 0; i < VISITORS; i++) {
      long visitor = Keys.visitor(1, "", "session-" + i);
      if (one.of(visitor).name().equals("canary") && two.of(visitor).name().equals("canary")) {
        both++;
      }
    }
    assertThat(both).isBetween(9_570, 10_430);
  }

  @Example
  void nobodyKnownIsInTheControl() {
    Split all = new Split("salt", List.of(arm("canary", 1)));
    assertThat(all.of(0).name()).isEqualTo(Arm.CONTROL);
    assertThat(all.of(7).name()).isEqualTo("canary");
    assertThat(Split.NONE.of(7)).isEqualTo(Arm.EVERYBODY);
    assertThat(Keys.visitor(1, "", "")).isZero();
    assertThat(Keys.visitor(1, "", "ann")).isNotEqualTo(Keys.visitor(1, "ann", ""));
  }

  @Example
  void anArmLeavesToThePlacementWhatItDoesNotSay() {
    Placement cart = Placement.standard("cart");
    Placement answered = cart.on(new Arm("a", 0.5, true, "transformer", "", Map.of()));
    assertThat(answered.scoring()).isEqualTo("transformer");
    assertThat(answered.bundling()).isEqualTo(cart.bundling());
    assertThat(answered.objectiveWeights()).isEqualTo(cart.objectiveWeights());
    assertThat(cart.on(Arm.EVERYBODY)).isEqualTo(cart);
  }

  private static Arm arm(String name, double share) {
    return new Arm(name, share, true, "", "", Map.of());
  }
}
