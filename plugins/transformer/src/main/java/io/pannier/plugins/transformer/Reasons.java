package io.pannier.plugins.transformer;

import io.pannier.kernels.api.ComposerModel;
import io.pannier.kernels.api.TopK;
import io.pannier.spi.ScoringContext;
import java.util.Arrays;

/**
 * Which event carried a product: the one without which its score is lowest. The model reads the
 * sequence once more for each of the newest events, without that event, and scores the same
 * products: occlusion (Zeiler and Fergus, ECCV 2014), which is faithful by definition where
 * attention weights need not be (Jain and Wallace, NAACL 2019).
 */
final class Reasons {
  private static final int NONE = -1;

  private final ComposerModel model;
  private final int most;
  private final EventPack base = new EventPack();
  private final EventPack variants = new EventPack();
  private TopK top = new TopK(1, 1);
  private long[] hidden = new long[1];

  /**
   * @param most newest events that are left out in turn; 0 gives no reasons
   */
  Reasons(ComposerModel model, int most) {
    this.model = model;
    this.most = most;
  }

  /**
   * @param items of the vocabulary, not repeated
   * @return for each item the item of the event that carried it most, or −1 where none did
   */
  int[] of(ScoringContext context, Question question, int[] items) {
    int[] because = new int[items.length];
    Arrays.fill(because, NONE);
    base.clear();
    question.write(context, base);
    int events = base.size();
    int tried = Math.min(most, events);
    if (tried == 0) {
      return because;
    }
    if (events == 1) {
      Arrays.fill(because, base.item(0));
      return because;
    }
    variants.clear();
    // The whole sequence is the first variant: nothing is left out of it.
    leaveOut(events);
    for (int i = 0; i < tried; i++) {
      leaveOut(events - 1 - i);
    }
    score(items, tried + 1);
    float[] whole = scores(items, 0);
    float[] largest = new float[items.length];
    for (int i = 0; i < tried; i++) {
      float[] without = scores(items, i + 1);
      for (int j = 0; j < items.length; j++) {
        float drop = whole[j] - without[j];
        if (drop > largest[j]) {
          largest[j] = drop;
          because[j] = base.item(events - 1 - i);
        }
      }
    }
    return because;
  }

  private void leaveOut(int left) {
    for (int event = 0; event < base.size(); event++) {
      if (event != left) {
        base.copy(event, variants);
      }
    }
    variants.endSequence();
  }

  private void score(int[] items, int sequences) {
    int words = (model.spec().items() + Long.SIZE - 1) / Long.SIZE;
    if (hidden.length != words) {
      hidden = new long[words];
    }
    Arrays.fill(hidden, -1L);
    for (int item : items) {
      hidden[item >> 6] &= ~(1L << item);
    }
    if (top.k() != items.length || top.capacity() < sequences) {
      top = new TopK(most + 1, items.length);
    }
    model.recommend(variants.batch(), hidden, top);
  }

  /** The scores of the items in their own order. */
  private float[] scores(int[] items, int row) {
    float[] scores = new float[items.length];
    for (int rank = 0; rank < items.length; rank++) {
      int item = top.item(row, rank);
      for (int j = 0; j < items.length; j++) {
        if (items[j] == item) {
          scores[j] = top.score(row, rank);
        }
      }
    }
    return scores;
  }
}
