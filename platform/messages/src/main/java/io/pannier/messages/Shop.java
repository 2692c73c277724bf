package io.pannier.messages;

/**
 * One shop of the installation. Part of every key; no query and no batch crosses it.
 *
 * @param number dense, assigned by the store, ≥ 1
 * @param name as in URLs, {@code [a-z0-9-]{1,64}}
 * @param currency ISO 4217; one currency per shop
 */
public record Shop(int number, String name, String currency) {
  /** Digits after the decimal point of the shop's currency, 0 to 4. */
  public int currencyDecimals() {
    return Math.max(0, java.util.Currency.getInstance(currency).getDefaultFractionDigits());
  }
}
