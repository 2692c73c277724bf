package io.pannier.laboratory.simulator;

import java.util.Collection;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A simulated shopper who looks at offers and answers them by the truth. One thread at a time.
 *
 * <p>A bundle at position k is seen with probability (k+1)^−η, times an attention that each ignored
 * or dismissed offer lowers and each accepted one restores. A bundle that is seen is clicked with
 * probability σ(a + ū + c + 4·β·d), where ū is the mean utility of its items, c the log-odds bonus
 * of true complements among its items and the cart, d its discount as a share of the list price and
 * β the price sensitivity; a clicked one is accepted with probability σ of the same value plus
 * another constant. What is seen and not clicked may be dismissed, the more likely the less
 * patience is left.
 */
public final class LiveShopper {
  /** What a shopper did with a bundle. */
  public enum Reaction {
    /** Not seen, or seen and passed over. */
    IGNORED,
    CLICKED,
    /** Clicked and put into the cart. */
    ACCEPTED,
    DISMISSED
  }

  /**
   * The true probabilities of one bundle; those of click, accept and dismiss are unconditional.
   *
   * @param accept at most {@code click}, since only what was clicked is accepted
   */
  public record Odds(double seen, double click, double accept, double dismiss) {}

  private static final double POSITION_BIAS = 0.8;
  private static final double CLICK_BIAS = -2.2;
  private static final double ACCEPT_BIAS = 1.0;
  private static final double COMPLEMENT_BONUS = 3.0;
  private static final double DISCOUNT_PULL = 4.0;
  private static final double DISMISS_RATE = 0.08;

  private final ShopTruth truth;
  private final SimulatedShopper shopper;
  private final SplittableRandom random;
  private double ignored;

  /**
   * @param number which of the seed's shoppers this is
   */
  public LiveShopper(ShopTruth truth, long seed, int number) {
    this.truth = truth;
    this.shopper = SimulatedShopper.of(seed, number);
    this.random = Draws.stream(seed, 8, number);
  }

  /** The name that the shopper's events carry. */
  public String name() {
    return shopper.name();
  }

  /** What the shopper comes for: SKUs to put into the cart one after the other, perhaps none. */
  public List<String> wishes() {
    Visit visit = new Visit(truth, shopper, random);
    visit.play(new int[0], 0);
    return visit.basket().keySet().stream().map(p -> truth.products().get(p).sku()).toList();
  }

  /** The probabilities with which this shopper, in this mood, answers a bundle. */
  public Odds odds(ShownBundle bundle, Collection<String> cart) {
    double attention = StrictMath.pow(0.5, ignored / shopper.patience());
    double seen = StrictMath.pow(bundle.position() + 1.0, -POSITION_BIAS) * attention;
    double appeal = appeal(bundle, cart);
    double click = seen * Draws.sigmoid(CLICK_BIAS + appeal);
    double accept = click * Draws.sigmoid(ACCEPT_BIAS + appeal);
    double dismiss = (seen - click) * Math.min(1, DISMISS_RATE * (1 + ignored));
    return new Odds(seen, click, accept, dismiss);
  }

  /** Draws an answer and remembers it: the next offers meet a different mood. */
  public Reaction react(ShownBundle bundle, Collection<String> cart) {
    return react(bundle, cart, random.nextDouble());
  }

  /**
   * As above, with the draw from outside.
   *
   * @param point in [0, 1); the lower, the better for the bundle
   */
  Reaction react(ShownBundle bundle, Collection<String> cart, double point) {
    Odds odds = odds(bundle, cart);
    if (point < odds.accept()) {
      ignored = 0;
      return Reaction.ACCEPTED;
    }
    if (point < odds.click()) {
      return Reaction.CLICKED;
    }
    ignored++;
    return point < odds.click() + odds.dismiss() ? Reaction.DISMISSED : Reaction.IGNORED;
  }

  private double appeal(ShownBundle bundle, Collection<String> cart) {
    int[] items = known(bundle.skus());
    int[] inCart = known(cart);
    if (items.length == 0) {
      return Double.NEGATIVE_INFINITY;
    }
    double utility = 0;
    double bonus = 0;
    for (int i = 0; i < items.length; i++) {
      utility += truth.utility(shopper, items[i]) / items.length;
      for (int other : inCart) {
        bonus += truth.affinity(items[i], other);
      }
      for (int j = i + 1; j < items.length; j++) {
        bonus += truth.affinity(items[i], items[j]);
      }
    }
    double discount =
        bundle.listPrice() <= 0
            ? 0
            : (double) (bundle.listPrice() - bundle.price()) / bundle.listPrice();
    return utility
        + COMPLEMENT_BONUS * Math.min(1, bonus)
        + DISCOUNT_PULL * shopper.priceSensitivity() * discount;
  }

  private int[] known(Collection<String> skus) {
    return skus.stream().mapToInt(sku -> truth.find(sku).orElse(-1)).filter(p -> p >= 0).toArray();
  }
}
