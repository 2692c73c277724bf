package io.pannier.plugins.itemknn;

import io.pannier.spi.EventType;
import io.pannier.spi.Observation;
import io.pannier.spi.StrategyConfig;
import io.pannier.spi.StrategyContext.StrategyMetrics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Purchase lines and the strategies that learn them. */
final class Purchases {
  private static final StrategyMetrics UNHEARD =
      new StrategyMetrics() {
        @Override
        public void count(String name, long amount) {}

        @Override
        public void gauge(String name, double value) {}
      };

  private Purchases() {}

  static ItemKnnStrategy strategy(Map<String, String> settings) {
    return new ItemKnnStrategy(ItemKnnConfig.of(new StrategyConfig(settings)), UNHEARD);
  }

  static Observation line(String order, int item) {
    return new Observation(
        EventType.PURCHASED, Shelf.NOW, 7, item, 1, 1_000, order, Double.NaN, Double.NaN);
  }

  static List<Observation> order(String order, int... items) {
    List<Observation> lines = new ArrayList<>();
    for (int item : items) {
      lines.add(line(order, item));
    }
    return lines;
  }
}
