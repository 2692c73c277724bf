package io.pannier.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pannier.messages.ProductDraft;
import io.pannier.spi.PannierException;
import io.pannier.spi.Relation;
import io.pannier.spi.StandardErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToIntFunction;

/** What a product has any number of; one JSON text in the table. */
record ProductDetails(List<String> tags, Map<String, String> attributes, List<Relation> relations) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * @param items ordinal of each SKU
   * @throws PannierException FIELD_INVALID for a relation of an unknown kind
   */
  static ProductDetails of(ProductDraft draft, ToIntFunction<String> items) {
    List<Relation> relations = new ArrayList<>();
    for (ProductDraft.RelationDraft relation : draft.relations()) {
      relations.add(new Relation(kind(relation.kind()), items.applyAsInt(relation.sku())));
    }
    return new ProductDetails(draft.tags(), draft.attributes(), relations);
  }

  static ProductDetails read(String json) {
    try {
      return JSON.readValue(json, ProductDetails.class);
    } catch (JsonProcessingException e) {
      throw new PannierException(
          StandardErrorCode.INTERNAL_ERROR, "product details cannot be read: " + json, e);
    }
  }

  String write() {
    try {
      return JSON.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new PannierException(StandardErrorCode.INTERNAL_ERROR, "product details", e);
    }
  }

  private static Relation.Kind kind(String wireName) {
    try {
      return Relation.Kind.valueOf(wireName.toUpperCase(Locale.ROOT).replace('-', '_'));
    } catch (IllegalArgumentException e) {
      throw new PannierException(
          StandardErrorCode.FIELD_INVALID,
          "relation `"
              + wireName
              + "`: expected compatible-with, part-of, substitutes, requires or excludes",
          e);
    }
  }
}
