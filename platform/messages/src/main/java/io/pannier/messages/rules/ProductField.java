package io.pannier.messages.rules;

import java.util.Locale;
import java.util.Optional;

/** What of a product a condition looks at. */
public enum ProductField {
  SKU(false),
  /** The path; {@code starts-with} goes by whole parts of it. */
  CATEGORY(false),
  BRAND(false),
  /** Any of the product's tags. */
  TAG(false),
  /** List price, minor units. */
  PRICE(true),
  /** (price − cost) / price; 0 for a product that is free. */
  MARGIN(true),
  /** Units that can be sold now. */
  STOCK(true),
  /** Days since the shop first stated the product. */
  AGE_DAYS(true),
  /** An attribute by name; compared as a number by {@code at-least} and {@code at-most}. */
  ATTRIBUTE(false);

  private final String wireName = name().toLowerCase(Locale.ROOT).replace('_', '-');
  private final boolean number;

  ProductField(boolean number) {
    this.number = number;
  }

  /** The name in JSON; an attribute adds {@code .NAME}. */
  public String wireName() {
    return wireName;
  }

  /** True where values are numbers. */
  public boolean number() {
    return number;
  }

  public static Optional<ProductField> ofWireName(String wireName) {
    for (ProductField field : values()) {
      if (field.wireName.equals(wireName)) {
        return Optional.of(field);
      }
    }
    return Optional.empty();
  }
}
