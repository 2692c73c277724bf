package io.pannier.plugins.genetic;

import io.pannier.spi.BundleConstraints;
import org.jspecify.annotations.Nullable;

/**
 * Looks at every way to complete a remainder by one candidate (and what that requires) and keeps
 * the best. Quantity and discount of each neighbour are solved in closed form, so that one pass
 * over n candidates covers n × quantities × discounts neighbours.
 *
 * <p>With t = e^unitPenalty − 1, V the utility per purchase of the remainder and v that of one unit
 * of the candidate, one more unit pays while {@code quantity < 1 / t − V / v}.
 */
final class Scan {
  /** No candidate: the remainder itself is best. */
  static final int NOTHING = -1;

  int bestCandidate;
  int bestQuantity;
  int bestStep;
  double bestValue;
  long evaluations;
  private final CandidateTable table;
  private final Pricing pricing;
  private double unitsBound;
  private double cheapest;
  private boolean growing;
  private double shadowPrice;
  private final double[] pairWeight = new double[Bundle.MOST_ITEMS + 2];
  private final double[] perPair = new double[Bundle.MOST_ITEMS + 2];
  private final int[] joining = new int[Bundle.MOST_ITEMS];

  Scan(CandidateTable table, Pricing pricing) {
    this.table = table;
    this.pricing = pricing;
  }

  /** Takes in what the table now holds. */
  void load() {
    evaluations = 0;
    unitsBound = 1 / Math.max(StrictMath.expm1(table.unitPenalty), 1e-9);
    for (int size = 2; size < pairWeight.length; size++) {
      perPair[size] = 2.0 / (size * (size - 1));
      pairWeight[size] = table.liftWeight * perPair[size];
    }
    cheapest = Double.POSITIVE_INFINITY;
    for (int i = 0; i < table.n; i++) {
      cheapest = Math.min(cheapest, pricing.lowestPrice(table.price[i], table.cost[i]));
    }
  }

  /**
   * Sets the best fields; {@link #bestValue} is negative infinity where nothing fits.
   *
   * @param assumedStep discount at which quantities are solved
   * @param growing true to allow results with fewer items than the least number
   * @param shadowPrice utility that a minor unit of a bundle's price must bring to be worth it
   */
  void run(Remainder rest, int assumedStep, boolean growing, double shadowPrice) {
    this.growing = growing;
    this.shadowPrice = shadowPrice;
    bestCandidate = NOTHING;
    bestValue = Double.NEGATIVE_INFINITY;
    BundleConstraints constraints = table.constraints;
    boolean building = rest.size + 1 < constraints.minItems();
    if (rest.size >= constraints.minItems() && !rest.wanting) {
      evaluations++;
      int step = pricing.bestStep(rest.list, rest.cost);
      if (step >= 0 && pricing.affordable((long) rest.list, (long) rest.cost, step)) {
        bestStep = step;
        bestValue = valueOf(rest, step) - toll(rest.list, step);
      }
    }
    if (rest.size >= constraints.maxItems()) {
      return;
    }
    if (building && growing) {
      joinEach(rest, rest.joiners, null);
      return;
    }
    if (!building) {
      complete(rest, assumedStep);
    }
    if (table.anyDependent) {
      joinEach(rest, rest.joiners, table.dependent);
    }
  }

  private void complete(Remainder rest, int assumedStep) {
    int size = rest.size + 1;
    double inverse = 1.0 / size;
    double logBase =
        table.logBaseRate
            + rest.attraction * inverse
            + pairWeight[size] * rest.pairLift
            - table.unitPenalty * (rest.units - 1);
    double liftFactor = pairWeight[size];
    double diversity = table.weightDiversity * perPair[size];
    double share = Pricing.share(assumedStep);
    double perPrice = (table.weightRevenue + table.weightMargin) * share;
    double margin = table.weightMargin;
    double conversion = table.weightConversion;
    double perList = table.weightRevenue + table.weightMargin;
    double restValue = conversion + perPrice * rest.list - margin * rest.cost;
    int cap = table.constraints.maxPerCategory();
    boolean several = table.constraints.maxQuantity() > 1;
    double[] prices = table.price;
    double[] costs = table.cost;
    double[] attractions = table.attraction;
    double[] lifts = rest.lift;
    int[] categories = table.category;
    int[] inCategory = rest.inCategory;
    double best = bestValue;
    long count = 0;
    for (int word = 0; word < table.words; word++) {
      long bits = rest.joiners[word] & ~table.dependent[word];
      count += Long.bitCount(bits);
      while (bits != 0) {
        int j = (word << 6) + Long.numberOfTrailingZeros(bits);
        bits &= bits - 1;
        int same = inCategory[categories[j]];
        if (same >= cap) {
          continue;
        }
        int quantity = 1;
        if (several) {
          double unitValue = perPrice * prices[j] - margin * costs[j];
          if (unitValue > 0) {
            double wished = unitsBound - restValue / unitValue;
            if (wished > 1) {
              quantity = (int) Math.min(table.mostUnits[j], Math.ceil(wished));
            }
          }
        }
        double list = rest.list + prices[j] * quantity;
        double cost = rest.cost + costs[j] * quantity;
        int step = pricing.bestStep(list, cost);
        if (step < 0) {
          quantity = affordableUnits(rest, j, quantity);
          list = rest.list + prices[j] * quantity;
          cost = rest.cost + costs[j] * quantity;
          step = quantity == 0 ? -1 : pricing.bestStep(list, cost);
          if (step < 0) {
            continue;
          }
        }
        double logP =
            logBase
                + attractions[j] * inverse
                + liftFactor * lifts[j]
                - table.unitPenalty * quantity;
        double p = Math.min(1, Exponential.of(logP) * pricing.demand(step));
        double value =
            p * (conversion - margin * cost + perList * list * Pricing.share(step))
                + diversity * (rest.differing + rest.size - same)
                + table.weightRelief
                    * (rest.relief + table.relief[j] * quantity)
                    / (rest.units + quantity)
                - toll(list, step);
        if (value > best && pricing.affordableNear((long) list, (long) cost, step)) {
          best = value;
          bestCandidate = j;
          bestQuantity = quantity;
          bestStep = step;
        }
      }
    }
    bestValue = best;
    evaluations += count;
  }

  /** Fewer units than wished, as many as the budget allows, or one; 0 where one was wished. */
  private int affordableUnits(Remainder rest, int candidate, int wished) {
    if (wished == 1) {
      return 0;
    }
    double spare = table.constraints.budget() - pricing.lowestPrice(rest.list, rest.cost);
    double units =
        spare / Math.max(1, pricing.lowestPrice(table.price[candidate], table.cost[candidate]));
    return (int) Math.max(1, Math.min(wished - 1, units));
  }

  /**
   * Tries candidates together with all that they require, one unit each. While the result has fewer
   * items than the least number, only bounds that grow with every item are applied.
   *
   * @param only bit set of the candidates to try; null for all that are open
   */
  private void joinEach(Remainder rest, long[] open, long @Nullable [] only) {
    for (int word = 0; word < table.words; word++) {
      long bits = only == null ? open[word] : open[word] & only[word];
      for (; bits != 0; bits &= bits - 1) {
        join(rest, (word << 6) + Long.numberOfTrailingZeros(bits));
      }
    }
  }

  private void join(Remainder rest, int candidate) {
    int count = gatherMissing(rest, candidate);
    int size = rest.size + count;
    if (count == 0 || size > table.constraints.maxItems()) {
      return;
    }
    double list = rest.list;
    double cost = rest.cost;
    double attraction = rest.attraction;
    double pairLift = rest.pairLift;
    double relief = rest.relief;
    int differing = rest.differing;
    for (int a = 0; a < count; a++) {
      int i = joining[a];
      int same = rest.inCategory[table.category[i]];
      list += table.price[i];
      cost += table.cost[i];
      attraction += table.attraction[i];
      relief += table.relief[i];
      pairLift += rest.lift[i];
      differing += rest.size - same;
      for (int b = 0; b < a; b++) {
        pairLift += table.problem.lift(joining[b], i);
        if (table.category[i] == table.category[joining[b]]) {
          same++;
        } else {
          differing++;
        }
      }
      if (same >= table.constraints.maxPerCategory()) {
        return;
      }
    }
    int missing = table.constraints.minItems() - size;
    int step;
    if (missing > 0 && !growing) {
      return;
    }
    if (missing > 0) {
      double spare = table.constraints.budget() - cheapest * missing;
      if (pricing.lowestPrice(list, cost) > spare) {
        return;
      }
      step = pricing.nearestStep(list, cost);
    } else {
      step = pricing.bestStep(list, cost);
      if (step < 0 || !pricing.affordableNear((long) list, (long) cost, step)) {
        return;
      }
    }
    evaluations++;
    double value =
        value(size, rest.units + count, list, cost, attraction, pairLift, differing, relief, step)
            - toll(list, step);
    if (value > bestValue) {
      bestValue = value;
      bestCandidate = candidate;
      bestQuantity = 1;
      bestStep = step;
    }
  }

  /**
   * Fills {@link #joining} with the closure's part that the remainder lacks; 0 if it may not join.
   */
  private int gatherMissing(Remainder rest, int candidate) {
    int count = 0;
    for (int word = 0; word < table.words; word++) {
      long closure = table.closure[candidate * table.words + word];
      long missing = closure & ~rest.present[word];
      if ((missing & ~rest.open[word]) != 0) {
        return 0;
      }
      for (; missing != 0; missing &= missing - 1) {
        joining[count++] = (word << 6) + Long.numberOfTrailingZeros(missing);
      }
    }
    return count;
  }

  private double toll(double list, int step) {
    return shadowPrice * list * Pricing.share(step);
  }

  /** The utility of a remainder with at least one item. */
  double valueOf(Remainder rest, int step) {
    return value(
        rest.size,
        rest.units,
        rest.list,
        rest.cost,
        rest.attraction,
        rest.pairLift,
        rest.differing,
        rest.relief,
        step);
  }

  /** The utility of a remainder with one unit of one candidate more, allowed or not. */
  double valueWith(Remainder rest, int candidate, int step) {
    return value(
        rest.size + 1,
        rest.units + 1,
        rest.list + table.price[candidate],
        rest.cost + table.cost[candidate],
        rest.attraction + table.attraction[candidate],
        rest.pairLift + rest.lift[candidate],
        rest.differing + rest.size - rest.inCategory[table.category[candidate]],
        rest.relief + table.relief[candidate],
        step);
  }

  /** The utility of a remainder with one unit more of one of its items, allowed or not. */
  double valueWithUnit(Remainder rest, int candidate, int step) {
    return value(
        rest.size,
        rest.units + 1,
        rest.list + table.price[candidate],
        rest.cost + table.cost[candidate],
        rest.attraction,
        rest.pairLift,
        rest.differing,
        rest.relief + table.relief[candidate],
        step);
  }

  /** The utility of a bundle that consists of these sums. */
  private double value(
      int size,
      int units,
      double list,
      double cost,
      double attraction,
      double pairLift,
      int differing,
      double relief,
      int step) {
    double logP =
        table.logBaseRate
            + attraction / size
            + pairWeight[size] * pairLift
            - table.unitPenalty * (units - 1);
    double p = Math.min(1, Exponential.of(logP) * pricing.demand(step));
    double perPurchase =
        table.weightConversion
            - table.weightMargin * cost
            + (table.weightRevenue + table.weightMargin) * list * Pricing.share(step);
    return p * perPurchase
        + table.weightDiversity * perPair[size] * differing
        + table.weightRelief * relief / units;
  }
}
