package io.pannier.messages.rules;

import io.pannier.spi.PannierException;
import io.pannier.spi.Product;
import io.pannier.spi.StandardErrorCode;
import java.util.List;

/**
 * One merchandising rule.
 *
 * @param name for people; unique in its placement
 * @param factor what scores are multiplied by: 1 to 100 for a boost, 0.01 to 1 for a bury; 1 for
 *     the other actions
 * @param where conditions that a product meets, all of them, to be meant
 * @param enabled false for one that is kept and not followed
 */
public record Rule(
    String name,
    RuleAction action,
    double factor,
    List<Condition> where,
    RuleWhen when,
    boolean enabled) {
  public static final int MAX_NAME = 100;
  public static final int MAX_CONDITIONS = 16;
  public static final double MIN_FACTOR = 0.01;
  public static final double MAX_FACTOR = 100;

  /**
   * @throws PannierException {@code FIELD_INVALID} for a factor out of range, and for no or too
   *     many conditions
   */
  public Rule {
    where = List.copyOf(where);
    if (name.isBlank() || name.length() > MAX_NAME) {
      throw invalid("a rule's name has 1 to " + MAX_NAME + " characters");
    }
    if (where.isEmpty() || where.size() > MAX_CONDITIONS) {
      throw invalid("rule " + name + ": 1 to " + MAX_CONDITIONS + " conditions say what is meant");
    }
    boolean fits =
        switch (action) {
          case BOOST -> factor > 1 && factor <= MAX_FACTOR;
          case BURY -> factor >= MIN_FACTOR && factor < 1;
          case EXCLUDE, INCLUDE_ONLY, REQUIRE, PIN -> factor == 1;
        };
    if (!fits) {
      throw invalid(
          "rule "
              + name
              + ": the factor is above 1 and at most 100 to boost, from 0.01 to below 1 to bury,"
              + " and left out otherwise");
    }
  }

  /** A rule without a factor, for all requests. */
  public static Rule of(String name, RuleAction action, Condition... where) {
    return new Rule(name, action, 1, List.of(where), RuleWhen.ALWAYS, true);
  }

  /** A boost or a bury, by what the factor says, for all requests. */
  public static Rule weighing(String name, double factor, Condition... where) {
    return new Rule(
        name,
        factor > 1 ? RuleAction.BOOST : RuleAction.BURY,
        factor,
        List.of(where),
        RuleWhen.ALWAYS,
        true);
  }

  /** True if the rule means the product. */
  public boolean means(Product product, long now) {
    return meetsAll(where, product, now);
  }

  /** True where what is meant changes as time goes by. */
  boolean ages() {
    return where.stream().anyMatch(Condition::ages);
  }

  static boolean meetsAll(List<Condition> conditions, Product product, long now) {
    for (int i = 0; i < conditions.size(); i++) {
      if (!conditions.get(i).meets(product, now)) {
        return false;
      }
    }
    return true;
  }

  private static PannierException invalid(String what) {
    return new PannierException(StandardErrorCode.FIELD_INVALID, "rules: " + what);
  }
}
