package io.pannier.plugins.transformer;

import io.pannier.kernels.api.CoPurchases;
import io.pannier.kernels.api.Neighbours;
import io.pannier.kernels.api.WideScale;
import io.pannier.kernels.api.WideSeeds;
import io.pannier.kernels.api.WideTables;

/**
 * Scores of a model's rows, {@code state · item vector + wide}, for one question at a time. Only
 * the rows that a neighbour touches have a sum; all others have the same wide part. Not
 * thread-safe.
 */
final class FusedScores {
  private final int width;
  private final float[] items;
  private final CoPurchases counts;
  private final Neighbours cosines;
  private final Neighbours likeness;
  private final WideScale scale;
  private final double countsFloor;
  private final double likenessFloor;
  private final float[] countSums;
  private final float[] likenessSums;
  private final boolean[] marks;
  private final int[] touched;
  private int size;

  /**
   * @param items vectors of the items, (rows, width)
   */
  FusedScores(int width, float[] items, WideTables tables) {
    this.width = width;
    this.items = items;
    this.counts = tables.counts();
    this.cosines = counts.squaredCosines();
    this.likeness = tables.likeness();
    this.scale = tables.scale();
    this.countsFloor = Math.exp(2.0 * scale.countsFloor());
    this.likenessFloor = Math.exp(2.0 * scale.likenessFloor());
    this.countSums = new float[likeness.rows()];
    this.likenessSums = new float[countSums.length];
    this.marks = new boolean[countSums.length];
    this.touched = new int[countSums.length];
  }

  /** Sums up what the neighbours of the seeds say. */
  void gather(WideSeeds seeds) {
    clear();
    for (int i = 0; i < seeds.size(); i++) {
      cosines.add(seeds.item(i), seeds.weight(i), countSums);
      mark(cosines, seeds.item(i));
    }
    gatherLikeness(seeds);
  }

  /** The same as if an order had not been counted; no row counts as touched. */
  void gatherLeavingOut(WideSeeds seeds, boolean[] order) {
    clear();
    for (int i = 0; i < seeds.size(); i++) {
      counts.addLeavingOut(seeds.item(i), order, seeds.weight(i), countSums);
      mark(cosines, seeds.item(i));
    }
    gatherLikeness(seeds);
  }

  private void gatherLikeness(WideSeeds seeds) {
    for (int i = 0; i < seeds.size(); i++) {
      likeness.add(seeds.item(i), seeds.weight(i), likenessSums);
      mark(likeness, seeds.item(i));
    }
  }

  private void mark(Neighbours table, int row) {
    for (int entry = table.offsets()[row]; entry < table.offsets()[row + 1]; entry++) {
      int item = table.items()[entry];
      if (!marks[item]) {
        marks[item] = true;
        touched[size++] = item;
      }
    }
  }

  private void clear() {
    for (int i = 0; i < size; i++) {
      countSums[touched[i]] = 0;
      likenessSums[touched[i]] = 0;
      marks[touched[i]] = false;
    }
    size = 0;
  }

  /** Rows that a neighbour touches. */
  int touched() {
    return size;
  }

  int touched(int index) {
    return touched[index];
  }

  int rows() {
    return countSums.length;
  }

  Neighbours cosines() {
    return cosines;
  }

  Neighbours likeness() {
    return likeness;
  }

  float countSum(int row) {
    return countSums[row];
  }

  float likenessSum(int row) {
    return likenessSums[row];
  }

  /** The score of a row by the state that begins at a place. */
  float score(float[] states, int at, int row) {
    return deep(states, at, row) + wide(countSums[row], likenessSums[row]);
  }

  /** What the counts alone say of a row. */
  float countsScore(int row) {
    return (float) (scale.counts() / 2 * Math.log(countsFloor + countSums[row]));
  }

  float wide(float countSum, float likenessSum) {
    return (float)
        (scale.counts() / 2 * Math.log(countsFloor + countSum)
            + scale.likeness() / 2 * Math.log(likenessFloor + likenessSum));
  }

  /** Four sums at a time, so that an addition need not wait for the one before. */
  float deep(float[] states, int at, int row) {
    int item = row * width;
    float a = 0;
    float b = 0;
    float c = 0;
    float d = 0;
    int i = 0;
    for (; i + 4 <= width; i += 4) {
      a += states[at + i] * items[item + i];
      b += states[at + i + 1] * items[item + i + 1];
      c += states[at + i + 2] * items[item + i + 2];
      d += states[at + i + 3] * items[item + i + 3];
    }
    for (; i < width; i++) {
      a += states[at + i] * items[item + i];
    }
    return (a + b) + (c + d);
  }
}
