package io.pannier.gateway;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.pannier.messages.Allocation;
import io.pannier.messages.Arm;
import io.pannier.messages.Split;
import io.pannier.spi.Objective;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The arms of a placement as JSON. The salt is the server's own: whoever divides anew gets one. */
final class SplitJson {
  private static final int MAX_ARMS = 8;
  private static final int SALT_CHARACTERS = 8;
  private static final double ROUNDING = 1e-9;

  private SplitJson() {}

  static JsonArray write(Split split) {
    JsonArray arms = new JsonArray();
    for (Arm arm : split.arms()) {
      JsonObject json =
          new JsonObject()
              .put("name", arm.name())
              .put("share", arm.share())
              .put("offers", arm.offers());
      if (!arm.scoring().isEmpty()) {
        json.put("scoring", arm.scoring());
      }
      if (!arm.bundling().isEmpty()) {
        json.put("bundling", arm.bundling());
      }
      if (!arm.objectiveWeights().isEmpty()) {
        Map<String, Object> weights = new TreeMap<>();
        arm.objectiveWeights().forEach((o, weight) -> weights.put(o.wireName(), weight));
        json.put("objectiveWeights", new JsonObject(weights));
      }
      arms.add(json);
    }
    return arms;
  }

  /**
   * Reads the array on whose bracket the parser stands.
   *
   * @param current keeps its salt where nothing but shares has changed, so that visitors stay;
   *     other shares begin another period
   */
  static Split read(JsonParser parser, Split current) throws IOException {
    RequestJson.expect("arms", parser, JsonToken.START_ARRAY, "an array of arms");
    List<Arm> arms = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      RequestJson.expect("arms", parser, JsonToken.START_OBJECT, "an array of objects");
      ArmDraft draft = new ArmDraft();
      RequestJson.object(parser, draft::field);
      arms.add(draft.arm());
    }
    check(arms);
    if (arms.isEmpty()) {
      return Split.NONE;
    }
    if (!unshared(arms).equals(unshared(current.arms()))) {
      return new Split(newSalt(), arms).allocatedBy(current.allocation());
    }
    return arms.equals(current.arms()) ? current : current.reallocated(arms);
  }

  static Allocation allocation(String name, JsonParser parser) throws IOException {
    return Allocation.ofWireName(RequestJson.string(name, parser))
        .orElseThrow(() -> RequestJson.invalid(name, "`fixed` or `bandit`"));
  }

  private static List<Arm> unshared(List<Arm> arms) {
    return arms.stream().map(arm -> arm.withShare(0)).toList();
  }

  private static void check(List<Arm> arms) {
    Set<String> names = new HashSet<>();
    double sum = 0;
    for (Arm arm : arms) {
      if (arm.name().equals(Arm.CONTROL) || !names.add(arm.name())) {
        throw RequestJson.invalid(
            "arms", "names of which none is `" + Arm.CONTROL + "` and none comes twice");
      }
      sum += arm.share();
    }
    if (sum > 1 + ROUNDING) {
      throw RequestJson.invalid("arms", "shares that are 1 together at the most");
    }
    if (arms.size() > MAX_ARMS) {
      throw RequestJson.invalid("arms", "at most " + MAX_ARMS + " arms");
    }
  }

  private static String newSalt() {
    return UUID.randomUUID().toString().substring(0, SALT_CHARACTERS);
  }

  /** The fields of an arm seen so far. */
  private static final class ArmDraft {
    private @Nullable String name;
    private @Nullable Double share;
    private boolean offers = true;
    private String scoring = "";
    private String bundling = "";
    private Map<Objective, Double> weights = Map.of();

    void field(String field, JsonParser parser) throws IOException {
      switch (field) {
        case "name" -> name = PlacementJson.strategy(field, parser);
        case "share" -> share = RequestJson.number(field, parser, 0, 1);
        case "offers" -> offers = RequestJson.flag(field, parser);
        case "scoring" -> scoring = strategy(field, parser);
        case "bundling" -> bundling = strategy(field, parser);
        case "objectiveWeights" -> weights = PlacementJson.objectiveWeights(field, parser);
        default -> {}
      }
    }

    private static String strategy(String field, JsonParser parser) throws IOException {
      boolean none = RequestJson.string(field, parser).isEmpty();
      return none ? "" : PlacementJson.strategy(field, parser);
    }

    Arm arm() {
      return new Arm(
          RequestJson.required("arms: name", name),
          RequestJson.required("arms: share", share),
          offers,
          scoring,
          bundling,
          weights);
    }
  }
}
