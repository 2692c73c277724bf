package io.pannier.spitestkit;

import io.pannier.spi.ComplementarityModel;
import io.pannier.spi.OnlineLearner;
import io.pannier.spi.ScoredCandidates;
import io.pannier.spi.ScoringContext;
import io.pannier.spi.ScoringStrategy;
import io.pannier.spi.Strategy;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a strategy's state off its answers: two strategies with equal probes answer alike. Where a
 * learner answers nothing by itself, its snapshot stands in.
 */
final class Probe {
  private Probe() {}

  static List<Float> answers(Strategy strategy, ContractSubject subject) {
    List<Float> answers = new ArrayList<>();
    FakeCatalogue catalogue = subject.catalogue();
    if (strategy instanceof ScoringStrategy scoring) {
      for (ScoredCandidates answer : scoring.score(contexts(subject, catalogue))) {
        for (int rank = 0; rank < answer.size(); rank++) {
          answers.add((float) answer.item(rank));
          answers.add(answer.score(rank));
        }
        answers.add(-1f);
      }
    }
    if (strategy instanceof ComplementarityModel model) {
      int[] items = new int[catalogue.size()];
      for (int i = 0; i < items.length; i++) {
        items[i] = i;
      }
      float[] lift = new float[items.length * items.length];
      model.complementarity(items, lift);
      for (float value : lift) {
        answers.add(value);
      }
    }
    if (answers.isEmpty() && strategy instanceof OnlineLearner learner) {
      for (byte value : snapshot(learner)) {
        answers.add((float) value);
      }
    }
    return answers;
  }

  static byte[] snapshot(OnlineLearner learner) {
    try {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      learner.snapshot(out);
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException("a snapshot into memory failed", e);
    }
  }

  /** Equal up to the rounding that another order of additions brings. */
  static void closeTo(List<Float> expected, List<Float> actual, String what) {
    Check.that(
        expected.size() == actual.size(),
        "%s: %d values against %d",
        what,
        actual.size(),
        expected.size());
    for (int i = 0; i < expected.size(); i++) {
      float one = expected.get(i);
      float other = actual.get(i);
      Check.that(
          Math.abs(one - other) <= 1e-4f * Math.max(1, Math.abs(one)),
          "%s: value %d is %s, expected %s",
          what,
          i,
          other,
          one);
    }
  }

  private static List<ScoringContext> contexts(ContractSubject subject, FakeCatalogue catalogue) {
    ShopGenerator shop = subject.shop();
    List<ScoringContext> contexts = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      contexts.add(shop.context(catalogue, i % 4, i * 3, 10));
    }
    return contexts;
  }
}
