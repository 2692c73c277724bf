package io.pannier.learning;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.pannier.kernels.api.TrainingOrders;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * How well a decoder composes what is left of orders that it neither learned from nor counted. The
 * carts, the candidates and the choices along which it is forced are the same each time.
 */
final class DecoderValidation {
  private static final int BATCH = 64;

  /** Most orders that are looked at. */
  private static final int ORDERS = 512;

  /**
   * What a decoder is worth, beside the score that it corrects. Steps at which the order is used up
   * count for {@code ends} alone; at the others the end is no choice, so that both are asked the
   * same.
   *
   * @param logLikelihood mean logarithm of the probability that something is chosen that is left
   * @param hits share of steps whose first choice is left of the order
   * @param scoreLogLikelihood the same of the score alone
   * @param scoreHits the same of the score alone
   * @param ends mean logarithm of the probability of what is right of going on and ending
   */
  record Figures(
      double logLikelihood, double hits, double scoreLogLikelihood, double scoreHits, double ends) {
    /** The figures by the names that they have outside. */
    Map<String, Double> byName() {
      return Map.of(
          Composing.WORTH,
          (hits + Math.exp(ends)) / 2,
          "composes",
          hits,
          "composes-score",
          scoreHits,
          "composes-log",
          logLikelihood,
          "composes-log-score",
          scoreLogLikelihood,
          "composes-ends",
          ends);
    }
  }

  private record Part(PaddedBatch events, DecoderBatch choices) {}

  private final List<Part> parts = new ArrayList<>();

  DecoderValidation(
      TrainingOrders orders, OrderDraw draw, DecoderDraw composing, int[] held, long seed) {
    Random random = new Random(seed);
    int[] asked = Arrays.copyOfRange(held, Math.max(0, held.length - ORDERS), held.length);
    for (int from = 0; from < asked.length; from += BATCH) {
      BatchDraw batch = new BatchDraw(orders, draw);
      for (int i = from; i < Math.min(asked.length, from + BATCH); i++) {
        draw.draw(asked[i], random);
        batch.add();
      }
      parts.add(new Part(batch.batch(), composing.draw(batch.drawn(), false, random)));
    }
  }

  Figures measure(NDManager manager, ComposerNetwork network, DecoderLoss loss) {
    Sums corrected = new Sums();
    Sums score = new Sums();
    for (Part part : parts) {
      try (NDManager scope = manager.newSubManager()) {
        NDArray items = network.items(scope);
        NDArray states = network.states(scope, items, part.events(), false);
        corrected.add(part.choices(), probabilities(loss, items, states, part, true));
        score.add(part.choices(), probabilities(loss, items, states, part, false));
      }
    }
    return new Figures(
        corrected.logLikelihood / corrected.steps,
        corrected.hits / corrected.steps,
        score.logLikelihood / score.steps,
        score.hits / score.steps,
        corrected.ends / corrected.mayEnd);
  }

  private static float[] probabilities(
      DecoderLoss loss, NDArray items, NDArray states, Part part, boolean corrected) {
    return loss.logProbabilities(items, states, part.choices(), corrected).toFloatArray();
  }

  private static final class Sums {
    private double logLikelihood;
    private double hits;
    private double steps;
    private double ends;
    private double mayEnd;

    private void add(DecoderBatch batch, float[] logs) {
      int choices = batch.width() + 1;
      for (int row = 0; row < batch.chosen().length; row++) {
        int at = row * choices;
        int end = at + choices - 1;
        double ending = Math.exp(logs[end]);
        if (batch.targets()[end] > 0) {
          ends += Math.log(Math.max(ending, 1e-30));
          mayEnd++;
        } else if (batch.chosen()[row] >= 0) {
          addStep(batch, logs, at, end, ending);
        }
      }
    }

    private void addStep(DecoderBatch batch, float[] logs, int at, int end, double ending) {
      double goingOn = Math.log(Math.max(1 - ending, 1e-30));
      int first = at;
      double mass = 0;
      for (int choice = at; choice < end; choice++) {
        first = logs[choice] > logs[first] ? choice : first;
        mass += batch.targets()[choice] > 0 ? Math.exp(logs[choice]) : 0;
      }
      logLikelihood += Math.log(Math.max(mass, 1e-30)) - goingOn;
      hits += batch.targets()[first] > 0 ? 1 : 0;
      steps++;
      if (batch.hidden()[end] == 0) {
        ends += goingOn;
        mayEnd++;
      }
    }
  }
}
