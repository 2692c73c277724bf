package io.pannier.messages.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.pannier.messages.ProductDraft;
import io.pannier.messages.ProductDraft.RelationDraft;
import io.pannier.messages.Shop;
import io.pannier.spi.StandardErrorCode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads products. */
final class ProductReader extends ElementReader<ProductDraft> {
  private static final int MAX_BYTES = 256 * 1024;
  private static final int MAX_STOCK = 1_000_000_000;
  private static final int MAX_ENTRIES = 1_000;
  private static final Set<String> RELATIONS =
      Set.of("compatible-with", "part-of", "substitutes", "requires", "excludes");

  private final Shop shop;
  private final int decimals;

  private String sku = "";
  private String title = "";
  private String description = "";
  private String category = "";
  private String brand = "";
  private long price;
  private long cost;
  private int stock;
  private List<String> tags = List.of();
  private Map<String, String> attributes = Map.of();
  private List<RelationDraft> relations = List.of();

  ProductReader(Shop shop) {
    super(MAX_BYTES);
    this.shop = shop;
    this.decimals = shop.currencyDecimals();
  }

  @Override
  void reset() {
    sku = "";
    title = "";
    description = "";
    category = "";
    brand = "";
    price = -1;
    cost = 0;
    stock = -1;
    tags = List.of();
    attributes = Map.of();
    relations = List.of();
  }

  @Override
  void field(JsonParser parser, String name) throws IOException {
    switch (name) {
      case "sku" -> {
        once(0, name);
        sku = id(parser, name);
      }
      case "title" -> {
        once(1, name);
        title = text(parser, name);
      }
      case "description" -> {
        once(2, name);
        description = text(parser, name);
      }
      case "category" -> {
        once(3, name);
        category =
            parser.currentToken() == JsonToken.START_ARRAY
                ? String.join(" > ", texts(parser, name, MAX_ENTRIES))
                : text(parser, name);
      }
      case "brand" -> {
        once(4, name);
        brand = text(parser, name);
      }
      case "price" -> {
        once(5, name);
        price = money(parser, name, decimals, -1);
      }
      case "cost" -> {
        once(6, name);
        cost = money(parser, name, decimals, 0);
      }
      case "stock" -> {
        once(7, name);
        stock = integer(parser, name, StandardErrorCode.QUANTITY_INVALID, -1, 0, MAX_STOCK);
      }
      case "currency" -> {
        once(8, name);
        currency(parser, shop);
      }
      case "tags" -> {
        once(9, name);
        tags = texts(parser, name, MAX_ENTRIES);
      }
      case "attributes" -> {
        once(10, name);
        attributes = attributes(parser, name);
      }
      case "relations" -> {
        once(11, name);
        relations = relations(parser, name);
      }
      default -> skip(parser);
    }
  }

  @Override
  @Nullable ProductDraft finish(String payload) {
    if (sku.isEmpty()) {
      missing("sku");
    } else if (price < 0) {
      missing("price");
    } else if (stock < 0) {
      missing("stock");
    }
    if (failed()) {
      return null;
    }
    return new ProductDraft(
        sku,
        title.isEmpty() ? sku : title,
        description,
        category,
        brand,
        shop.currency(),
        price,
        cost,
        stock,
        tags,
        attributes,
        relations,
        payload);
  }

  private Map<String, String> attributes(JsonParser parser, String field) throws IOException {
    Map<String, String> read = new LinkedHashMap<>();
    if (parser.currentToken() == JsonToken.START_OBJECT) {
      for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
        checkId(name, field);
        if (parser.nextToken() != JsonToken.VALUE_NULL) {
          read.put(name, scalar(parser, field + "." + brief(name)));
        }
      }
      if (read.size() > MAX_ENTRIES) {
        fail(StandardErrorCode.FIELD_INVALID, "'attributes' has over " + MAX_ENTRIES + " entries");
      }
    } else if (parser.currentToken() != JsonToken.VALUE_NULL) {
      wrong(parser, StandardErrorCode.FIELD_INVALID, field, "an object");
    }
    return read;
  }

  /** {@code {"requires": ["sku", …], …}}. */
  private List<RelationDraft> relations(JsonParser parser, String field) throws IOException {
    List<RelationDraft> read = new ArrayList<>();
    if (parser.currentToken() == JsonToken.START_OBJECT) {
      for (String kind = parser.nextFieldName(); kind != null; kind = parser.nextFieldName()) {
        parser.nextToken();
        if (!RELATIONS.contains(kind)) {
          fail(
              StandardErrorCode.FIELD_INVALID,
              "relation '" + brief(kind) + "' is not known; expected one of " + RELATIONS);
          skip(parser);
          continue;
        }
        for (String other : texts(parser, field + "." + kind, MAX_ENTRIES)) {
          checkId(other, field + "." + kind);
          read.add(new RelationDraft(kind, other));
        }
      }
    } else if (parser.currentToken() != JsonToken.VALUE_NULL) {
      wrong(parser, StandardErrorCode.FIELD_INVALID, field, "an object of arrays of SKUs");
    }
    return read;
  }
}
