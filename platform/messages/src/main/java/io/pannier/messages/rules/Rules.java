package io.pannier.messages.rules;

import io.pannier.spi.PannierException;
import io.pannier.spi.Product;
import io.pannier.spi.StandardErrorCode;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The rules of one placement, in their author's order. Which one wins is told by {@link RuleAction}
 * alone; factors multiply.
 *
 * @param all at most {@link #MAX}, also those that are not enabled
 */
public record Rules(List<Rule> all) {
  /** So many that a request's rules are the bits of a long. */
  public static final int MAX = 64;

  public static final Rules NONE = new Rules(List.of());

  /**
   * @throws PannierException {@code FIELD_INVALID} for too many, or two of one name
   */
  public Rules {
    all = List.copyOf(all);
    if (all.size() > MAX) {
      throw invalid("a placement has at most " + MAX);
    }
    Set<String> names = new HashSet<>();
    for (Rule rule : all) {
      if (!names.add(rule.name())) {
        throw invalid("two are called " + rule.name());
      }
    }
  }

  public boolean none() {
    return all.isEmpty();
  }

  public int size() {
    return all.size();
  }

  public Rule rule(int index) {
    return all.get(index);
  }

  /** True where what some rule means changes as time goes by. */
  public boolean age() {
    return all.stream().anyMatch(Rule::ages);
  }

  /**
   * The rules to follow for one request, as bits.
   *
   * @param cart products of the cart that are known
   * @param profile consented attributes of the shopper
   * @param now milliseconds since the epoch
   */
  public long active(List<Product> cart, Map<String, String> profile, long now) {
    long active = 0;
    for (int i = 0; i < all.size(); i++) {
      Rule rule = all.get(i);
      if (rule.enabled() && rule.when().holds(cart, profile, now)) {
        active |= 1L << i;
      }
    }
    return active;
  }

  private static PannierException invalid(String what) {
    return new PannierException(StandardErrorCode.FIELD_INVALID, "rules: " + what);
  }
}
