package io.pannier.plugins.ppo;

import java.util.SplittableRandom;

/**
 * Two links that hang from a joint, with a motor between them: Sutton (1996), with the equations of
 * Sutton and Barto's book as Gymnasium's Acrobot-v1 has them ({@code
 * gymnasium/envs/classic_control/acrobot.py}), one Runge-Kutta step of 0.2 s for each action. A
 * reward of −1 for every step but the one that lifts the tip a link's length above the joint; cut
 * off after 500 steps.
 *
 * <p>Observations are cosine and sine of both angles and both velocities.
 */
final class Acrobot implements Environment<double[]> {
  private static final double SECONDS = 0.2;
  private static final double GRAVITY = 9.8;
  private static final double CENTRE = 0.5;
  private static final double FASTEST_1 = 4 * Math.PI;
  private static final double FASTEST_2 = 9 * Math.PI;
  private static final int LONGEST = 500;

  private double[] state = new double[4];
  private int steps;

  @Override
  public double[] reset(long seed) {
    state = new SplittableRandom(seed).doubles(4, -0.1, 0.1).toArray();
    steps = 0;
    return observation();
  }

  /** Puts the links where a test wants them. */
  void place(double... wanted) {
    state = wanted.clone();
    steps = 0;
  }

  double[] state() {
    return state.clone();
  }

  @Override
  public Step<double[]> step(int[] action) {
    double torque = action[0] - 1.0;
    double[] k1 = derivative(state, torque);
    double[] k2 = derivative(moved(k1, SECONDS / 2), torque);
    double[] k3 = derivative(moved(k2, SECONDS / 2), torque);
    double[] k4 = derivative(moved(k3, SECONDS), torque);
    double[] next = new double[4];
    for (int i = 0; i < 4; i++) {
      next[i] = state[i] + SECONDS / 6 * (k1[i] + 2 * k2[i] + 2 * k3[i] + k4[i]);
    }
    next[0] = wrapped(next[0]);
    next[1] = wrapped(next[1]);
    next[2] = Math.clamp(next[2], -FASTEST_1, FASTEST_1);
    next[3] = Math.clamp(next[3], -FASTEST_2, FASTEST_2);
    state = next;
    steps++;
    boolean lifted = -StrictMath.cos(state[0]) - StrictMath.cos(state[1] + state[0]) > 1;
    return new Step<>(observation(), lifted ? 0 : -1, lifted, steps >= LONGEST);
  }

  private double[] moved(double[] slope, double seconds) {
    double[] moved = new double[4];
    for (int i = 0; i < 4; i++) {
      moved[i] = state[i] + seconds * slope[i];
    }
    return moved;
  }

  /** Links of mass, length and moment of inertia 1. */
  private static double[] derivative(double[] s, double torque) {
    double cosine = StrictMath.cos(s[1]);
    double sine = StrictMath.sin(s[1]);
    double d1 = CENTRE * CENTRE + (1 + CENTRE * CENTRE + 2 * CENTRE * cosine) + 2;
    double d2 = CENTRE * CENTRE + CENTRE * cosine + 1;
    double phi2 = CENTRE * GRAVITY * StrictMath.cos(s[0] + s[1] - Math.PI / 2);
    double phi1 =
        -CENTRE * s[3] * s[3] * sine
            - 2 * CENTRE * s[3] * s[2] * sine
            + (CENTRE + 1) * GRAVITY * StrictMath.cos(s[0] - Math.PI / 2)
            + phi2;
    double second =
        (torque + d2 / d1 * phi1 - CENTRE * s[2] * s[2] * sine - phi2)
            / (CENTRE * CENTRE + 1 - d2 * d2 / d1);
    double first = -(d2 * second + phi1) / d1;
    return new double[] {s[2], s[3], first, second};
  }

  private static double wrapped(double angle) {
    double wrapped = angle;
    while (wrapped > Math.PI) {
      wrapped -= 2 * Math.PI;
    }
    while (wrapped < -Math.PI) {
      wrapped += 2 * Math.PI;
    }
    return wrapped;
  }

  private double[] observation() {
    return new double[] {
      StrictMath.cos(state[0]),
      StrictMath.sin(state[0]),
      StrictMath.cos(state[1]),
      StrictMath.sin(state[1]),
      state[2],
      state[3]
    };
  }
}
