package io.pannier.app.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.pannier.app.config.ConfigBinder;
import io.pannier.spi.ConversionModel;
import io.pannier.spi.Objective;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A bundling problem as a person writes it, in JSON or YAML: SKUs instead of indexes, money with a
 * decimal point. Keys are in kebab case; only the candidates are required.
 *
 * @param currency ISO 4217
 * @param candidates what may be combined
 * @param lifts how much more often two of them are bought together than by chance; pairs that are
 *     absent have a log lift of 0
 * @param weights by objective, ≥ 0
 * @param limits what every bundle must satisfy
 * @param model the conversion model
 * @param limit bundles wanted
 * @param seed all chance comes from it
 */
public record ProblemFile(
    String currency,
    List<Candidate> candidates,
    List<PairLift> lifts,
    Map<Objective, Double> weights,
    Limits limits,
    ConversionModel model,
    int limit,
    long seed) {
  /**
   * @param price unit list price
   * @param cost unit cost
   * @param stock units available, ≥ 1
   * @param category empty for a category of its own
   * @param relevance the scoring strategy's score over the best one's, in (0, 1]
   * @param relief overstock, 0 to 1
   * @param cartLift mean log lift with what is in the cart
   * @param requires SKUs that must be in the bundle if this one is
   * @param excludes SKUs that must not be in the bundle if this one is
   */
  public record Candidate(
      String sku,
      String price,
      String cost,
      int stock,
      String category,
      double relevance,
      double relief,
      double cartLift,
      List<String> requires,
      List<String> excludes) {
    static Candidate defaults() {
      return new Candidate("", "", "0", 1, "", 1, 0, 0, List.of(), List.of());
    }
  }

  /**
   * @param logLift logarithm of the co-purchase lift
   */
  public record PairLift(String one, String other, double logLift) {
    static PairLift defaults() {
      return new PairLift("", "", 0);
    }
  }

  /**
   * @param budget highest bundle price; empty for none
   * @param marginFloor lowest (price − cost) / price; negative for none
   * @param maxDiscount largest discount as a share of the list price
   * @param maxPerCategory most distinct items of one category
   */
  public record Limits(
      int minItems,
      int maxItems,
      int maxQuantity,
      String budget,
      double marginFloor,
      double maxDiscount,
      int maxPerCategory) {}

  static ProblemFile defaults() {
    return new ProblemFile(
        "GBP",
        List.of(),
        List.of(),
        Map.of(
            Objective.CONVERSION, 1.0,
            Objective.REVENUE, 0.5,
            Objective.MARGIN, 1.0,
            Objective.DIVERSITY, 0.1,
            Objective.STOCK_RELIEF, 0.1),
        new Limits(1, 4, 2, "", 0, 0.2, 2),
        ConversionModel.DEFAULT,
        3,
        42);
  }

  /**
   * Reads a file.
   *
   * @throws PannierException PROBLEM_INVALID with everything that is wrong with it
   */
  public static StatedProblem read(Path file) throws IOException {
    return parse(file.toString(), Files.readString(file)).state();
  }

  static ProblemFile parse(String source, String text) {
    JsonNode root;
    try {
      root = new YAMLMapper().readTree(text);
    } catch (JsonProcessingException e) {
      throw new PannierException(
          StandardErrorCode.PROBLEM_INVALID,
          source + " is neither JSON nor YAML: " + e.getOriginalMessage(),
          e);
    }
    return ConfigBinder.failingWith(StandardErrorCode.PROBLEM_INVALID)
        .bind(source, root, defaults())
        .value();
  }

  StatedProblem state() {
    return new ProblemStatement(this).state();
  }
}
