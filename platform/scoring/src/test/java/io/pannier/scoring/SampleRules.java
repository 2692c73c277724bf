package io.pannier.scoring;

import io.pannier.messages.rules.Comparison;
import io.pannier.messages.rules.Condition;
import io.pannier.messages.rules.ProductField;
import io.pannier.messages.rules.Rule;
import io.pannier.messages.rules.RuleAction;
import io.pannier.messages.rules.RuleWhen;
import io.pannier.messages.rules.Rules;
import io.pannier.spi.EventType;
import io.pannier.spi.Product;
import io.pannier.spi.ProductStatistics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Products and rules drawn at random, so that rules mean some of the products. */
final class SampleRules {
  private static final List<String> BRANDS = List.of("Acme", "Bolt", "Cord");
  private static final List<String> TAGS = List.of("red", "green", "blue", "gold");
  private static final List<String> PATHS = List.of("A", "A > B", "A > B > C", "D", "AB");

  private final SplittableRandom random;

  SampleRules(SplittableRandom random) {
    this.random = random;
  }

  CatalogueTable catalogue(int size) {
    List<Product> products = new ArrayList<>();
    for (int item = 0; item < size; item++) {
      if (random.nextInt(20) > 0) {
        products.add(product(item));
      }
    }
    return CatalogueTable.empty(sku -> Integer.parseInt(sku.substring(4))).with(products);
  }

  Product product(int item) {
    float[] counts = new float[EventType.count()];
    counts[EventType.PURCHASED.ordinal()] = random.nextInt(100);
    return new Product(
        item,
        "sku-" + item,
        "Title",
        one(PATHS),
        one(BRANDS),
        "GBP",
        1 + random.nextInt(1_000),
        random.nextInt(800),
        random.nextInt(4),
        true,
        List.of(one(TAGS), one(TAGS)),
        random.nextBoolean() ? Map.of("size", String.valueOf(random.nextInt(5))) : Map.of(),
        List.of(),
        new ProductStatistics(counts, 0));
  }

  Rules rules(int count) {
    List<Rule> rules = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      RuleAction action = RuleAction.values()[random.nextInt(RuleAction.values().length)];
      rules.add(rule("rule " + i, action));
    }
    return new Rules(rules);
  }

  Rule rule(String name, RuleAction action) {
    double factor =
        switch (action) {
          case BOOST -> 1.5 + random.nextInt(50);
          case BURY -> 0.01 + 0.9 * random.nextDouble();
          case EXCLUDE, INCLUDE_ONLY, REQUIRE, PIN -> 1;
        };
    List<Condition> where = new ArrayList<>();
    for (int i = 1 + random.nextInt(2); i > 0; i--) {
      where.add(condition());
    }
    return new Rule(name, action, factor, where, RuleWhen.ALWAYS, true);
  }

  private Condition condition() {
    return switch (random.nextInt(8)) {
      case 0 -> Condition.text(ProductField.BRAND, Comparison.IS, one(BRANDS));
      case 1 -> Condition.text(ProductField.BRAND, Comparison.IS_NOT, one(BRANDS));
      case 2 -> Condition.text(ProductField.TAG, Comparison.IN, one(TAGS), one(TAGS));
      case 3 -> Condition.text(ProductField.CATEGORY, Comparison.STARTS_WITH, one(PATHS));
      case 4 -> Condition.number(ProductField.STOCK, Comparison.AT_LEAST, random.nextInt(4));
      case 5 -> Condition.number(ProductField.PRICE, Comparison.AT_MOST, random.nextInt(1_000));
      case 6 -> Condition.text(ProductField.SKU, Comparison.IS, "sku-" + random.nextInt(200));
      default ->
          new Condition(
              ProductField.ATTRIBUTE,
              "size",
              Comparison.AT_LEAST,
              List.of(),
              List.of((double) random.nextInt(5)));
    };
  }

  private String one(List<String> of) {
    return of.get(random.nextInt(of.size()));
  }
}
