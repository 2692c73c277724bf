package io.pannier.plugins.mischief;

import io.pannier.spi.BundlingProblem;
import io.pannier.spi.BundlingResult;
import io.pannier.spi.BundlingStrategy;
import io.pannier.spi.Capability;
import io.pannier.spi.ComposedBundle;
import io.pannier.spi.Objective;
import io.pannier.spi.Product;
import io.pannier.spi.ScoredCandidates;
import io.pannier.spi.ScoringContext;
import io.pannier.spi.ScoringStrategy;
import io.pannier.spi.SearchBudget;
import io.pannier.spi.Strategy;
import io.pannier.spi.StrategyConfig;
import io.pannier.spi.StrategyContext;
import io.pannier.spi.StrategyDescriptor;
import io.pannier.spi.StrategyFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Function;

/** The factories of the plugin; the platform only ever sees them through its class loader. */
public final class Mischief {
  /** Every factory of the plugin. */
  public static final List<Class<? extends StrategyFactory>> FACTORIES =
      List.of(
          Throwing.class,
          Hanging.class,
          Sleeping.class,
          Greedy.class,
          NotANumber.class,
          FromTheCart.class,
          Moody.class,
          ThrowingBundler.class,
          HangingBundler.class,
          OverStock.class);

  /** Units of an item in the cart that put {@link Moody} into a bad mood. */
  public static final int BAD_MOOD = 9;

  /** Far longer than any deadline, and yet no test leaves a core busy for ever. */
  private static final long HANG_NANOS = TimeUnit.SECONDS.toNanos(3);

  private Mischief() {}

  /** Throws. */
  public static final class Throwing extends Scoring {
    public Throwing() {
      super(
          "throwing",
          context -> {
            throw new IllegalStateException("mischief");
          });
    }
  }

  /** Computes on and on and does not listen to interrupts. */
  public static final class Hanging extends Scoring {
    public Hanging() {
      super(
          "hanging",
          context -> {
            hang();
            return right(context);
          });
    }
  }

  /** Waits for something that does not come. */
  public static final class Sleeping extends Scoring {
    public Sleeping() {
      super(
          "sleeping",
          context -> {
            try {
              TimeUnit.MINUTES.sleep(1);
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
            return right(context);
          });
    }
  }

  /** Allocates for as long as it is left alone. */
  public static final class Greedy extends Scoring {
    public Greedy() {
      super(
          "greedy",
          context -> {
            long taken = 0;
            while (!Thread.currentThread().isInterrupted() && taken < 8L << 30) {
              taken += new byte[256 << 10].length;
            }
            return right(context);
          });
    }
  }

  /** Scores that are no numbers. */
  public static final class NotANumber extends Scoring {
    public NotANumber() {
      super(
          "not-a-number",
          context -> {
            ScoredCandidates right = right(context);
            return new ScoredCandidates(
                new int[] {right.item(0)}, new float[] {Float.NaN}, new int[] {-1});
          });
    }
  }

  /** Offers what the shopper has already taken. */
  public static final class FromTheCart extends Scoring {
    public FromTheCart() {
      super(
          "from-the-cart",
          context ->
              new ScoredCandidates(new int[] {context.cart()[0]}, new float[] {1}, new int[] {-1}));
    }
  }

  /** Answers well until the cart displeases it. */
  public static final class Moody extends Scoring {
    public Moody() {
      super(
          "moody",
          context -> {
            for (int quantity : context.quantities()) {
              if (quantity == BAD_MOOD) {
                throw new IllegalStateException("not in the mood");
              }
            }
            return right(context);
          });
    }
  }

  /** Throws while it composes. */
  public static final class ThrowingBundler extends Bundling {
    public ThrowingBundler() {
      super(
          "throwing-bundler",
          (problem, budget) -> {
            throw new IllegalStateException("mischief");
          });
    }
  }

  /** Composes on and on, whatever its budget. */
  public static final class HangingBundler extends Bundling {
    public HangingBundler() {
      super(
          "hanging-bundler",
          (problem, budget) -> {
            hang();
            return new BundlingResult(List.of(), 0, 0, List.of());
          });
    }
  }

  /** Bundles more units than there are. */
  public static final class OverStock extends Bundling {
    public OverStock() {
      super(
          "over-stock",
          (problem, budget) ->
              new BundlingResult(
                  List.of(
                      new ComposedBundle(
                          new int[] {0},
                          new int[] {problem.stock(0) + 1},
                          0,
                          new double[Objective.count()],
                          1,
                          1)),
                  1,
                  1,
                  List.of()));
    }
  }

  private static void hang() {
    long until = System.nanoTime() + HANG_NANOS;
    while (System.nanoTime() - until < 0) {
      Thread.onSpinWait();
    }
  }

  /** What is available and not in the cart, all equally good. */
  private static ScoredCandidates right(ScoringContext context) {
    int[] items = new int[context.limit()];
    int size = 0;
    for (int item = 0; item < context.catalogue().size() && size < items.length; item++) {
      Product product = context.catalogue().product(item);
      if (product != null && context.mayName(item)) {
        items[size++] = item;
      }
    }
    int[] found = Arrays.copyOf(items, size);
    float[] scores = new float[size];
    int[] because = new int[size];
    Arrays.fill(scores, 1);
    Arrays.fill(because, -1);
    return new ScoredCandidates(found, scores, because);
  }

  abstract static class Scoring implements StrategyFactory {
    private final String name;
    private final Function<ScoringContext, ScoredCandidates> answer;

    Scoring(String name, Function<ScoringContext, ScoredCandidates> answer) {
      this.name = name;
      this.answer = answer;
    }

    @Override
    public StrategyDescriptor descriptor() {
      return new StrategyDescriptor(
          name, "Breaks its contract.", Set.of(Capability.SCORING), Map.of());
    }

    @Override
    public Strategy create(StrategyConfig config, StrategyContext context) {
      return (ScoringStrategy) batch -> batch.stream().map(answer).toList();
    }
  }

  abstract static class Bundling implements StrategyFactory {
    private final String name;
    private final BiFunction<BundlingProblem, SearchBudget, BundlingResult> answer;

    Bundling(String name, BiFunction<BundlingProblem, SearchBudget, BundlingResult> answer) {
      this.name = name;
      this.answer = answer;
    }

    @Override
    public StrategyDescriptor descriptor() {
      return new StrategyDescriptor(
          name, "Breaks its contract.", Set.of(Capability.BUNDLING), Map.of());
    }

    @Override
    public Strategy create(StrategyConfig config, StrategyContext context) {
      return (BundlingStrategy) answer::apply;
    }
  }
}
