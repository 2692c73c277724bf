package io.pannier.laboratory.protocol;

import io.pannier.laboratory.orders.ProductLine;
import java.util.List;

/**
 * Baskets to learn from and baskets to ask about.
 *
 * @param train in journal order
 * @param questions about baskets that are not in {@code train}, or about their other part
 * @param products the whole catalogue; nothing in it was learned from the test
 * @param currency of the prices; {@code XXX} where there are none
 */
record BasketSplit(
    List<Basket> train, List<Question> questions, List<ProductLine> products, String currency) {
  /** The currency of data without prices, as ISO 4217 writes it. */
  static final String NO_CURRENCY = "XXX";

  /**
   * The time of data without times. All at once: nothing decays, and nothing is said about order.
   */
  static final long NO_TIME = 1_577_836_800_000L;

  BasketSplit {
    train = List.copyOf(train);
    questions = List.copyOf(questions);
    products = List.copyOf(products);
  }

  /**
   * @param cart SKUs that are given
   * @param wanted SKUs that should be found; none is in the cart
   * @param query what is looked for, in words; empty where the cart alone is asked about
   */
  record Question(List<String> cart, List<String> wanted, String query) {
    Question(List<String> cart, List<String> wanted) {
      this(cart, wanted, "");
    }

    Question {
      cart = List.copyOf(cart);
      wanted = List.copyOf(wanted);
    }
  }
}
