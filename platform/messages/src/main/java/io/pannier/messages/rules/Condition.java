package io.pannier.messages.rules;

import io.pannier.spi.PannierException;
import io.pannier.spi.Product;
import io.pannier.spi.StandardErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One condition on a product. What a product does not state meets no condition but {@code is-not}.
 *
 * @param attribute name of the attribute; empty for the other fields
 * @param values texts to compare with; one of them except for {@link Comparison#IN}; none for
 *     numbers
 * @param numbers the same for fields that are numbers and for attributes that are ordered
 */
public record Condition(
    ProductField field,
    String attribute,
    Comparison comparison,
    List<String> values,
    List<Double> numbers) {
  public static final int MAX_VALUES = 200;
  public static final int MAX_TEXT = 256;
  private static final String PART = " > ";

  /**
   * @throws PannierException {@code FIELD_INVALID} for what cannot be compared, and for too many or
   *     too long values
   */
  public Condition {
    values = List.copyOf(values);
    numbers = List.copyOf(numbers);
    boolean amounts = field.number() || comparison.ordered();
    int count = amounts ? numbers.size() : values.size();
    if ((field == ProductField.ATTRIBUTE) == attribute.isEmpty() || attribute.length() > MAX_TEXT) {
      throw invalid("an attribute is named by attribute.NAME, in at most " + MAX_TEXT);
    }
    if (!fits(field, comparison)) {
      throw invalid(field.wireName() + " cannot be compared by " + comparison.wireName());
    }
    if ((amounts ? values : numbers).size() > 0
        || count < 1
        || count > (comparison == Comparison.IN ? MAX_VALUES : 1)) {
      throw invalid(
          comparison == Comparison.IN
              ? "in takes 1 to " + MAX_VALUES + " values"
              : comparison.wireName() + " takes one value");
    }
    for (String value : values) {
      if (value.isEmpty() || value.length() > MAX_TEXT) {
        throw invalid("a value has 1 to " + MAX_TEXT + " characters");
      }
    }
    for (Double number : numbers) {
      if (!Double.isFinite(number)) {
        throw invalid("a value must be a finite number");
      }
    }
  }

  /** True where the two go together. */
  public static boolean fits(ProductField field, Comparison comparison) {
    return switch (comparison) {
      case IS, IS_NOT, IN -> true;
      case AT_LEAST, AT_MOST -> field.number() || field == ProductField.ATTRIBUTE;
      case CONTAINS, STARTS_WITH -> !field.number();
    };
  }

  public static Condition text(ProductField field, Comparison comparison, String... values) {
    return new Condition(field, "", comparison, List.of(values), List.of());
  }

  public static Condition number(ProductField field, Comparison comparison, double value) {
    return new Condition(field, "", comparison, List.of(), List.of(value));
  }

  /**
   * @param now milliseconds since the epoch, for ages
   */
  public boolean meets(Product product, long now) {
    return switch (field) {
      case SKU -> meetsSku(product.sku());
      case CATEGORY -> meetsCategory(product.category());
      case BRAND -> meetsText(product.brand());
      case TAG -> meetsTags(product.tags());
      case PRICE -> meetsNumber((double) product.price());
      case MARGIN -> meetsNumber(margin(product));
      case STOCK -> meetsNumber(product.stock());
      case AGE_DAYS ->
          product.statedSince() > 0
              && meetsNumber((double) TimeUnit.MILLISECONDS.toDays(now - product.statedSince()));
      case ATTRIBUTE -> meetsAttribute(product.attributes().get(attribute));
    };
  }

  /** True where the answer changes as time goes by, without the product being stated anew. */
  public boolean ages() {
    return field == ProductField.AGE_DAYS;
  }

  private static double margin(Product product) {
    return product.price() == 0 ? 0 : (double) (product.price() - product.cost()) / product.price();
  }

  private boolean meetsSku(String sku) {
    return switch (comparison) {
      case IS -> sku.equals(values.getFirst());
      case IS_NOT -> !sku.equals(values.getFirst());
      case IN -> values.contains(sku);
      case CONTAINS -> sku.contains(values.getFirst());
      case STARTS_WITH -> sku.startsWith(values.getFirst());
      case AT_LEAST, AT_MOST -> false;
    };
  }

  private boolean meetsCategory(String category) {
    if (comparison != Comparison.STARTS_WITH) {
      return meetsText(category);
    }
    String prefix = values.getFirst();
    return startsWith(category, prefix)
        && (category.length() == prefix.length()
            || category.startsWith(PART, prefix.length())
            || prefix.endsWith(PART));
  }

  private boolean meetsText(String text) {
    return switch (comparison) {
      case IS -> text.equalsIgnoreCase(values.getFirst());
      case IS_NOT -> !text.equalsIgnoreCase(values.getFirst());
      case IN -> isOneOf(text);
      case CONTAINS -> contains(text, values.getFirst());
      case STARTS_WITH -> startsWith(text, values.getFirst());
      case AT_LEAST, AT_MOST -> false;
    };
  }

  private boolean meetsTags(List<String> tags) {
    if (comparison == Comparison.IS_NOT) {
      for (String tag : tags) {
        if (tag.equalsIgnoreCase(values.getFirst())) {
          return false;
        }
      }
      return true;
    }
    for (String tag : tags) {
      if (meetsText(tag)) {
        return true;
      }
    }
    return false;
  }

  private boolean meetsNumber(double number) {
    return switch (comparison) {
      case IS -> number == numbers.getFirst();
      case IS_NOT -> number != numbers.getFirst();
      case IN -> numbers.contains(number);
      case AT_LEAST -> number >= numbers.getFirst();
      case AT_MOST -> number <= numbers.getFirst();
      case CONTAINS, STARTS_WITH -> false;
    };
  }

  private boolean meetsAttribute(@Nullable String value) {
    if (value == null) {
      return comparison == Comparison.IS_NOT;
    }
    if (!comparison.ordered()) {
      return meetsText(value);
    }
    try {
      return meetsNumber(Double.parseDouble(value));
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private boolean isOneOf(String text) {
    for (String value : values) {
      if (text.equalsIgnoreCase(value)) {
        return true;
      }
    }
    return false;
  }

  private static boolean startsWith(String text, String prefix) {
    return text.regionMatches(true, 0, prefix, 0, prefix.length());
  }

  private static boolean contains(String text, String part) {
    for (int at = 0; at + part.length() <= text.length(); at++) {
      if (text.regionMatches(true, at, part, 0, part.length())) {
        return true;
      }
    }
    return false;
  }

  /** The name in JSON. */
  public String fieldName() {
    return field == ProductField.ATTRIBUTE ? field.wireName() + "." + attribute : field.wireName();
  }

  @Override
  public String toString() {
    List<String> shown = new ArrayList<>(values);
    numbers.forEach(number -> shown.add(number.toString()));
    return fieldName() + " " + comparison.wireName() + " " + String.join(", ", shown);
  }

  private static PannierException invalid(String what) {
    return new PannierException(StandardErrorCode.FIELD_INVALID, "rules: " + what);
  }
}
