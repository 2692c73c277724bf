package io.pannier.messages.rules;

import static io.pannier.messages.rules.Comparison.AT_LEAST;
import static io.pannier.messages.rules.Comparison.AT_MOST;
import static io.pannier.messages.rules.Comparison.CONTAINS;
import static io.pannier.messages.rules.Comparison.IN;
import static io.pannier.messages.rules.Comparison.IS;
import static io.pannier.messages.rules.Comparison.IS_NOT;
import static io.pannier.messages.rules.Comparison.STARTS_WITH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pannier.spi.PannierException;
import io.pannier.spi.Product;
import io.pannier.spi.ProductStatistics;
import io.pannier.spi.StandardErrorCode;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ConditionTest {
  private static final long NOW = TimeUnit.DAYS.toMillis(20_000);
  private static final Product LAMP =
      new Product(
              7,
              "LAMP-1",
              "Lamp",
              "Home > Lighting > Lamps",
              "Lumen",
              "GBP",
              2_500,
              1_500,
              12,
              true,
              List.of("new", "Winter Sale"),
              Map.of("colour", "Red", "watts", "40"),
              List.of(),
              ProductStatistics.NONE)
          .statedSince(NOW - TimeUnit.DAYS.toMillis(10));

  @Test
  void textsAreComparedWithoutCaseButForSkus() {
    meets(Condition.text(ProductField.SKU, IS, "LAMP-1"), true);
    meets(Condition.text(ProductField.SKU, IS, "lamp-1"), false);
    meets(Condition.text(ProductField.SKU, STARTS_WITH, "LAMP"), true);
    meets(Condition.text(ProductField.SKU, IN, "X", "LAMP-1"), true);
    meets(Condition.text(ProductField.BRAND, IS, "LUMEN"), true);
    meets(Condition.text(ProductField.BRAND, IS_NOT, "LUMEN"), false);
    meets(Condition.text(ProductField.BRAND, IN, "other", "lumen"), true);
    meets(Condition.text(ProductField.BRAND, CONTAINS, "UME"), true);
    meets(Condition.text(ProductField.BRAND, CONTAINS, "umex"), false);
  }

  @Test
  void aCategoryIsAPathOfWholeParts() {
    meets(Condition.text(ProductField.CATEGORY, STARTS_WITH, "home > lighting"), true);
    meets(Condition.text(ProductField.CATEGORY, STARTS_WITH, "Home > Light"), false);
    meets(Condition.text(ProductField.CATEGORY, STARTS_WITH, "Home > Lighting > Lamps"), true);
    meets(Condition.text(ProductField.CATEGORY, STARTS_WITH, "Home > "), true);
    meets(Condition.text(ProductField.CATEGORY, IS, "Home"), false);
    meets(Condition.text(ProductField.CATEGORY, CONTAINS, "light"), true);
  }

  @Test
  void anyTagWillDoAndNoneMayBeTheOneThatIsNot() {
    meets(Condition.text(ProductField.TAG, IS, "winter sale"), true);
    meets(Condition.text(ProductField.TAG, IS_NOT, "new"), false);
    meets(Condition.text(ProductField.TAG, IS_NOT, "old"), true);
    meets(Condition.text(ProductField.TAG, STARTS_WITH, "winter"), true);
    meets(Condition.text(ProductField.TAG, IN, "a", "b"), false);
  }

  @Test
  void amountsAreCompared() {
    meets(Condition.number(ProductField.PRICE, AT_LEAST, 2_500), true);
    meets(Condition.number(ProductField.PRICE, AT_LEAST, 2_501), false);
    meets(Condition.number(ProductField.MARGIN, AT_MOST, 0.4), true);
    meets(Condition.number(ProductField.MARGIN, AT_MOST, 0.39), false);
    meets(Condition.number(ProductField.STOCK, IS, 12), true);
    meets(Condition.number(ProductField.STOCK, IS_NOT, 12), false);
    meets(Condition.number(ProductField.AGE_DAYS, AT_MOST, 10), true);
    meets(Condition.number(ProductField.AGE_DAYS, AT_LEAST, 11), false);
  }

  @Test
  void attributesAreTextsAndInOrderNumbers() {
    meets(attribute("colour", IS, "red"), true);
    meets(attribute("colour", IS_NOT, "red"), false);
    meets(attribute("size", IS_NOT, "red"), true);
    meets(attribute("size", IS, "red"), false);
    meets(watts(AT_LEAST, 40), true);
    meets(watts(AT_MOST, 39.5), false);
    meets(
        new Condition(ProductField.ATTRIBUTE, "colour", AT_LEAST, List.of(), List.of(1.0)), false);
  }

  @Test
  void aProductOfUnknownAgeIsNeitherYoungNorOld() {
    Product unknown = LAMP.statedSince(0);
    assertThat(Condition.number(ProductField.AGE_DAYS, AT_LEAST, 0).meets(unknown, NOW)).isFalse();
    assertThat(Condition.number(ProductField.AGE_DAYS, AT_MOST, 1e9).meets(unknown, NOW)).isFalse();
  }

  @Test
  void whatCannotBeComparedIsRefused() {
    refused(() -> Condition.text(ProductField.BRAND, AT_LEAST, "a"));
    refused(() -> Condition.number(ProductField.STOCK, CONTAINS, 1));
    refused(() -> Condition.number(ProductField.STOCK, IS, Double.NaN));
    refused(() -> Condition.text(ProductField.BRAND, IS));
    refused(() -> Condition.text(ProductField.BRAND, IS, "a", "b"));
    refused(() -> Condition.text(ProductField.BRAND, IS, ""));
    refused(() -> Condition.text(ProductField.BRAND, IS, "x".repeat(257)));
    refused(() -> Condition.text(ProductField.ATTRIBUTE, IS, "no name"));
    refused(
        () -> new Condition(ProductField.TAG, "", IN, Collections.nCopies(201, "a"), List.of()));
  }

  private static Condition attribute(String name, Comparison comparison, String value) {
    return new Condition(ProductField.ATTRIBUTE, name, comparison, List.of(value), List.of());
  }

  private static Condition watts(Comparison comparison, double value) {
    return new Condition(ProductField.ATTRIBUTE, "watts", comparison, List.of(), List.of(value));
  }

  private static void meets(Condition condition, boolean expected) {
    assertThat(condition.meets(LAMP, NOW)).as(condition.toString()).isEqualTo(expected);
  }

  private static void refused(org.assertj.core.api.ThrowableAssert.ThrowingCallable made) {
    assertThatThrownBy(made)
        .isInstanceOfSatisfying(
            PannierException.class,
            e -> assertThat(e.code()).isEqualTo(StandardErrorCode.FIELD_INVALID));
  }
}
