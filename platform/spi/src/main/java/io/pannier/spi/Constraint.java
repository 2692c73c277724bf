package io.pannier.spi;

import java.util.Locale;

/** A hard constraint by name, for reasons and for why-not. */
public enum Constraint {
  SIZE,
  QUANTITY,
  STOCK,
  BUDGET,
  MARGIN_FLOOR,
  DISCOUNT,
  CATEGORY_CAP,
  INCOMPATIBLE,
  REQUIRED;

  private final String wireName = name().toLowerCase(Locale.ROOT).replace('_', '-');

  public String wireName() {
    return wireName;
  }
}
