package io.pannier.laboratory.simulator;

import java.time.LocalDate;

/**
 * What the simulated shop is like. The same configuration gives the same shop, byte for byte.
 *
 * @param products in the catalogue, at least 10
 * @param shoppers known ones, at least 1
 * @param days of history
 * @param lastDay UTC day of the last order
 * @param visitsPerDay mean visits of a shopper a day
 * @param batchSize products or events in a batch of the history
 */
public record SimulatorConfig(
    long seed,
    int products,
    int shoppers,
    int days,
    LocalDate lastDay,
    double visitsPerDay,
    int batchSize) {
  public SimulatorConfig {
    if (products < 10 || shoppers < 1 || days < 1 || batchSize < 1) {
      throw new IllegalArgumentException(
          "a shop needs at least 10 products, a shopper, a day and batches of at least 1");
    }
    if (!(visitsPerDay > 0 && visitsPerDay <= 10)) {
      throw new IllegalArgumentException("visitsPerDay must lie in (0, 10], not " + visitsPerDay);
    }
  }

  /** 2,000 products, 1,000 shoppers, 90 days that end at the given one. */
  public static SimulatorConfig defaults(LocalDate lastDay) {
    return new SimulatorConfig(42, 2_000, 1_000, 90, lastDay, 0.1, 1_000);
  }

  public SimulatorConfig withSeed(long newSeed) {
    return new SimulatorConfig(newSeed, products, shoppers, days, lastDay, visitsPerDay, batchSize);
  }

  public SimulatorConfig withSize(int newProducts, int newShoppers, int newDays) {
    return new SimulatorConfig(
        seed, newProducts, newShoppers, newDays, lastDay, visitsPerDay, batchSize);
  }
}
