package io.pannier.messages;

import java.util.List;
import java.util.Map;

/**
 * A product as the shop states it, validated, before it has an ordinal.
 *
 * @param price minor units
 * @param cost minor units
 * @param payload the JSON object as it was sent, unknown fields and all
 */
public record ProductDraft(
    String sku,
    String title,
    String description,
    String category,
    String brand,
    String currency,
    long price,
    long cost,
    int stock,
    List<String> tags,
    Map<String, String> attributes,
    List<RelationDraft> relations,
    String payload) {
  public ProductDraft {
    tags = List.copyOf(tags);
    attributes = Map.copyOf(attributes);
    relations = List.copyOf(relations);
  }

  /**
   * @param kind wire name: {@code compatible-with part-of substitutes requires excludes}
   */
  public record RelationDraft(String kind, String sku) {}
}
