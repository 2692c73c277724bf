package io.pannier.laboratory.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pannier.spi.BundleConstraints;
import io.pannier.spi.BundlingProblem;
import io.pannier.spi.ConversionModel;
import io.pannier.spi.Objective;
import java.math.BigDecimal;
import java.util.List;

/** Writes a bundling problem as JSON that {@link ProblemReader} reads back to an equal one. */
public final class ProblemWriter {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private ProblemWriter() {}

  public static String write(ProblemDocument document) {
    BundlingProblem problem = document.problem();
    ObjectNode root = MAPPER.createObjectNode();
    root.put("currency", document.currency().getCurrencyCode());
    root.put("seed", problem.seed());
    root.put("limit", problem.limit());
    ArrayNode candidates = root.putArray("candidates");
    ArrayNode lifts = root.putArray("lifts");
    for (int i = 0; i < problem.size(); i++) {
      writeCandidate(document, i, candidates.addObject());
      for (int j = i + 1; j < problem.size(); j++) {
        if (problem.lift(i, j) != 0) {
          ObjectNode pair = lifts.addObject();
          pair.putArray("skus").add(document.skus().get(i)).add(document.skus().get(j));
          pair.put("lift", problem.lift(i, j));
        }
      }
    }
    ObjectNode weights = root.putObject("weights");
    for (Objective objective : Objective.values()) {
      weights.put(objective.wireName(), problem.weight(objective));
    }
    writeConstraints(problem.constraints(), document.decimals(), root.putObject("constraints"));
    ConversionModel model = problem.model();
    root.putObject("model")
        .put("baseRate", model.baseRate())
        .put("liftWeight", model.liftWeight())
        .put("elasticity", model.elasticity())
        .put("unitPenalty", model.unitPenalty());
    try {
      return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(root);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of plain values can always be written", e);
    }
  }

  private static void writeCandidate(ProblemDocument document, int i, ObjectNode node) {
    BundlingProblem problem = document.problem();
    List<String> skus = document.skus();
    node.put("sku", skus.get(i));
    node.put("title", document.titles().get(i));
    node.put("relevance", problem.relevance(i));
    node.put("price", BigDecimal.valueOf(problem.price(i), document.decimals()));
    node.put("cost", BigDecimal.valueOf(problem.cost(i), document.decimals()));
    node.put("stock", problem.stock(i));
    if (problem.category(i) >= 0) {
      node.put("category", Integer.toString(problem.category(i)));
    }
    node.put("relief", problem.relief(i));
    node.put("cartLift", problem.cartLift(i));
    ArrayNode required = node.putArray("requires");
    ArrayNode excluded = node.putArray("excludes");
    for (int j = 0; j < problem.size(); j++) {
      if (problem.requires(i, j)) {
        required.add(skus.get(j));
      }
      if (j > i && problem.incompatible(i, j)) {
        excluded.add(skus.get(j));
      }
    }
  }

  private static void writeConstraints(
      BundleConstraints constraints, int decimals, ObjectNode node) {
    node.put("minItems", constraints.minItems());
    node.put("maxItems", constraints.maxItems());
    node.put("maxQuantity", constraints.maxQuantity());
    if (constraints.budget() < Long.MAX_VALUE) {
      node.put("budget", BigDecimal.valueOf(constraints.budget(), decimals));
    }
    if (constraints.marginFloor() >= 0) {
      node.put("marginFloor", constraints.marginFloor());
    }
    node.put("maxDiscount", constraints.maxDiscount());
    node.put("maxPerCategory", constraints.maxPerCategory());
  }
}
