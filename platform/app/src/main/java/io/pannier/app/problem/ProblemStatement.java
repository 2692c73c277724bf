package io.pannier.app.problem;

import io.pannier.app.problem.ProblemFile.Candidate;
import io.pannier.spi.BundleConstraints;
import io.pannier.spi.BundlingProblem;
import io.pannier.spi.Objective;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Turns a problem file into the arrays of a problem, and collects what does not fit together. */
final class ProblemStatement {
  private final ProblemFile file;
  private final int n;
  private final int words;
  private final int decimals;
  private final Map<String, Integer> indexes = new LinkedHashMap<>();
  private final List<String> problems = new ArrayList<>();

  ProblemStatement(ProblemFile file) {
    this.file = file;
    this.n = file.candidates().size();
    this.words = (n + 63) / 64;
    this.decimals = decimals(file.currency());
  }

  StatedProblem state() {
    if (n == 0) {
      problems.add("candidates: expected at least one");
    }
    for (Candidate candidate : file.candidates()) {
      if (candidate.sku().isEmpty()) {
        problems.add("candidates[" + indexes.size() + "].sku: missing; expected text");
      }
      if (indexes.putIfAbsent(candidate.sku(), indexes.size()) != null) {
        problems.add("candidates: SKU '" + candidate.sku() + "' appears twice");
      }
    }
    failOnProblems();
    return new StatedProblem(problem(), List.copyOf(indexes.keySet()), file.currency(), decimals);
  }

  private void failOnProblems() {
    if (!problems.isEmpty()) {
      String count = problems.size() == 1 ? "1 problem" : problems.size() + " problems";
      throw new PannierException(
          StandardErrorCode.PROBLEM_INVALID, count + ":\n  - " + String.join("\n  - ", problems));
    }
  }

  private BundlingProblem problem() {
    int[] items = new int[n];
    float[] relevance = new float[n];
    long[] prices = new long[n];
    long[] costs = new long[n];
    int[] stocks = new int[n];
    int[] categories = new int[n];
    float[] relief = new float[n];
    float[] cartLift = new float[n];
    long[] incompatible = new long[n * words];
    long[] requires = new long[n * words];
    Map<String, Integer> categoryNumbers = new LinkedHashMap<>();
    for (int i = 0; i < n; i++) {
      Candidate candidate = file.candidates().get(i);
      String at = "candidates[" + i + "].";
      items[i] = i;
      prices[i] = money(at + "price", candidate.price());
      costs[i] = money(at + "cost", candidate.cost());
      stocks[i] = candidate.stock();
      relevance[i] = (float) candidate.relevance();
      relief[i] = (float) candidate.relief();
      cartLift[i] = (float) candidate.cartLift();
      categories[i] =
          candidate.category().isEmpty()
              ? -1
              : categoryNumbers.computeIfAbsent(candidate.category(), c -> categoryNumbers.size());
      require(candidate.stock() >= 1, at + "stock: expected at least 1");
      require(relevance[i] > 0 && relevance[i] <= 1, at + "relevance: expected above 0, at most 1");
      require(relief[i] >= 0 && relief[i] <= 1, at + "relief: expected 0 to 1");
      for (String sku : candidate.requires()) {
        set(requires, i, index(at + "requires", sku));
      }
      for (String sku : candidate.excludes()) {
        int other = index(at + "excludes", sku);
        set(incompatible, i, other);
        set(incompatible, other, i);
      }
    }
    float[] lift = lift();
    double[] weights = new double[Objective.count()];
    file.weights().forEach((objective, weight) -> weights[objective.ordinal()] = weight);
    require(file.limit() >= 1, "limit: expected at least 1");
    BundleConstraints constraints = constraints();
    failOnProblems();
    return new BundlingProblem(
        items,
        relevance,
        prices,
        costs,
        stocks,
        categories,
        relief,
        lift,
        cartLift,
        incompatible,
        requires,
        weights,
        constraints,
        file.model(),
        Math.max(1, file.limit()),
        file.seed());
  }

  private float[] lift() {
    float[] lift = new float[n * n];
    for (int p = 0; p < file.lifts().size(); p++) {
      ProblemFile.PairLift pair = file.lifts().get(p);
      int one = index("lifts[" + p + "].one", pair.one());
      int other = index("lifts[" + p + "].other", pair.other());
      require(one < 0 || one != other, "lifts[" + p + "]: expected two different SKUs");
      if (one >= 0 && other >= 0 && one != other) {
        lift[one * n + other] = (float) pair.logLift();
        lift[other * n + one] = (float) pair.logLift();
      }
    }
    return lift;
  }

  private BundleConstraints constraints() {
    ProblemFile.Limits limits = file.limits();
    return new BundleConstraints(
        limits.minItems(),
        limits.maxItems(),
        limits.maxQuantity(),
        limits.budget().isEmpty() ? Long.MAX_VALUE : money("limits.budget", limits.budget()),
        limits.marginFloor(),
        limits.maxDiscount(),
        limits.maxPerCategory());
  }

  private long money(String path, String text) {
    try {
      long minor = new BigDecimal(text).movePointRight(decimals).longValueExact();
      require(minor >= 0, path + ": expected an amount of 0 or more");
      return minor;
    } catch (ArithmeticException | NumberFormatException e) {
      problems.add(
          path
              + ": '"
              + text
              + "' does not fit; expected an amount with at most "
              + decimals
              + " decimals");
      return 0;
    }
  }

  private int index(String path, String sku) {
    Integer index = indexes.get(sku);
    if (index == null) {
      problems.add(path + ": no candidate has the SKU '" + sku + "'");
      return -1;
    }
    return index;
  }

  private void set(long[] rows, int one, int other) {
    if (one >= 0 && other >= 0) {
      rows[one * words + (other >> 6)] |= 1L << other;
    }
  }

  private void require(boolean holds, String problem) {
    if (!holds) {
      problems.add(problem);
    }
  }

  private static int decimals(String currency) {
    try {
      return Math.max(0, Currency.getInstance(currency).getDefaultFractionDigits());
    } catch (IllegalArgumentException e) {
      throw new PannierException(
          StandardErrorCode.PROBLEM_INVALID,
          "currency: '" + currency + "' is no ISO 4217 code such as EUR",
          e);
    }
  }
}
