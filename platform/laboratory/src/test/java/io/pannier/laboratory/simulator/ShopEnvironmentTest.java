package io.pannier.laboratory.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pannier.laboratory.orders.ProductLine;
import io.pannier.laboratory.simulator.Environment.Step;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** That a day in a fitted shop goes by its rules. */
class ShopEnvironmentTest {
  private static final FittedShop SHOP = FittedShop.fit(FittedShopTest.plantedRows(), 5);
  private static final ShopEnvironment.Config DAY =
      new ShopEnvironment.Config(40, 3, 6, 0.02, Integer.MAX_VALUE);

  private static List<ProductLine> products() {
    return SHOP.truth().products();
  }

  /** Offers the first product that is there and not in the cart, with its neighbour if it can. */
  private static List<Offered> offer(ShopState state) {
    for (int p = 0; p < products().size(); p++) {
      if (state.stock()[p] > 0 && !state.cart().contains(p)) {
        return List.of(new Offered(new int[] {p}, new int[] {1}, 0));
      }
    }
    return List.of();
  }

  private static List<Step<ShopState>> day(ShopEnvironment environment, long seed) {
    List<Step<ShopState>> steps = new ArrayList<>();
    ShopState state = environment.reset(seed);
    while (steps.isEmpty() || !(steps.getLast().terminated() || steps.getLast().truncated())) {
      steps.add(environment.step(offer(state)));
      state = steps.getLast().state();
    }
    return steps;
  }

  @Test
  void aDayEndsWithItsSessionsAndIsTruncatedBefore() {
    List<Step<ShopState>> steps = day(new ShopEnvironment(SHOP, DAY), 1);
    assertThat(steps).hasSize(120);
    assertThat(steps.getLast().terminated()).isTrue();
    assertThat(steps.getLast().truncated()).isFalse();
    ShopEnvironment cut = new ShopEnvironment(SHOP, new ShopEnvironment.Config(40, 3, 6, 0.5, 50));
    List<Step<ShopState>> some = day(cut, 1);
    assertThat(some).hasSize(50);
    assertThat(some.getLast().truncated()).isTrue();
    assertThat(some.getLast().terminated()).isFalse();
    assertThatThrownBy(() -> cut.step(List.of())).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void equalSeedsGoEqually() {
    List<String> once = told(day(new ShopEnvironment(SHOP, DAY), 7));
    assertThat(told(day(new ShopEnvironment(SHOP, DAY), 7))).isEqualTo(once);
    assertThat(told(day(new ShopEnvironment(SHOP, DAY), 8))).isNotEqualTo(once);
  }

  private static List<String> told(List<Step<ShopState>> steps) {
    return steps.stream()
        .map(
            step ->
                step.reward()
                    + " "
                    + step.state().shopper()
                    + step.state().cart()
                    + Arrays.toString(step.state().stock()))
        .toList();
  }

  /** Stock falls by what is sold, never below nothing, and margin is price less cost. */
  @Test
  void whatIsSoldIsGoneAndEarned() {
    ShopEnvironment environment = new ShopEnvironment(SHOP, DAY);
    int accepted = 0;
    int runOut = 0;
    for (long seed = 0; seed < 20; seed++) {
      ShopState state = environment.reset(seed);
      boolean over = false;
      while (!over) {
        List<Offered> offered = offer(state);
        Step<ShopState> step = environment.step(offered);
        if (step.reward().accepted() >= 0) {
          accepted++;
          int product = offered.get(step.reward().accepted()).products()[0];
          ProductLine line = products().get(product);
          assertThat(step.reward().revenue()).isEqualTo(line.price());
          assertThat(step.reward().margin()).isEqualTo(line.price() - line.cost());
          assertThat(step.reward().clicks()).isPositive();
          assertThat(step.state().stock()[product]).isLessThan(state.stock()[product]);
        } else {
          assertThat(step.reward().margin()).isZero();
        }
        state = step.state();
        assertThat(Arrays.stream(state.stock()).min().orElseThrow()).isNotNegative();
        over = step.terminated();
      }
      runOut += Arrays.stream(state.stock()).anyMatch(units -> units == 0) ? 1 : 0;
    }
    assertThat(accepted).as("bundles bought").isBetween(20, 2_000);
    assertThat(runOut).as("days on which something ran out").isPositive();
  }

  @Test
  void whatIsNotThereCannotBeOffered() {
    ShopEnvironment environment = new ShopEnvironment(SHOP, DAY);
    ShopState state = environment.reset(1);
    int inCart = state.cart().getFirst();
    assertThatThrownBy(
            () -> environment.step(List.of(new Offered(new int[] {inCart}, new int[] {1}, 0))))
        .isInstanceOf(IllegalArgumentException.class);
    int other = offer(state).getFirst().products()[0];
    assertThatThrownBy(
            () -> environment.step(List.of(new Offered(new int[] {other}, new int[] {9_999}, 0))))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
