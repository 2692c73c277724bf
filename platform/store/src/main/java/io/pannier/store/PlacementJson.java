package io.pannier.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pannier.messages.Allocation;
import io.pannier.messages.Arm;
import io.pannier.messages.Placement;
import io.pannier.messages.Split;
import io.pannier.spi.BundleConstraints;
import io.pannier.spi.ConversionModel;
import io.pannier.spi.EventType;
import io.pannier.spi.Objective;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * A placement as JSON: kebab-case keys, the wire names of objectives and events. What is missing is
 * taken from {@link Placement#standard}, so that revisions of earlier versions stay readable.
 */
public final class PlacementJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private PlacementJson() {}

  public static String write(Placement placement) {
    ObjectNode root = JSON.createObjectNode();
    root.put("scoring", placement.scoring());
    root.put("fallback", placement.fallback());
    root.put("complementarity", placement.complementarity());
    root.put("bundling", placement.bundling());
    ArrayNode shadow = root.putArray("shadow");
    placement.shadow().forEach(shadow::add);
    root.put("deadline", placement.deadline().toString());
    root.put("candidates", placement.candidates());
    root.put("limit", placement.limit());
    ObjectNode objectives = root.putObject("objective-weights");
    for (Objective objective : Objective.values()) {
      Double weight = placement.objectiveWeights().get(objective);
      if (weight != null) {
        objectives.put(objective.wireName(), weight);
      }
    }
    ObjectNode events = root.putObject("event-weights");
    for (EventType type : EventType.values()) {
      Double weight = placement.eventWeights().get(type);
      if (weight != null) {
        events.put(type.wireName(), weight);
      }
    }
    BundleConstraints constraints = placement.constraints();
    root.putObject("constraints")
        .put("min-items", constraints.minItems())
        .put("max-items", constraints.maxItems())
        .put("max-quantity", constraints.maxQuantity())
        .put("budget", constraints.budget())
        .put("margin-floor", constraints.marginFloor())
        .put("max-discount", constraints.maxDiscount())
        .put("max-per-category", constraints.maxPerCategory());
    ConversionModel model = placement.model();
    root.putObject("model")
        .put("base-rate", model.baseRate())
        .put("lift-weight", model.liftWeight())
        .put("elasticity", model.elasticity())
        .put("unit-penalty", model.unitPenalty());
    if (placement.split().divides()) {
      split(root.putObject("split"), placement.split());
    }
    if (!placement.rules().none()) {
      RulesJson.write(root.putArray("rules"), placement.rules());
    }
    return root.toString();
  }

  private static void split(ObjectNode node, Split split) {
    node.put("salt", split.salt())
        .put("allocation", split.allocation().wireName())
        .put("period", split.period());
    ArrayNode arms = node.putArray("arms");
    for (Arm arm : split.arms()) {
      ObjectNode entry =
          arms.addObject()
              .put("name", arm.name())
              .put("share", arm.share())
              .put("offers", arm.offers())
              .put("scoring", arm.scoring())
              .put("bundling", arm.bundling());
      ObjectNode weights = entry.putObject("objective-weights");
      arm.objectiveWeights().forEach((o, weight) -> weights.put(o.wireName(), weight));
    }
  }

  private static Split split(JsonNode node) {
    List<Arm> arms = new ArrayList<>();
    node.path("arms")
        .forEach(
            arm ->
                arms.add(
                    new Arm(
                        arm.path("name").asText(),
                        arm.path("share").asDouble(),
                        arm.path("offers").asBoolean(true),
                        arm.path("scoring").asText(),
                        arm.path("bundling").asText(),
                        objectives(arm.path("objective-weights")))));
    return arms.isEmpty()
        ? Split.NONE
        : new Split(
            node.path("salt").asText(),
            arms,
            Allocation.ofWireName(node.path("allocation").asText()).orElse(Allocation.FIXED),
            node.path("period").asInt());
  }

  /**
   * @throws PannierException MALFORMED_JSON if it is no JSON object, PROBLEM_INVALID if constraints
   *     or model cannot be, FIELD_INVALID for a deadline that is no ISO 8601 duration
   */
  public static Placement read(String name, long revision, String json) {
    JsonNode root = parse(json);
    Placement standard = Placement.standard(name);
    return new Placement(
        name,
        revision,
        root.path("scoring").asText(standard.scoring()),
        root.path("fallback").asText(standard.fallback()),
        root.path("complementarity").asText(standard.complementarity()),
        root.path("bundling").asText(standard.bundling()),
        names(root.path("shadow")),
        duration(root.path("deadline"), standard.deadline()),
        root.path("candidates").asInt(standard.candidates()),
        root.path("limit").asInt(standard.limit()),
        root.has("objective-weights")
            ? objectives(root.path("objective-weights"))
            : standard.objectiveWeights(),
        root.has("event-weights") ? events(root.path("event-weights")) : standard.eventWeights(),
        constraints(root.path("constraints"), standard.constraints()),
        model(root.path("model"), standard.model()),
        split(root.path("split")),
        RulesJson.read(root.path("rules")));
  }

  private static List<String> names(JsonNode node) {
    List<String> names = new ArrayList<>();
    node.forEach(name -> names.add(name.asText()));
    return names;
  }

  private static JsonNode parse(String json) {
    try {
      JsonNode root = JSON.readTree(json);
      if (root != null && root.isObject()) {
        return root;
      }
      throw new PannierException(
          StandardErrorCode.MALFORMED_JSON, "placement: expected a JSON object");
    } catch (JsonProcessingException e) {
      throw new PannierException(
          StandardErrorCode.MALFORMED_JSON, "placement: " + e.getOriginalMessage(), e);
    }
  }

  private static Duration duration(JsonNode node, Duration otherwise) {
    try {
      return node.isTextual() ? Duration.parse(node.asText()) : otherwise;
    } catch (java.time.format.DateTimeParseException e) {
      throw new PannierException(
          StandardErrorCode.FIELD_INVALID,
          "deadline `" + node.asText() + "`: expected an ISO 8601 duration such as PT0.05S",
          e);
    }
  }

  private static Map<Objective, Double> objectives(JsonNode node) {
    Map<Objective, Double> weights = new EnumMap<>(Objective.class);
    for (Objective objective : Objective.values()) {
      if (node.has(objective.wireName())) {
        weights.put(objective, node.get(objective.wireName()).asDouble());
      }
    }
    return weights;
  }

  private static Map<EventType, Double> events(JsonNode node) {
    Map<EventType, Double> weights = new EnumMap<>(EventType.class);
    for (EventType type : EventType.values()) {
      if (node.has(type.wireName())) {
        weights.put(type, node.get(type.wireName()).asDouble());
      }
    }
    return weights;
  }

  private static BundleConstraints constraints(JsonNode node, BundleConstraints otherwise) {
    return new BundleConstraints(
        node.path("min-items").asInt(otherwise.minItems()),
        node.path("max-items").asInt(otherwise.maxItems()),
        node.path("max-quantity").asInt(otherwise.maxQuantity()),
        node.path("budget").asLong(otherwise.budget()),
        node.path("margin-floor").asDouble(otherwise.marginFloor()),
        node.path("max-discount").asDouble(otherwise.maxDiscount()),
        node.path("max-per-category").asInt(otherwise.maxPerCategory()));
  }

  private static ConversionModel model(JsonNode node, ConversionModel otherwise) {
    return new ConversionModel(
        node.path("base-rate").asDouble(otherwise.baseRate()),
        node.path("lift-weight").asDouble(otherwise.liftWeight()),
        node.path("elasticity").asDouble(otherwise.elasticity()),
        node.path("unit-penalty").asDouble(otherwise.unitPenalty()));
  }
}
