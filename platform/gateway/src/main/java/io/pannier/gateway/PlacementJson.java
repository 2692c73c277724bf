package io.pannier.gateway;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.pannier.messages.Allocation;
import io.pannier.messages.Placement;
import io.pannier.messages.Shop;
import io.pannier.messages.Split;
import io.pannier.messages.rules.Rules;
import io.pannier.spi.BundleConstraints;
import io.pannier.spi.ConversionModel;
import io.pannier.spi.EventType;
import io.pannier.spi.Objective;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A placement as JSON. What a change leaves out stays as it was; weights are given as a whole, so
 * that one can be taken out.
 */
public final class PlacementJson {
  public static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,64}");

  private static final double MAX_WEIGHT = 1e6;
  private static final int MAX_REASON = 1_000;
  private static final int MAX_SHADOWS = 8;
  private static final int MAX_DEADLINE_MILLIS = 10_000;

  /** A change of a placement and why it is made. */
  public record Change(Placement placement, String reason) {}

  private PlacementJson() {}

  public static JsonObject write(Placement placement, Shop shop) {
    BundleConstraints constraints = placement.constraints();
    JsonObject bounds =
        new JsonObject()
            .put("minItems", constraints.minItems())
            .put("maxItems", constraints.maxItems())
            .put("maxQuantity", constraints.maxQuantity())
            .put(
                "budget",
                constraints.budget() == Long.MAX_VALUE
                    ? null
                    : BigDecimal.valueOf(constraints.budget(), shop.currencyDecimals()))
            .put("marginFloor", constraints.marginFloor() < 0 ? null : constraints.marginFloor())
            .put("maxDiscount", constraints.maxDiscount())
            .put(
                "maxPerCategory",
                constraints.maxPerCategory() == Integer.MAX_VALUE
                    ? null
                    : constraints.maxPerCategory());
    ConversionModel model = placement.model();
    Map<String, Object> objectives = new TreeMap<>();
    placement.objectiveWeights().forEach((o, weight) -> objectives.put(o.wireName(), weight));
    Map<String, Object> events = new TreeMap<>();
    placement.eventWeights().forEach((type, weight) -> events.put(type.wireName(), weight));
    return new JsonObject()
        .put("name", placement.name())
        .put("revision", placement.revision())
        .put("scoring", placement.scoring())
        .put("fallback", placement.fallback())
        .put("complementarity", placement.complementarity())
        .put("bundling", placement.bundling())
        .put("shadow", new JsonArray(List.copyOf(placement.shadow())))
        .put("deadlineMillis", placement.deadline().toMillis())
        .put("candidates", placement.candidates())
        .put("limit", placement.limit())
        .put("objectiveWeights", new JsonObject(objectives))
        .put("eventWeights", new JsonObject(events))
        .put("constraints", bounds)
        .put(
            "model",
            new JsonObject()
                .put("baseRate", model.baseRate())
                .put("liftWeight", model.liftWeight())
                .put("elasticity", model.elasticity())
                .put("unitPenalty", model.unitPenalty()))
        .put("rules", new RulesJson(shop.currencyDecimals()).write(placement.rules()))
        .put("arms", SplitJson.write(placement.split()))
        .put("allocation", placement.split().allocation().wireName())
        .put("salt", placement.split().divides() ? placement.split().salt() : null);
  }

  static String strategy(String name, JsonParser parser) throws IOException {
    String value = RequestJson.string(name, parser);
    if (!NAME.matcher(value).matches()) {
      throw RequestJson.invalid(name, "1 to 64 of a-z, 0-9 and -");
    }
    return value;
  }

  static Map<Objective, Double> objectiveWeights(String name, JsonParser parser)
      throws IOException {
    RequestJson.expect(name, parser, JsonToken.START_OBJECT, "an object of numbers");
    Map<Objective, Double> weights = new EnumMap<>(Objective.class);
    RequestJson.object(
        parser,
        (wireName, value) ->
            weights.put(objective(wireName), RequestJson.number(wireName, value, 0, MAX_WEIGHT)));
    return weights;
  }

  private static Objective objective(String wireName) {
    for (Objective objective : Objective.values()) {
      if (objective.wireName().equals(wireName)) {
        return objective;
      }
    }
    throw RequestJson.invalid("objectiveWeights", "objectives; there is no " + wireName);
  }

  /**
   * @param current what the change starts from
   */
  public static Change read(Buffer body, Placement current, Shop shop) {
    Draft draft = new Draft(current, shop.currencyDecimals());
    RequestJson.read(body, draft::field);
    return new Change(draft.placement(), RequestJson.required("reason", draft.reason));
  }

  /** The fields seen so far, upon those of the placement before. */
  private static final class Draft {
    private final Placement current;
    private final int decimals;
    private String scoring;
    private String fallback;
    private String complementarity;
    private String bundling;
    private List<String> shadow;
    private Duration deadline;
    private int candidates;
    private int limit;
    private Map<Objective, Double> objectiveWeights;
    private Map<EventType, Double> eventWeights;
    private BundleConstraints constraints;
    private ConversionModel model;
    private Split split;
    private Allocation allocation;
    private Rules rules;
    private String reason = "";

    Draft(Placement current, int decimals) {
      this.current = current;
      this.decimals = decimals;
      scoring = current.scoring();
      fallback = current.fallback();
      complementarity = current.complementarity();
      bundling = current.bundling();
      shadow = current.shadow();
      deadline = current.deadline();
      candidates = current.candidates();
      limit = current.limit();
      objectiveWeights = current.objectiveWeights();
      eventWeights = current.eventWeights();
      constraints = current.constraints();
      model = current.model();
      split = current.split();
      allocation = split.allocation();
      rules = current.rules();
    }

    Placement placement() {
      return new Placement(
          current.name(),
          current.revision(),
          scoring,
          fallback,
          complementarity,
          bundling,
          shadow,
          deadline,
          candidates,
          limit,
          objectiveWeights,
          eventWeights,
          constraints,
          model,
          split.divides() ? split.allocatedBy(allocation) : Split.NONE,
          rules);
    }

    void field(String name, JsonParser parser) throws IOException {
      switch (name) {
        case "reason" -> {
          reason = RequestJson.string(name, parser).strip();
          if (reason.length() > MAX_REASON) {
            throw RequestJson.invalid(name, "at most " + MAX_REASON + " characters");
          }
        }
        case "scoring" -> scoring = strategy(name, parser);
        case "fallback" -> fallback = strategy(name, parser);
        case "bundling" -> bundling = strategy(name, parser);
        case "shadow" -> shadow = strategies(name, parser);
        case "complementarity" -> {
          String value = RequestJson.string(name, parser);
          complementarity = value.isEmpty() ? "" : strategy(name, parser);
        }
        case "deadlineMillis" ->
            deadline = Duration.ofMillis(RequestJson.integer(name, parser, 1, MAX_DEADLINE_MILLIS));
        case "candidates" -> candidates = (int) RequestJson.integer(name, parser, 1, 256);
        case "limit" -> limit = (int) RequestJson.integer(name, parser, 1, 100);
        case "objectiveWeights" -> objectiveWeights = objectiveWeights(name, parser);
        case "eventWeights" -> eventWeights = eventWeights(name, parser);
        case "constraints" -> constraints = constraints(parser);
        case "model" -> model = model(parser);
        case "allocation" -> allocation = SplitJson.allocation(name, parser);
        case "rules" -> rules = new RulesJson(decimals).read(parser);
        case "arms" -> split = SplitJson.read(parser, split);
        default -> {}
      }
    }

    private static List<String> strategies(String name, JsonParser parser) throws IOException {
      RequestJson.expect(name, parser, JsonToken.START_ARRAY, "an array of names of strategies");
      Set<String> names = new LinkedHashSet<>();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        names.add(strategy(name, parser));
      }
      if (names.size() > MAX_SHADOWS) {
        throw RequestJson.invalid(name, "at most " + MAX_SHADOWS + " names");
      }
      return List.copyOf(names);
    }

    private static Map<EventType, Double> eventWeights(String name, JsonParser parser)
        throws IOException {
      RequestJson.expect(name, parser, JsonToken.START_OBJECT, "an object of numbers");
      Map<EventType, Double> weights = new EnumMap<>(EventType.class);
      RequestJson.object(
          parser,
          (wireName, value) -> {
            Optional<EventType> type = EventType.ofWireName(wireName);
            weights.put(
                type.orElseThrow(
                    () -> RequestJson.invalid(name, "event types; there is no " + wireName)),
                RequestJson.number(wireName, value, -MAX_WEIGHT, MAX_WEIGHT));
          });
      return weights;
    }

    private BundleConstraints constraints(JsonParser parser) throws IOException {
      RequestJson.expect("constraints", parser, JsonToken.START_OBJECT, "an object");
      int[] counts = {
        constraints.minItems(),
        constraints.maxItems(),
        constraints.maxQuantity(),
        constraints.maxPerCategory()
      };
      double[] shares = {constraints.marginFloor(), constraints.maxDiscount()};
      long[] budget = {constraints.budget()};
      RequestJson.object(
          parser,
          (name, value) -> {
            boolean none = value.currentToken() == JsonToken.VALUE_NULL;
            switch (name) {
              case "minItems" -> counts[0] = (int) RequestJson.integer(name, value, 1, 32);
              case "maxItems" -> counts[1] = (int) RequestJson.integer(name, value, 1, 32);
              case "maxQuantity" -> counts[2] = (int) RequestJson.integer(name, value, 1, 10_000);
              case "maxPerCategory" ->
                  counts[3] =
                      none ? Integer.MAX_VALUE : (int) RequestJson.integer(name, value, 1, 32);
              case "marginFloor" -> shares[0] = none ? -1 : RequestJson.number(name, value, 0, 1);
              case "maxDiscount" -> shares[1] = RequestJson.number(name, value, 0, 0.9);
              case "budget" -> budget[0] = none ? Long.MAX_VALUE : money(name, value);
              default -> {}
            }
          });
      return new BundleConstraints(
          counts[0], counts[1], counts[2], budget[0], shares[0], shares[1], counts[3]);
    }

    private long money(String name, JsonParser parser) throws IOException {
      RequestJson.number(name, parser, 0, 1e12);
      try {
        return parser.getDecimalValue().movePointRight(decimals).longValueExact();
      } catch (ArithmeticException e) {
        throw RequestJson.invalid(name, "at most " + decimals + " decimals");
      }
    }

    private ConversionModel model(JsonParser parser) throws IOException {
      RequestJson.expect("model", parser, JsonToken.START_OBJECT, "an object");
      double[] values = {
        model.baseRate(), model.liftWeight(), model.elasticity(), model.unitPenalty()
      };
      RequestJson.object(
          parser,
          (name, value) -> {
            switch (name) {
              case "baseRate" -> values[0] = RequestJson.number(name, value, 0, 1);
              case "liftWeight" -> values[1] = RequestJson.number(name, value, 0, MAX_WEIGHT);
              case "elasticity" -> values[2] = RequestJson.number(name, value, 0, MAX_WEIGHT);
              case "unitPenalty" -> values[3] = RequestJson.number(name, value, 0, MAX_WEIGHT);
              default -> {}
            }
          });
      return new ConversionModel(values[0], values[1], values[2], values[3]);
    }
  }
}
