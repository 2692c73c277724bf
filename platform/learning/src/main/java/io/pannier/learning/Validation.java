package io.pannier.learning;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.pannier.kernels.api.ComposerTrainer.Outcome;
import io.pannier.kernels.api.TrainingOrders;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * How well a model names the item that was taken out of an order that it neither learned from nor
 * counted, among the whole vocabulary. The items that are taken out are the same each time.
 */
final class Validation {
  private static final int HITS = 10;
  private static final int RANKS = 20;
  private static final int BATCH = 64;

  /** Most items of an order that are taken out, one after the other. */
  private static final int DRAWS = 4;

  private final TrainingOrders orders;
  private final OrderDraw draw;
  private final Neighbourhood neighbourhood;
  private final Columns columns;
  private final int[] held;
  private final int[] takenOut;

  /**
   * @param held numbers of the orders that are held out
   */
  Validation(
      TrainingOrders orders, OrderDraw draw, Neighbourhood neighbourhood, int[] held, long seed) {
    this.orders = orders;
    this.draw = draw;
    this.neighbourhood = neighbourhood;
    this.columns = Columns.all(orders.vocabulary().size());
    Random random = new Random(seed);
    List<int[]> questions = new ArrayList<>();
    for (int order : held) {
      for (int event : draw.takeOut(order, DRAWS, random)) {
        questions.add(new int[] {order, event});
      }
    }
    this.held = questions.stream().mapToInt(question -> question[0]).toArray();
    this.takenOut = questions.stream().mapToInt(question -> question[1]).toArray();
  }

  /**
   * @param epochs passes that the network has learned from
   * @throws PannierException TRAINING_DIVERGED where a score is no number
   */
  Outcome measure(NDManager manager, ComposerNetwork network, int epochs) {
    double hits = 0;
    double reciprocal = 0;
    for (int from = 0; from < held.length; from += BATCH) {
      int count = Math.min(BATCH, held.length - from);
      BatchDraw batch = new BatchDraw(orders, draw);
      for (int i = from; i < from + count; i++) {
        draw.drawWithout(held[i], takenOut[i]);
        batch.add();
      }
      int[] ranks = ranks(manager, network, batch);
      for (int rank : ranks) {
        hits += rank <= HITS ? 1 : 0;
        reciprocal += rank <= RANKS ? 1.0 / rank : 0;
      }
    }
    return outcome(epochs, hits / held.length, reciprocal / held.length);
  }

  /** What was measured earlier, of the same orders. */
  Outcome outcome(int epochs, double hitRate, double reciprocalRank) {
    return new Outcome(epochs, hitRate, reciprocalRank, held.clone(), takenOut.clone());
  }

  /** The place of each item to name among those that are not in its sequence. */
  private int[] ranks(NDManager manager, ComposerNetwork network, BatchDraw drawn) {
    try (NDManager scope = manager.newSubManager()) {
      PaddedBatch batch = drawn.batch();
      NDArray vectors = network.items(scope);
      NDArray states = network.states(scope, vectors, batch, false);
      int width = (int) states.getShape().get(2);
      NDArray chosen = states.reshape(-1, width).get(scope.create(drawn.positions()));
      int[] targets = drawn.targets();
      WideInput wide = neighbourhood.read(drawn, columns, false);
      float[] scores = network.fused(chosen, vectors, targets, wide).toFloatArray();
      int items = columns.count();
      int[] ranks = new int[targets.length];
      for (int i = 0; i < ranks.length; i++) {
        float own = scores[i * items + targets[i]];
        if (!Float.isFinite(own)) {
          // Nothing ranks before what is no number: a broken model would look perfect.
          throw new PannierException(
              StandardErrorCode.TRAINING_DIVERGED,
              "a score is " + own + "; lower the learning rate, or look for wrong figures");
        }
        int rank = 1;
        for (int item = 0; item < items; item++) {
          // What is in the sequence is out of question, and so lies far below.
          if (scores[i * items + item] > own) {
            rank++;
          }
        }
        ranks[i] = rank;
      }
      return ranks;
    }
  }
}
