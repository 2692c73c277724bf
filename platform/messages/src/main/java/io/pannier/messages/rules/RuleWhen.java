package io.pannier.messages.rules;

import io.pannier.spi.PannierException;
import io.pannier.spi.Product;
import io.pannier.spi.StandardErrorCode;
import java.util.List;
import java.util.Map;

/**
 * The requests that a rule holds for.
 *
 * @param cart some product in the cart meets all of these; none for any cart
 * @param profile consented attributes that the shopper has, by name; empty for any shopper
 * @param from milliseconds since the epoch; {@link Long#MIN_VALUE} for any time before {@code
 *     until}
 * @param until exclusive; {@link Long#MAX_VALUE} for no end
 */
public record RuleWhen(List<Condition> cart, Map<String, String> profile, long from, long until) {
  public static final RuleWhen ALWAYS =
      new RuleWhen(List.of(), Map.of(), Long.MIN_VALUE, Long.MAX_VALUE);

  private static final int MAX_PROFILE = 8;

  /**
   * @throws PannierException {@code FIELD_INVALID} for too much, or a time that never comes
   */
  public RuleWhen {
    cart = List.copyOf(cart);
    profile = Map.copyOf(profile);
    if (cart.size() > Rule.MAX_CONDITIONS || profile.size() > MAX_PROFILE) {
      throw invalid(
          "at most "
              + Rule.MAX_CONDITIONS
              + " conditions on the cart and "
              + MAX_PROFILE
              + " on the profile");
    }
    profile.forEach(
        (name, value) -> {
          if (name.isEmpty()
              || name.length() > Condition.MAX_TEXT
              || value.isEmpty()
              || value.length() > Condition.MAX_TEXT) {
            throw invalid(
                "a profile attribute and its value have 1 to "
                    + Condition.MAX_TEXT
                    + " characters");
          }
        });
    if (from >= until) {
      throw invalid("from must lie before until");
    }
  }

  public boolean always() {
    return equals(ALWAYS);
  }

  /**
   * @param inCart products of the cart that are known
   * @param shopper consented attributes
   * @param now milliseconds since the epoch
   */
  public boolean holds(List<Product> inCart, Map<String, String> shopper, long now) {
    if (now < from || now >= until) {
      return false;
    }
    for (Map.Entry<String, String> wanted : profile.entrySet()) {
      if (!wanted.getValue().equalsIgnoreCase(shopper.get(wanted.getKey()))) {
        return false;
      }
    }
    if (cart.isEmpty()) {
      return true;
    }
    for (Product product : inCart) {
      if (Rule.meetsAll(cart, product, now)) {
        return true;
      }
    }
    return false;
  }

  private static PannierException invalid(String what) {
    return new PannierException(StandardErrorCode.FIELD_INVALID, "rules: when: " + what);
  }
}
