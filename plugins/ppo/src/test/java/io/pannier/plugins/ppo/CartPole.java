package io.pannier.plugins.ppo;

import java.util.SplittableRandom;

/**
 * A pole on a cart that is pushed left or right: the task of Barto, Sutton and Anderson (1983) with
 * the constants, the Euler steps and the limits of Gymnasium's CartPole-v1 ({@code
 * gymnasium/envs/classic_control/cartpole.py}). A reward of 1 for every step, the last one
 * included; cut off after 500 steps.
 *
 * <p>Observations are cart position, cart velocity, pole angle, angular velocity.
 */
final class CartPole implements Environment<double[]> {
  private static final double GRAVITY = 9.8;
  private static final double POLE_MASS = 0.1;
  private static final double TOTAL_MASS = POLE_MASS + 1.0;
  private static final double HALF_LENGTH = 0.5;
  private static final double FORCE = 10;
  private static final double SECONDS = 0.02;
  private static final double LARGEST_ANGLE = 12 * 2 * Math.PI / 360;
  private static final double LARGEST_POSITION = 2.4;
  private static final int LONGEST = 500;

  private double[] state = new double[4];
  private int steps;

  @Override
  public double[] reset(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    state = random.doubles(4, -0.05, 0.05).toArray();
    steps = 0;
    return state.clone();
  }

  /** Puts the cart and pole where a test wants them. */
  void place(double... wanted) {
    state = wanted.clone();
    steps = 0;
  }

  @Override
  public Step<double[]> step(int[] action) {
    double force = action[0] == 1 ? FORCE : -FORCE;
    double cosine = StrictMath.cos(state[2]);
    double sine = StrictMath.sin(state[2]);
    double temp = (force + POLE_MASS * HALF_LENGTH * state[3] * state[3] * sine) / TOTAL_MASS;
    double angular =
        (GRAVITY * sine - cosine * temp)
            / (HALF_LENGTH * (4.0 / 3.0 - POLE_MASS * cosine * cosine / TOTAL_MASS));
    double acceleration = temp - POLE_MASS * HALF_LENGTH * angular * cosine / TOTAL_MASS;
    state =
        new double[] {
          state[0] + SECONDS * state[1],
          state[1] + SECONDS * acceleration,
          state[2] + SECONDS * state[3],
          state[3] + SECONDS * angular
        };
    steps++;
    boolean fallen = Math.abs(state[0]) > LARGEST_POSITION || Math.abs(state[2]) > LARGEST_ANGLE;
    return new Step<>(state.clone(), 1, fallen, steps >= LONGEST);
  }
}
