package io.pannier.messages.codec;

import io.pannier.spi.BundleConstraints;
import io.pannier.spi.BundleDemands;
import io.pannier.spi.BundlingProblem;
import io.pannier.spi.ConversionModel;
import io.pannier.spi.Objective;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A bundling problem as bytes, exactly: whoever solves the decoded problem with the same strategy,
 * seed and generations gets the same bundles. Complementarities are half-precision by construction
 * and take two bytes; the matrix is kept as its lower triangle. What rules ask and the question
 * behind the problem stand at the end, where there is something.
 */
public final class ProblemCodec {
  private static final byte PLAIN = 1;

  /** With the question behind the problem. */
  private static final byte ASKED = 2;

  /** With what rules ask of bundles, and the question or an empty one. */
  private static final byte RULED = 3;

  private static final int PER_CANDIDATE = 4 + 4 + 8 + 8 + 4 + 4 + 4 + 2;
  private static final int FIXED = 1 + 4 + 1 + 8 * Objective.count() + 64 + 32 + 4 + 8;
  private static final Objective[] OBJECTIVES = Objective.values();

  private ProblemCodec() {}

  /**
   * @throws IllegalArgumentException if a complementarity is not a half-precision number
   */
  public static byte[] encode(BundlingProblem problem) {
    int n = problem.size();
    int words = (n + 63) / 64;
    boolean relations = hasRelations(problem);
    byte[] question =
        problem.context().none() ? new byte[0] : QuestionCodec.encode(problem.context());
    BundleDemands demands = problem.demands();
    byte version = !demands.none() ? RULED : question.length == 0 ? PLAIN : ASKED;
    ByteBuffer out =
        ByteBuffer.allocate(
            FIXED
                + n * PER_CANDIDATE
                + n * (n - 1)
                + (relations ? 16 * n * words : 0)
                + (demands.none() ? 0 : 3 + 8 * words * (demands.groups() + 1))
                + question.length);
    out.put(version).putInt(n).put((byte) (relations ? 1 : 0));
    for (int i = 0; i < n; i++) {
      out.putInt(problem.item(i))
          .putFloat(problem.relevance(i))
          .putLong(problem.price(i))
          .putLong(problem.cost(i))
          .putInt(problem.stock(i))
          .putInt(problem.category(i))
          .putFloat(problem.relief(i))
          .putShort(half(problem.cartLift(i)));
    }
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < i; j++) {
        out.putShort(half(problem.lift(i, j)));
      }
    }
    if (relations) {
      putBits(out, n, problem::incompatible);
      putBits(out, n, problem::requires);
    }
    for (Objective objective : OBJECTIVES) {
      out.putDouble(problem.weight(objective));
    }
    BundleConstraints c = problem.constraints();
    out.putInt(c.minItems()).putInt(c.maxItems()).putInt(c.maxQuantity()).putLong(c.budget());
    out.putDouble(c.marginFloor()).putDouble(c.maxDiscount()).putInt(c.maxPerCategory());
    ConversionModel m = problem.model();
    out.putDouble(m.baseRate()).putDouble(m.liftWeight());
    out.putDouble(m.elasticity()).putDouble(m.unitPenalty());
    out.putInt(problem.limit()).putLong(problem.seed());
    if (version == RULED) {
      putDemands(out, demands, words);
      out.put((byte) (question.length == 0 ? 0 : 1));
    }
    out.put(question);
    return Arrays.copyOf(out.array(), out.position());
  }

  /**
   * @throws PannierException {@code PROBLEM_INVALID} for bytes of another version or cut short
   */
  public static BundlingProblem decode(byte[] bytes) {
    try {
      return decode(ByteBuffer.wrap(bytes));
    } catch (BufferUnderflowException | IndexOutOfBoundsException e) {
      throw new PannierException(
          StandardErrorCode.PROBLEM_INVALID, "a stored problem is cut short", e);
    }
  }

  private static BundlingProblem decode(ByteBuffer in) {
    byte version = in.get();
    int n = in.getInt();
    if (version < PLAIN || version > RULED || n < 0 || n > 1 << 14) {
      throw new PannierException(
          StandardErrorCode.PROBLEM_INVALID,
          "a stored problem of version " + version + " with " + n + " candidates");
    }
    final boolean relations = in.get() == 1;
    int[] items = new int[n];
    float[] relevance = new float[n];
    long[] prices = new long[n];
    long[] costs = new long[n];
    int[] stocks = new int[n];
    int[] categories = new int[n];
    float[] relief = new float[n];
    float[] cartLift = new float[n];
    for (int i = 0; i < n; i++) {
      items[i] = in.getInt();
      relevance[i] = in.getFloat();
      prices[i] = in.getLong();
      costs[i] = in.getLong();
      stocks[i] = in.getInt();
      categories[i] = in.getInt();
      relief[i] = in.getFloat();
      cartLift[i] = Float.float16ToFloat(in.getShort());
    }
    float[] lift = new float[n * n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < i; j++) {
        lift[i * n + j] = Float.float16ToFloat(in.getShort());
        lift[j * n + i] = lift[i * n + j];
      }
    }
    int words = n * ((n + 63) / 64);
    long[] incompatible = getBits(in, relations, words);
    long[] requires = getBits(in, relations, words);
    double[] weights = new double[Objective.count()];
    for (int k = 0; k < weights.length; k++) {
      weights[k] = in.getDouble();
    }
    BundleConstraints constraints =
        new BundleConstraints(
            in.getInt(),
            in.getInt(),
            in.getInt(),
            in.getLong(),
            in.getDouble(),
            in.getDouble(),
            in.getInt());
    ConversionModel model =
        new ConversionModel(in.getDouble(), in.getDouble(), in.getDouble(), in.getDouble());
    BundlingProblem problem =
        new BundlingProblem(
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
            model,
            in.getInt(),
            in.getLong());
    if (version == RULED) {
      BundlingProblem ruled = problem.withDemands(getDemands(in, (n + 63) / 64));
      return in.get() == 0 ? ruled : ruled.withContext(QuestionCodec.decode(in));
    }
    return version == PLAIN ? problem : problem.withContext(QuestionCodec.decode(in));
  }

  private static void putDemands(ByteBuffer out, BundleDemands demands, int words) {
    out.put((byte) demands.groups()).put((byte) (demands.pins() ? 1 : 0));
    for (int g = 0; g < demands.groups(); g++) {
      for (int word = 0; word < words; word++) {
        out.putLong(demands.word(g, word));
      }
    }
    for (long word : demands.pinnedWords()) {
      out.putLong(word);
    }
  }

  private static BundleDemands getDemands(ByteBuffer in, int words) {
    int count = in.get();
    boolean pins = in.get() == 1;
    long[][] groups = new long[count][words];
    for (long[] group : groups) {
      for (int word = 0; word < words; word++) {
        group[word] = in.getLong();
      }
    }
    long[] pinned = new long[pins ? words : 0];
    for (int word = 0; word < pinned.length; word++) {
      pinned[word] = in.getLong();
    }
    return BundleDemands.of(groups, pinned);
  }

  private interface Pairs {
    boolean related(int one, int other);
  }

  private static boolean hasRelations(BundlingProblem problem) {
    int words = (problem.size() + 63) / 64;
    for (int i = 0; i < problem.size(); i++) {
      for (int word = 0; word < words; word++) {
        if ((problem.incompatibleWord(i, word) | problem.requiresWord(i, word)) != 0) {
          return true;
        }
      }
    }
    return false;
  }

  private static void putBits(ByteBuffer out, int n, Pairs pairs) {
    int words = (n + 63) / 64;
    for (int i = 0; i < n; i++) {
      long[] row = new long[words];
      for (int j = 0; j < n; j++) {
        if (pairs.related(i, j)) {
          row[j >> 6] |= 1L << j;
        }
      }
      for (long word : row) {
        out.putLong(word);
      }
    }
  }

  private static long[] getBits(ByteBuffer in, boolean present, int words) {
    long[] bits = new long[words];
    for (int i = 0; present && i < words; i++) {
      bits[i] = in.getLong();
    }
    return bits;
  }

  private static short half(float value) {
    short half = Float.floatToFloat16(value);
    if (Float.float16ToFloat(half) != value) {
      throw new IllegalArgumentException("complementarity " + value + " is not half-precision");
    }
    return half;
  }
}
