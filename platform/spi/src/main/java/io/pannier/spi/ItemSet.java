package io.pannier.spi;

import java.util.Arrays;

/** An immutable set of item ordinals: one bit each, so that asking costs next to nothing. */
public final class ItemSet {
  private static final ItemSet NONE = new ItemSet(new long[0]);

  private final long[] words;

  private ItemSet(long[] words) {
    this.words = words;
  }

  public static ItemSet none() {
    return NONE;
  }

  /**
   * @param words bit b of word w stands for item 64 × w + b; copied
   */
  public static ItemSet of(long[] words) {
    return new ItemSet(words.clone());
  }

  public static ItemSet ofItems(int... items) {
    long[] words = new long[Arrays.stream(items).max().orElse(-1) / 64 + 1];
    for (int item : items) {
      words[item >> 6] |= 1L << item;
    }
    return new ItemSet(words);
  }

  public boolean contains(int item) {
    int word = item >> 6;
    return item >= 0 && word < words.length && (words[word] >>> item & 1) != 0;
  }

  /** How many items there are. Counts them. */
  public int size() {
    int size = 0;
    for (long word : words) {
      size += Long.bitCount(word);
    }
    return size;
  }

  /**
   * The first item that is not below {@code from}.
   *
   * @return -1 where there is none
   */
  public int next(int from) {
    int word = from >> 6;
    if (word >= words.length) {
      return -1;
    }
    long left = words[word] & -1L << from;
    while (left == 0) {
      if (++word == words.length) {
        return -1;
      }
      left = words[word];
    }
    return (word << 6) + Long.numberOfTrailingZeros(left);
  }

  /** What is in both. */
  public ItemSet and(ItemSet other) {
    long[] both = new long[Math.min(words.length, other.words.length)];
    for (int i = 0; i < both.length; i++) {
      both[i] = words[i] & other.words[i];
    }
    return new ItemSet(both);
  }
}
