package io.pannier.plugins.ppo;

import io.pannier.spi.BundlingProblem;
import io.pannier.spi.ConversionModel;
import io.pannier.spi.Objective;

/**
 * A set of candidates, one unit of each, with the sums that its worth and its constraints need.
 * Adding a candidate costs one look at each member.
 */
final class SetSums {
  final int[] members;
  int size;
  long list;
  long cost;
  double pairLift;

  private final BundlingProblem problem;
  private final ProblemView view;
  private double logRelevance;
  private double cartLift;
  private double relief;
  private int differing;

  /** The empty set. */
  SetSums(ProblemView view) {
    this.view = view;
    this.problem = view.problem;
    this.members = new int[problem.constraints().maxItems()];
  }

  void clear() {
    size = 0;
    list = 0;
    cost = 0;
    pairLift = 0;
    logRelevance = 0;
    cartLift = 0;
    relief = 0;
    differing = 0;
  }

  /** Becomes equal to another set of the same problem. */
  void copyOf(SetSums other) {
    System.arraycopy(other.members, 0, members, 0, other.size);
    size = other.size;
    list = other.list;
    cost = other.cost;
    pairLift = other.pairLift;
    logRelevance = other.logRelevance;
    cartLift = other.cartLift;
    relief = other.relief;
    differing = other.differing;
  }

  void add(int candidate) {
    pairLift += liftWith(candidate);
    differing += size - sameCategory(candidate);
    list += problem.price(candidate);
    cost += problem.cost(candidate);
    logRelevance += view.evaluator.logRelevance(candidate);
    cartLift += problem.cartLift(candidate);
    relief += problem.relief(candidate);
    members[size++] = candidate;
  }

  boolean contains(int candidate) {
    for (int a = 0; a < size; a++) {
      if (members[a] == candidate) {
        return true;
      }
    }
    return false;
  }

  /** Σ lift of a candidate with the members. */
  double liftWith(int candidate) {
    double sum = 0;
    for (int a = 0; a < size; a++) {
      sum += problem.lift(candidate, members[a]);
    }
    return sum;
  }

  /** Members that share the category of a candidate. */
  int sameCategory(int candidate) {
    int category = problem.category(candidate);
    int same = 0;
    for (int a = 0; category >= 0 && a < size; a++) {
      same += problem.category(members[a]) == category ? 1 : 0;
    }
    return same;
  }

  /** The utility of the set, at the price that {@link ProblemView#leastDiscount} leaves. */
  double utility() {
    return utility(size, list, cost, logRelevance, cartLift, pairLift, relief, differing);
  }

  /** The utility of the set with one more candidate. */
  double utilityWith(int i) {
    return utility(
        size + 1,
        list + problem.price(i),
        cost + problem.cost(i),
        logRelevance + view.evaluator.logRelevance(i),
        cartLift + problem.cartLift(i),
        pairLift + liftWith(i),
        relief + problem.relief(i),
        differing + size - sameCategory(i));
  }

  /** As {@code BundleEvaluator.objectives}, from the sums. */
  private double utility(
      int count,
      long listPrice,
      long unitCosts,
      double logs,
      double cart,
      double lifts,
      double overstock,
      int apart) {
    if (count == 0) {
      return 0;
    }
    ConversionModel model = problem.model();
    double perPair = count > 1 ? 2.0 / (count * (count - 1)) : 0;
    double logP =
        view.logBaseRate
            + logs / count
            + model.liftWeight() * (cart / count + lifts * perPair)
            - model.unitPenalty() * (count - 1);
    long discount = view.leastDiscount(listPrice);
    if (discount > 0) {
      logP -= model.elasticity() * StrictMath.log1p(-(double) discount / listPrice);
    }
    double p = Math.min(1, StrictMath.exp(logP));
    long price = listPrice - discount;
    return view.weight(Objective.CONVERSION) * p
        + view.weight(Objective.REVENUE) * p * price
        + view.weight(Objective.MARGIN) * p * (price - unitCosts)
        + view.weight(Objective.DIVERSITY) * apart * perPair
        + view.weight(Objective.STOCK_RELIEF) * overstock / count;
  }
}
