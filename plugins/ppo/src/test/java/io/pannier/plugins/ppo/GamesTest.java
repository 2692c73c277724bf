package io.pannier.plugins.ppo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import org.junit.jupiter.api.Test;

/** The games against states that Gymnasium 1.3.0 came to from the same start and actions. */
class GamesTest {
  private static void assertClose(double[] state, double... expected) {
    for (int i = 0; i < expected.length; i++) {
      assertThat(state[i]).as("figure %d", i).isCloseTo(expected[i], offset(1e-12));
    }
  }

  private static Environment.Step<double[]> play(Environment<double[]> game, int... actions) {
    Environment.Step<double[]> step = game.step(new int[] {actions[0]});
    for (int i = 1; i < actions.length; i++) {
      step = game.step(new int[] {actions[i]});
    }
    return step;
  }

  @Test
  void theCartMovesAsInGymnasium() {
    CartPole game = new CartPole();
    game.place(0.01, -0.02, 0.03, 0.04);
    Environment.Step<double[]> step = play(game, 1, 1, 0, 1, 0, 0, 1, 1, 1, 0);
    assertClose(
        step.observation(),
        0.05649316485946018,
        0.36901517137137,
        -0.032849498377435594,
        -0.5184785912499668);
    assertThat(step.reward()).isEqualTo(1);
    assertThat(step.terminated()).isFalse();
  }

  @Test
  void theCartEndsAtTheEdgeAndWithTheAngle() {
    CartPole game = new CartPole();
    game.place(2.39, 1, 0, 0);
    Environment.Step<double[]> step = game.step(new int[] {1});
    assertThat(step.observation()[0]).isCloseTo(2.41, offset(1e-12));
    assertThat(step.terminated()).isTrue();
    assertThat(step.reward()).isEqualTo(1);
    game.place(0, 0, 0.209, 0.1);
    assertThat(game.step(new int[] {1}).terminated()).as("12 degrees are .2094").isTrue();
    game.place(0, 0, 0.207, 0.1);
    assertThat(game.step(new int[] {1}).terminated()).isFalse();
  }

  @Test
  void theLinksMoveAsInGymnasium() {
    Acrobot game = new Acrobot();
    game.place(0.05, -0.08, 0.02, 0.09);
    Environment.Step<double[]> step = play(game, 0, 0, 1, 2, 2, 2, 0, 0, 0, 1);
    assertClose(
        game.state(),
        0.07293180676719863,
        -0.13493574784867088,
        0.6240691404672912,
        -1.3254200182482405);
    assertThat(step.reward()).isEqualTo(-1);
    assertThat(step.observation())
        .hasSize(6)
        .startsWith(StrictMath.cos(game.state()[0]), StrictMath.sin(game.state()[0]));
  }

  @Test
  void anglesWrapAndTheGoalEndsTheEpisode() {
    Acrobot game = new Acrobot();
    game.place(1, 2.9, 5, 12);
    play(game, 2, 0);
    assertClose(
        game.state(),
        1.2879550097390546,
        2.8578586412156426,
        4.872666464854363,
        10.384246063050139);
    game.place(3, 0.2, 1, -2);
    Environment.Step<double[]> step = play(game, 1);
    assertClose(
        game.state(),
        -3.0937413290121336,
        -0.1863500807305843,
        0.9425947075781516,
        -1.951845200103989);
    assertThat(step.terminated()).isTrue();
    assertThat(step.reward()).isZero();
  }

  @Test
  void velocitiesAreBounded() {
    Acrobot game = new Acrobot();
    game.place(0.5, 0.5, 12.5, 28.2);
    for (int i = 0; i < 20; i++) {
      play(game, 2);
      assertThat(Math.abs(game.state()[2])).isLessThanOrEqualTo(4 * Math.PI);
      assertThat(Math.abs(game.state()[3])).isLessThanOrEqualTo(9 * Math.PI);
    }
  }

  @Test
  void anEpisodeIsCutOffAfter500Steps() {
    Acrobot game = new Acrobot();
    game.reset(1);
    for (int i = 1; i < 500; i++) {
      Environment.Step<double[]> step = game.step(new int[] {1});
      assertThat(step.truncated() || step.terminated()).as("step %d", i).isFalse();
    }
    Environment.Step<double[]> last = game.step(new int[] {1});
    assertThat(last.truncated()).isTrue();
    assertThat(last.terminated()).isFalse();
  }

  @Test
  void equalSeedsBeginEqually() {
    assertThat(new CartPole().reset(5)).isEqualTo(new CartPole().reset(5));
    assertThat(new CartPole().reset(5)).isNotEqualTo(new CartPole().reset(6));
    for (double start : new CartPole().reset(5)) {
      assertThat(start).isBetween(-0.05, 0.05);
    }
  }
}
