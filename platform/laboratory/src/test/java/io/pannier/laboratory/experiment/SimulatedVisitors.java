package io.pannier.laboratory.experiment;

import java.util.Random;

/** Visitors with one to five sessions of whom few buy, and those very differently. */
final class SimulatedVisitors {
  private static final double BUYS = 0.1;

  private final Random random;
  private final double worth;
  private long visitors;
  private double n;
  private double nn;
  private double y;
  private double yy;
  private double yn;

  /**
   * @param worth of a session, in the mean
   */
  SimulatedVisitors(long seed, double worth) {
    this.random = new Random(seed);
    this.worth = worth;
  }

  void come(int count) {
    for (int i = 0; i < count; i++) {
      int sessions = 1 + random.nextInt(5);
      double amount = 0;
      // One and the same purse for all sessions of a visitor, so that they are not independent.
      double purse = -Math.log(1 - random.nextDouble());
      for (int session = 0; session < sessions; session++) {
        amount += random.nextDouble() < BUYS ? purse * worth / BUYS : 0;
      }
      visitors++;
      n += sessions;
      nn += (double) sessions * sessions;
      y += amount;
      yy += amount * amount;
      yn += amount * sessions;
    }
  }

  RatioSums sums() {
    return new RatioSums(visitors, n, nn, y, yy, yn);
  }
}
