package io.pannier.spi;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One question to a scoring strategy: which products suit this shopper and this cart.
 *
 * @param catalogue the products, the same object for every context of a batch
 * @param placement name of the placement that asks
 * @param cart item ordinals in the cart, without repetition; not copied
 * @param quantities units of each item of the cart, ≥ 1; not copied
 * @param history what the shopper did before
 * @param now event time of the question
 * @param candidates if present, score exactly these items and no others; not copied
 * @param limit how many candidates are wanted at the most, ≥ 1
 * @param eventWeights the placement's weight of each {@link EventType} by ordinal; negative for
 *     feedback that counts against a product; not copied
 * @param profile consented attributes of the shopper
 * @param text what was asked in words, and the products' vectors
 * @param allowed the items that may be named, by the placement's rules; null for all of them
 */
public record ScoringContext(
    Catalogue catalogue,
    String placement,
    int[] cart,
    int[] quantities,
    ShopperHistory history,
    long now,
    int @Nullable [] candidates,
    int limit,
    float[] eventWeights,
    Map<String, String> profile,
    QuestionText text,
    @Nullable ItemSet allowed) {

  /** A question without words, where products have no vectors. */
  public ScoringContext(
      Catalogue catalogue,
      String placement,
      int[] cart,
      int[] quantities,
      ShopperHistory history,
      long now,
      int @Nullable [] candidates,
      int limit,
      float[] eventWeights,
      Map<String, String> profile) {
    this(
        catalogue,
        placement,
        cart,
        quantities,
        history,
        now,
        candidates,
        limit,
        eventWeights,
        profile,
        QuestionText.NONE,
        null);
  }

  /** A question in a placement without rules. */
  public ScoringContext(
      Catalogue catalogue,
      String placement,
      int[] cart,
      int[] quantities,
      ShopperHistory history,
      long now,
      int @Nullable [] candidates,
      int limit,
      float[] eventWeights,
      Map<String, String> profile,
      QuestionText text) {
    this(
        catalogue,
        placement,
        cart,
        quantities,
        history,
        now,
        candidates,
        limit,
        eventWeights,
        profile,
        text,
        null);
  }

  public ScoringContext(
      Catalogue catalogue,
      String placement,
      int[] cart,
      int[] quantities,
      ShopperHistory history,
      long now,
      int @Nullable [] candidates,
      int limit,
      float[] eventWeights,
      Map<String, String> profile,
      QuestionText text,
      @Nullable ItemSet allowed) {
    this.catalogue = catalogue;
    this.placement = placement;
    this.cart = cart;
    this.quantities = quantities;
    this.history = history;
    this.now = now;
    this.candidates = candidates;
    this.limit = limit;
    this.eventWeights = eventWeights;
    this.profile = profile;
    this.text = text;
    this.allowed = allowed;
  }

  /** True when the item is in the cart. A linear search: carts are short. */
  public boolean inCart(int item) {
    for (int inCart : cart) {
      if (inCart == item) {
        return true;
      }
    }
    return false;
  }

  /**
   * True when an answer may name the item: it can be sold, does not lie in the cart, and no rule of
   * the placement forbids it.
   */
  public boolean mayName(int item) {
    Product product = catalogue.product(item);
    return product != null
        && product.available()
        && (allowed == null || allowed.contains(item))
        && !inCart(item);
  }

  /** The same question for some items only. */
  public ScoringContext about(int @Nullable [] items, int most, @Nullable ItemSet among) {
    return new ScoringContext(
        catalogue,
        placement,
        cart,
        quantities,
        history,
        now,
        items,
        most,
        eventWeights,
        profile,
        text,
        among);
  }
}
