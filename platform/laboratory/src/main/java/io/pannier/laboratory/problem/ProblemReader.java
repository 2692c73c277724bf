package io.pannier.laboratory.problem;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.pannier.messages.Placement;
import io.pannier.spi.BundleConstraints;
import io.pannier.spi.BundlingProblem;
import io.pannier.spi.ConversionModel;
import io.pannier.spi.Objective;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Currency;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads a bundling problem from JSON; the format is told in the package's documentation. */
public final class ProblemReader {
  private static final long MOST_BYTES = 64L << 20;

  private static final Set<String> FIELDS =
      Set.of("currency", "seed", "limit", "candidates", "lifts", "weights", "constraints", "model");

  private static final Set<String> CONSTRAINTS =
      Set.of(
          "minItems",
          "maxItems",
          "maxQuantity",
          "budget",
          "marginFloor",
          "maxDiscount",
          "maxPerCategory");

  private static final Set<String> MODEL =
      Set.of("baseRate", "liftWeight", "elasticity", "unitPenalty");

  private static final Set<String> OBJECTIVES =
      Arrays.stream(Objective.values()).map(Objective::wireName).collect(Collectors.toSet());

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(16)
                          .maxNumberLength(64)
                          .maxStringLength(100_000)
                          .build())
                  .build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private ProblemReader() {}

  /**
   * Reads a file.
   *
   * @throws PannierException {@code FILE_FAILED} if it cannot be read, {@code PROBLEM_INVALID} if
   *     its contents are no problem
   */
  public static ProblemDocument read(Path file) {
    String text;
    try {
      if (Files.size(file) > MOST_BYTES) {
        throw new PannierException(
            StandardErrorCode.PROBLEM_INVALID, file + " is larger than " + MOST_BYTES + " bytes");
      }
      text = Files.readString(file);
    } catch (IOException e) {
      throw new PannierException(
          StandardErrorCode.FILE_FAILED, "cannot read the problem " + file + " as UTF-8", e);
    }
    return parse(text);
  }

  /**
   * Reads JSON text.
   *
   * @throws PannierException {@code PROBLEM_INVALID} naming the place
   */
  public static ProblemDocument parse(String json) {
    JsonNode root;
    try {
      root = MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      throw new PannierException(
          StandardErrorCode.PROBLEM_INVALID,
          "not JSON at line "
              + e.getLocation().getLineNr()
              + ", column "
              + e.getLocation().getColumnNr()
              + ": "
              + e.getOriginalMessage(),
          e);
    }
    Place place = new Place(root, "");
    if (!root.isObject()) {
      throw place.invalid("expected an object");
    }
    return document(place.object(FIELDS));
  }

  private static ProblemDocument document(Place root) {
    Currency currency = currency(root.field("currency"));
    int decimals = Math.max(0, currency.getDefaultFractionDigits());
    CandidateArrays candidates = new CandidateArrays(root.field("candidates"), decimals);
    candidates.readLifts(root.field("lifts"));
    BundlingProblem problem =
        candidates.problem(
            weights(root.field("weights").object(OBJECTIVES)),
            constraints(root.field("constraints").object(CONSTRAINTS), decimals),
            model(root.field("model").object(MODEL)),
            (int) root.field("limit").integer(3, 1, 1_000),
            root.field("seed").integer(1, Long.MIN_VALUE, Long.MAX_VALUE));
    return new ProblemDocument(problem, currency, candidates.skus(), candidates.titles());
  }

  private static Currency currency(Place place) {
    String code = place.text();
    try {
      return Currency.getInstance(code);
    } catch (IllegalArgumentException e) {
      throw place.invalid("'" + code + "' is no ISO 4217 currency");
    }
  }

  private static double[] weights(Place place) {
    double[] weights = new double[Objective.count()];
    double sum = 0;
    for (Objective objective : Objective.values()) {
      double standard =
          Placement.standard("optimize").objectiveWeights().getOrDefault(objective, 0.0);
      weights[objective.ordinal()] =
          place.field(objective.wireName()).number(place.present() ? 0 : standard, 0, 1e9);
      sum += weights[objective.ordinal()];
    }
    if (!(sum > 0)) {
      throw place.invalid("at least one weight must be above 0");
    }
    return weights;
  }

  private static BundleConstraints constraints(Place place, int decimals) {
    int minItems = (int) place.field("minItems").integer(1, 1, 32);
    Place maxItems = place.field("maxItems");
    return new BundleConstraints(
        minItems,
        (int) maxItems.integer(Math.max(4, minItems), minItems, 32),
        (int) place.field("maxQuantity").integer(1, 1, 10_000),
        place.field("budget").money(Long.MAX_VALUE, decimals),
        place.field("marginFloor").number(-1, 0, 1),
        place.field("maxDiscount").number(0, 0, 0.9),
        (int) place.field("maxPerCategory").integer(Integer.MAX_VALUE, 1, Integer.MAX_VALUE));
  }

  private static ConversionModel model(Place place) {
    ConversionModel standard = ConversionModel.DEFAULT;
    return new ConversionModel(
        place.field("baseRate").number(standard.baseRate(), 1e-9, 1),
        place.field("liftWeight").number(standard.liftWeight(), 0, 100),
        place.field("elasticity").number(standard.elasticity(), 0, 100),
        place.field("unitPenalty").number(standard.unitPenalty(), 0, 100));
  }
}
