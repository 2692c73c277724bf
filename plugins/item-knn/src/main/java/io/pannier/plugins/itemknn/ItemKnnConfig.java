package io.pannier.plugins.itemknn;

import io.pannier.spi.StrategyConfig;
import java.util.Map;

/**
 * What can be set.
 *
 * @param maxItemsPerOrder how many items of an order are counted; of larger ones a uniform sample
 * @param openOrders how many orders may wait for further lines
 * @param maxNeighbours how many co-purchase counts are kept for an item
 * @param listSize how many of an item's neighbours take part in scoring
 * @param asymmetry exponent of the cart item's support in the denominator; that of the candidate
 *     has the rest up to 1
 * @param shrinkage added to the denominator
 * @param sharpness power p of the p-norm that joins the cosines of a candidate
 * @param refreshShare share of its purchases by which an item may grow before its neighbours are
 *     ranked anew; 0 ranks them after every change
 * @param historyWeight weight of what was bought just now, relative to an item of the cart
 * @param historyHalfLifeHours age at which an event of the history weighs half
 * @param historyItems how many items of the history take part
 * @param cartItems how many items of the cart take part, the last ones
 * @param liftPrior strength of the prior that pulls a lift towards 1
 * @param dismissalHalfLifeHours age at which half of a dismissed item's score is back
 */
record ItemKnnConfig(
    int maxItemsPerOrder,
    int openOrders,
    int maxNeighbours,
    int listSize,
    double asymmetry,
    double shrinkage,
    double sharpness,
    double refreshShare,
    double historyWeight,
    double historyHalfLifeHours,
    int historyItems,
    int cartItems,
    double liftPrior,
    double dismissalHalfLifeHours) {
  static final Map<String, String> PARAMETERS =
      Map.ofEntries(
          Map.entry("max-items-per-order", "items of an order that are counted, 2 to 1000 (20)"),
          Map.entry("open-orders", "orders that may wait for further lines (4096)"),
          Map.entry("max-neighbours", "co-purchase counts kept for an item, 16 to 65536 (4096)"),
          Map.entry("list-size", "neighbours of an item that take part in scoring (200)"),
          Map.entry("asymmetry", "0.5 = cosine, 1 = conditional probability, 0 to 1 (0.7)"),
          Map.entry("shrinkage", "added to the denominator of the cosine, ≥ 0 (2)"),
          Map.entry("sharpness", "power that joins the cosines, 1 = plain sum (2)"),
          Map.entry(
              "refresh-share", "growth after which neighbours are ranked anew, 0 to 1 (0.05)"),
          Map.entry("history-weight", "weight of the shopper's history beside the cart (0.3)"),
          Map.entry("history-half-life-hours", "age at which history weighs half (168)"),
          Map.entry("history-items", "items of the history that take part, 0 to 256 (20)"),
          Map.entry("cart-items", "items of the cart that take part, 1 to 10000 (200)"),
          Map.entry("lift-prior", "strength of the prior that pulls a lift towards 1, > 0 (2)"),
          Map.entry(
              "dismissal-half-life-hours",
              "age at which half of a dismissed item's score is back (24)"));

  static final ItemKnnConfig DEFAULTS = of(StrategyConfig.DEFAULTS);

  static ItemKnnConfig of(StrategyConfig config) {
    return new ItemKnnConfig(
        config.integer("max-items-per-order", 20, 2, 1_000),
        config.integer("open-orders", 4_096, 1, 1_000_000),
        config.integer("max-neighbours", 4_096, 16, 65_536),
        config.integer("list-size", 200, 1, 65_536),
        config.number("asymmetry", 0.7, 0, 1),
        config.number("shrinkage", 2, 0, 1e6),
        config.number("sharpness", 2, 1, 16),
        config.number("refresh-share", 0.05, 0, 1),
        config.number("history-weight", 0.3, 0, 1),
        config.number("history-half-life-hours", 168, 1e-3, 1e6),
        config.integer("history-items", 20, 0, 256),
        config.integer("cart-items", 200, 1, 10_000),
        config.number("lift-prior", 2, 1e-6, 1e6),
        config.number("dismissal-half-life-hours", 24, 1e-3, 1e6));
  }
}
