package io.pannier.plugins.ppo;

import io.pannier.spi.BundleConstraints;
import io.pannier.spi.BundlingProblem;
import io.pannier.spi.Objective;
import io.pannier.spitestkit.ProblemDraft;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A shop so small that its best policy can be computed: three pairs of products that go together,
 * one or two of each in stock, four shoppers of three kinds one after the other. A shopper is shown
 * one bundle of one or two products, takes it or leaves it, and what is taken is gone.
 *
 * <p>The dear pair is wanted by few and would be taken now and then by others too: who sells it to
 * them earns at once and has nothing for those who would surely have bought.
 */
final class SmallShop {
  static final int SHOPPERS = 4;

  private static final int ITEMS = 6;
  private static final int[] STOCK = {1, 1, 1, 1, 2, 2};
  private static final long[] PRICES = {4_000, 4_000, 2_200, 2_000, 1_400, 1_500};
  private static final long[] COSTS = {2_000, 2_000, 1_000, 900, 450, 500};
  private static final double[] KINDS = {0.3, 0.3, 0.4};
  private static final float[][] TASTE = {
    {1, 1, 0.3f, 0.3f, 0.2f, 0.2f},
    {0.5f, 0.5f, 0.8f, 0.8f, 0.4f, 0.4f},
    {0.5f, 0.5f, 0.3f, 0.3f, 0.95f, 0.95f}
  };
  private static final double TAKES = 0.8;
  private static final double TOGETHER = 1.25;
  private static final double APART = 0.6;

  private final Map<State, ProblemView> views = new HashMap<>();

  /**
   * What the policy sees, but for the time.
   *
   * @param stock of each product
   */
  private record State(List<Integer> stock, int kind) {}

  /** Says with what probability each bundle is shown. */
  interface Shown {
    /**
     * @param sets of candidates of the problem, every bundle that is allowed
     * @param values what each is worth from here on, if what follows is as good as it is
     * @param now what each earns at once in the mean
     */
    double[] odds(ProblemView view, List<int[]> sets, double[] values, double[] now);
  }

  /** The value of a policy from the beginning, exactly: margin of four shoppers, minor units. */
  double value(Shown shown) {
    Map<State, double[]> memo = new HashMap<>();
    double sum = 0;
    for (int kind = 0; kind < KINDS.length; kind++) {
      sum += KINDS[kind] * value(full(kind), 0, shown, memo);
    }
    return sum;
  }

  private static State full(int kind) {
    List<Integer> stock = new ArrayList<>();
    for (int units : STOCK) {
      stock.add(units);
    }
    return new State(List.copyOf(stock), kind);
  }

  private double value(State state, int time, Shown shown, Map<State, double[]> memo) {
    if (time == SHOPPERS || state.stock().stream().allMatch(units -> units == 0)) {
      return 0;
    }
    double[] known = memo.computeIfAbsent(state, _ -> filled());
    if (!Double.isNaN(known[time])) {
      return known[time];
    }
    ProblemView view = view(state);
    double later = 0;
    for (int kind = 0; kind < KINDS.length; kind++) {
      later += KINDS[kind] * value(new State(state.stock(), kind), time + 1, shown, memo);
    }
    List<int[]> sets = sets(view.problem);
    double[] values = new double[sets.size()];
    double[] now = new double[sets.size()];
    for (int s = 0; s < values.length; s++) {
      double takes = takes(view.problem, sets.get(s), state.kind());
      List<Integer> left = without(state.stock(), view.problem, sets.get(s));
      double afterwards = 0;
      for (int kind = 0; kind < KINDS.length; kind++) {
        afterwards += KINDS[kind] * value(new State(left, kind), time + 1, shown, memo);
      }
      now[s] = takes * margin(view.problem, sets.get(s));
      values[s] = now[s] + takes * afterwards + (1 - takes) * later;
    }
    double[] odds = shown.odds(view, sets, values, now);
    double sum = 0;
    for (int s = 0; s < odds.length; s++) {
      sum += odds[s] * values[s];
    }
    known[time] = sum;
    return sum;
  }

  private static double[] filled() {
    double[] values = new double[SHOPPERS];
    Arrays.fill(values, Double.NaN);
    return values;
  }

  /** One view of each state, since a view remembers what was asked of it. */
  private ProblemView view(State state) {
    return views.computeIfAbsent(state, s -> new ProblemView(problem(s)));
  }

  /** The problem as a platform would state it: what is in stock, relevant to this shopper. */
  private static BundlingProblem problem(State state) {
    List<Integer> items = new ArrayList<>();
    for (int i = 0; i < ITEMS; i++) {
      if (state.stock().get(i) > 0) {
        items.add(i);
      }
    }
    ProblemDraft draft = new ProblemDraft(items.size(), 1);
    float best = 0;
    for (int item : items) {
      best = Math.max(best, TASTE[state.kind()][item]);
    }
    for (int c = 0; c < items.size(); c++) {
      int item = items.get(c);
      draft.items[c] = item;
      draft.relevance[c] = TASTE[state.kind()][item] / best;
      draft.prices[c] = PRICES[item];
      draft.costs[c] = COSTS[item];
      draft.stocks[c] = state.stock().get(item);
      draft.categories[c] = item / 2;
      for (int d = 0; d < c; d++) {
        if (items.get(d) / 2 == item / 2) {
          draft.lift(c, d, 1);
        }
      }
    }
    Arrays.fill(draft.weights, 0);
    draft.weights[Objective.MARGIN.ordinal()] = 1;
    draft.limit = 1;
    draft.constraints(new BundleConstraints(1, 2, 1, Long.MAX_VALUE, -1, 0, Integer.MAX_VALUE));
    return draft.build();
  }

  private static List<int[]> sets(BundlingProblem problem) {
    List<int[]> sets = new ArrayList<>();
    for (int i = 0; i < problem.size(); i++) {
      sets.add(new int[] {i});
      for (int j = i + 1; j < problem.size(); j++) {
        sets.add(new int[] {i, j});
      }
    }
    return sets;
  }

  /** The truth: the conversion model of the problem knows none of these figures. */
  private static double takes(BundlingProblem problem, int[] set, int kind) {
    double taste = 0;
    for (int candidate : set) {
      taste += TASTE[kind][problem.item(candidate)] / set.length;
    }
    double fit = 1;
    if (set.length == 2) {
      boolean pair = problem.item(set[0]) / 2 == problem.item(set[1]) / 2;
      fit = pair ? TOGETHER : APART;
    }
    return Math.min(1, TAKES * taste * fit);
  }

  private static double margin(BundlingProblem problem, int[] set) {
    double sum = 0;
    for (int candidate : set) {
      sum += problem.price(candidate) - problem.cost(candidate);
    }
    return sum;
  }

  private static List<Integer> without(List<Integer> stock, BundlingProblem problem, int[] set) {
    List<Integer> left = new ArrayList<>(stock);
    for (int candidate : set) {
      int item = problem.item(candidate);
      left.set(item, left.get(item) - 1);
    }
    return List.copyOf(left);
  }

  /** The same shop to play in, with rewards of about one. */
  Environment<ProblemView> environment() {
    return new Game();
  }

  private final class Game implements Environment<ProblemView> {
    private SplittableRandom random = new SplittableRandom();
    private State state = full(0);
    private int time;

    @Override
    public ProblemView reset(long seed) {
      random = new SplittableRandom(seed);
      time = 0;
      state = full(kind());
      return new ProblemView(problem(state));
    }

    @Override
    public Step<ProblemView> step(int[] action) {
      BundlingProblem problem = view(state).problem;
      boolean taken = random.nextDouble() < takes(problem, action, state.kind());
      List<Integer> left = taken ? without(state.stock(), problem, action) : state.stock();
      time++;
      boolean over = time == SHOPPERS || left.stream().allMatch(units -> units == 0);
      double reward = taken ? margin(problem, action) / 2_000 : 0;
      if (!over) {
        state = new State(left, kind());
      }
      return new Step<>(new ProblemView(problem(state)), reward, over, false);
    }

    private int kind() {
      double u = random.nextDouble();
      return u < KINDS[0] ? 0 : u < KINDS[0] + KINDS[1] ? 1 : 2;
    }
  }
}
