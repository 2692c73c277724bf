package io.pannier.plugins.transformer;

import io.pannier.kernels.api.Neighbours;
import io.pannier.kernels.api.Rows;
import io.pannier.kernels.api.WideSeeds;
import java.util.Arrays;

/**
 * Which event carried a product: the one without which its score is lowest. The model reads the
 * sequence once more for each of the newest events, without that event and without what its
 * neighbours say: occlusion (Zeiler and Fergus, ECCV 2014), which is faithful by definition where
 * attention weights need not be (Jain and Wallace, NAACL 2019).
 */
final class Reasons {
  private static final int NONE = -1;

  private final ServedModel model;
  private final Vocabulary vocabulary;
  private final FusedScores scores;
  private final int most;
  private final EventPack variants = new EventPack();
  private final int[] places;
  private float[] states = {};

  /**
   * @param most newest events that are left out in turn; 0 gives no reasons
   */
  Reasons(ServedModel model, Vocabulary vocabulary, FusedScores scores, int most) {
    this.model = model;
    this.vocabulary = vocabulary;
    this.scores = scores;
    this.most = most;
    this.places = new int[model.rows()];
    Arrays.fill(places, NONE);
  }

  /**
   * @param whole states; that of the whole sequence begins at {@code state}
   * @param rows of the vocabulary, not repeated, of which the scores have the sums
   * @return for each row the item of the event that carried it most, or −1 where none did
   */
  int[] of(Sequence sequence, float[] whole, int state, int[] rows) {
    int[] because = new int[rows.length];
    Arrays.fill(because, NONE);
    int tried = Math.min(most, sequence.size());
    if (tried == 0) {
      return because;
    }
    if (sequence.size() == 1) {
      Arrays.fill(because, vocabulary.item(sequence.row(0)));
      return because;
    }
    encode(sequence, tried);
    float[] all = new float[rows.length];
    for (int j = 0; j < rows.length; j++) {
      all[j] = scores.score(whole, state, rows[j]);
      places[rows[j]] = j;
    }
    float[] largest = new float[rows.length];
    float[] counts = new float[rows.length];
    float[] likeness = new float[rows.length];
    for (int i = 0; i < tried; i++) {
      int left = sequence.size() - 1 - i;
      float change = change(sequence, left);
      Arrays.fill(counts, 0);
      Arrays.fill(likeness, 0);
      add(scores.cosines(), sequence.row(left), change, counts);
      add(scores.likeness(), sequence.row(left), change, likeness);
      for (int j = 0; j < rows.length; j++) {
        // Taking away what was added may leave a little less than nothing.
        float countSum = Math.max(0, scores.countSum(rows[j]) + counts[j]);
        float likenessSum = Math.max(0, scores.likenessSum(rows[j]) + likeness[j]);
        float without =
            scores.deep(states, i * model.width(), rows[j]) + scores.wide(countSum, likenessSum);
        if (all[j] - without > largest[j]) {
          largest[j] = all[j] - without;
          because[j] = vocabulary.item(sequence.row(left));
        }
      }
    }
    for (int row : rows) {
      places[row] = NONE;
    }
    return because;
  }

  private void encode(Sequence sequence, int tried) {
    variants.clear();
    for (int i = 0; i < tried; i++) {
      sequence.writeWithout(sequence.size() - 1 - i, variants);
    }
    if (states.length < tried * model.width()) {
      states = new float[most * model.width()];
    }
    model.composer().encode(variants.batch(), Rows.of(states, model.width()));
  }

  /** How the weight of an event's product changes without the event, 0 or less. */
  private static float change(Sequence sequence, int left) {
    if (sequence.ofCart(left)) {
      return -1;
    }
    int row = sequence.row(left);
    for (int event = left + 1; event < sequence.size(); event++) {
      if (sequence.row(event) == row) {
        return 0;
      }
    }
    float older = 0;
    for (int event = left - 1; event >= 0 && older == 0; event--) {
      older = sequence.row(event) == row ? weight(sequence, event) : 0;
    }
    return older - weight(sequence, left);
  }

  private static float weight(Sequence sequence, int event) {
    return WideSeeds.fading(-(long) sequence.time(event));
  }

  private void add(Neighbours table, int row, float factor, float[] sums) {
    for (int entry = table.offsets()[row]; entry < table.offsets()[row + 1]; entry++) {
      int place = places[table.items()[entry]];
      if (place >= 0) {
        sums[place] += factor * table.weights()[entry];
      }
    }
  }
}
