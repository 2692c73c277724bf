package io.pannier.plugins.text;

/**
 * How figures lie: their mean and standard deviation, so that those of two kinds can be added. NaN
 * stands for a figure that is not there and counts as the mean.
 *
 * @param deviation 0 where all are alike, and then none says anything
 */
record Standard(double mean, double deviation) {
  /** Of the first {@code size} figures. */
  static Standard of(float[] values, int size) {
    double sum = 0;
    double squares = 0;
    int count = 0;
    for (int i = 0; i < size; i++) {
      float value = values[i];
      if (!Float.isNaN(value)) {
        sum += value;
        squares += (double) value * value;
        count++;
      }
    }
    if (count == 0) {
      return new Standard(0, 0);
    }
    double mean = sum / count;
    return new Standard(mean, Math.sqrt(Math.max(0, squares / count - mean * mean)));
  }

  /** How many standard deviations a figure lies above the mean. */
  double score(float value) {
    return Float.isNaN(value) || deviation < 1e-9 ? 0 : (value - mean) / deviation;
  }
}
