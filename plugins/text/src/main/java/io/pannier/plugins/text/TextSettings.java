package io.pannier.plugins.text;

import io.pannier.spi.StrategyConfig;
import java.util.Map;

/**
 * What can be set.
 *
 * @param encoderWeight of the language model's likeness in the fusion, 0 to 1; words have the rest
 * @param cartItems most items of the cart that are read, the newest
 * @param historyItems most items of the history that are read, the newest
 * @param historyWeight of an item of the history where one of the cart weighs 1
 * @param slice most products whose words are looked at in a call after the first
 */
record TextSettings(
    double encoderWeight, int cartItems, int historyItems, double historyWeight, int slice) {
  static final Map<String, String> PARAMETERS =
      Map.of(
          "encoder-weight",
          "of the language model in the fusion, 0 to 1; words have the rest (0.65)",
          "cart-items",
          "newest items of the cart that are read, 1 to 256 (32)",
          "history-items",
          "newest items of the history that are read, 0 to 256 (8)",
          "history-weight",
          "of an item of the history where one of the cart weighs 1, 0 to 1 (0.3)",
          "slice",
          "products whose words are looked at in a call after the first, 100 to 1000000 (1000)");

  static TextSettings of(StrategyConfig config) {
    return new TextSettings(
        config.number("encoder-weight", 0.65, 0, 1),
        config.integer("cart-items", 32, 1, 256),
        config.integer("history-items", 8, 0, 256),
        config.number("history-weight", 0.3, 0, 1),
        config.integer("slice", 1_000, 100, 1_000_000));
  }
}
