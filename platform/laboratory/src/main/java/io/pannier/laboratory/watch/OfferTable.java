package io.pannier.laboratory.watch;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Lays an offer out for a terminal. */
final class OfferTable {
  private static final int TITLE_WIDTH = 46;
  private static final String INDENT = "      ";

  private OfferTable() {}

  /**
   * The offer as lines.
   *
   * @param offer as the contract has it
   * @param roundTripMillis from sending the cart to the offer's arrival; negative where no cart was
   *     sent
   */
  static String of(JsonNode offer, double roundTripMillis) {
    StringBuilder text = new StringBuilder(head(offer, roundTripMillis));
    for (JsonNode warning : offer.path("warnings")) {
      text.append("  ! ").append(warning.asText()).append('\n');
    }
    JsonNode bundles = offer.path("bundles");
    if (bundles.isEmpty()) {
      String reason = offer.path("reason").asText("");
      text.append("  no bundle").append(reason.isEmpty() ? "" : ": " + reason).append('\n');
    }
    int number = 1;
    for (JsonNode bundle : bundles) {
      bundle(text, bundle, number++);
    }
    return text.toString();
  }

  private static String head(JsonNode offer, double roundTripMillis) {
    List<String> parts = new ArrayList<>();
    parts.add("offer by " + offer.path("strategy").asText("?"));
    if (roundTripMillis >= 0) {
      parts.add(String.format(Locale.ROOT, "%.1f ms", roundTripMillis));
    }
    if (offer.path("timing").has("totalMicros")) {
      double server = offer.path("timing").path("totalMicros").asDouble() / 1000;
      parts.add(String.format(Locale.ROOT, "server %.1f ms", server));
    }
    if (offer.path("degraded").asBoolean()) {
      String rung = offer.path("rung").asText("");
      parts.add("DEGRADED" + (rung.isEmpty() ? "" : " to " + rung));
    }
    parts.add("decision " + offer.path("decision").asText());
    return String.join(" · ", parts) + "\n";
  }

  private static void bundle(StringBuilder text, JsonNode bundle, int number) {
    String currency = bundle.path("currency").asText();
    BigDecimal list = bundle.path("listPrice").decimalValue();
    BigDecimal saving = bundle.path("discount").decimalValue();
    text.append(
        String.format(Locale.ROOT, " %3d  %s %s", number, currency, money(bundle, "price")));
    if (saving.signum() > 0 && list.signum() > 0) {
      BigDecimal percent =
          saving.multiply(BigDecimal.valueOf(100)).divide(list, 0, RoundingMode.HALF_UP);
      text.append("  instead of ").append(money(bundle, "listPrice"));
      text.append(", saves ").append(money(bundle, "discount"));
      text.append(" (").append(percent).append(" %)");
    }
    text.append('\n');
    items(text, bundle.path("items"));
    objectives(text, bundle);
    for (JsonNode reason : bundle.path("reasons")) {
      String words = reason.isTextual() ? reason.asText() : reason.path("text").asText();
      text.append(INDENT).append("because ").append(words).append('\n');
    }
  }

  private static void items(StringBuilder text, JsonNode items) {
    int skuWidth = 3;
    int titleWidth = 5;
    int priceWidth = "list price".length();
    for (JsonNode item : items) {
      skuWidth = Math.max(skuWidth, item.path("sku").asText().length());
      titleWidth = Math.max(titleWidth, title(item).length());
    }
    String row = INDENT + "%4s  %-" + skuWidth + "s  %-" + titleWidth + "s  %" + priceWidth + "s";
    line(text, String.format(Locale.ROOT, row, "qty", "sku", "title", "list price"));
    for (JsonNode item : items) {
      line(
          text,
          String.format(
              Locale.ROOT,
              row,
              item.path("quantity").asText(),
              item.path("sku").asText(),
              title(item),
              money(item, "price")));
    }
  }

  private static void objectives(StringBuilder text, JsonNode bundle) {
    List<String> parts = new ArrayList<>();
    bundle
        .path("objectives")
        .properties()
        .forEach(
            entry ->
                parts.add(
                    entry.getKey()
                        + " "
                        + String.format(Locale.ROOT, "%.3f", entry.getValue().asDouble())));
    if (!parts.isEmpty()) {
      line(text, INDENT + String.join(" · ", parts));
    }
  }

  private static String title(JsonNode item) {
    String title = item.path("title").asText();
    return title.length() > TITLE_WIDTH ? title.substring(0, TITLE_WIDTH - 1) + "…" : title;
  }

  /** Amounts keep their cents, which a JSON number may have lost. */
  private static String money(JsonNode node, String field) {
    BigDecimal amount = node.path(field).decimalValue();
    return (amount.scale() < 2 ? amount.setScale(2) : amount).toPlainString();
  }

  private static void line(StringBuilder text, String line) {
    text.append(line.stripTrailing()).append('\n');
  }
}
