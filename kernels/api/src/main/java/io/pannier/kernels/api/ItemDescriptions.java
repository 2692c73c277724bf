package io.pannier.kernels.api;

import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import java.util.List;
import java.util.Optional;

/**
 * What a model file says of its items beside their vectors, so that a product that is younger than
 * the model can be placed among them: words and categories, by name.
 *
 * @param words of each item, with their names
 * @param vectors (words, width): what each word adds to the vectors of its items; empty where items
 *     share none
 * @param categories names of the rows of {@code embedding.category}
 * @param categoryOf (items): the category of each; −1 for none
 */
public record ItemDescriptions(
    WordBags words, float[] vectors, List<String> categories, int[] categoryOf) {
  private static final String WORDS = "words";
  private static final String OFFSETS = "words.offsets";
  private static final String BAGS = "words.bags";
  private static final String VECTORS = "embedding.word";
  private static final String CATEGORIES = "categories";
  private static final String CATEGORY_OF = "categories.items";

  /**
   * @throws PannierException MODEL_FILE_INVALID where they are of different items
   */
  public ItemDescriptions {
    categories = List.copyOf(categories);
    boolean fits =
        words.items() == categoryOf.length
            && (vectors.length == 0 || (words.count() > 0 && vectors.length % words.count() == 0));
    for (int category : categoryOf) {
      fits &= category >= -1 && category < categories.size();
    }
    if (!fits) {
      throw new PannierException(
          StandardErrorCode.MODEL_FILE_INVALID,
          "words of " + words.items() + " items and categories of " + categoryOf.length);
    }
  }

  /** Adds the descriptions to what a file will hold. */
  public void write(NamedTensors to) {
    to.putTexts(WORDS, words.names())
        .put(OFFSETS, words.offsets(), words.offsets().length)
        .put(BAGS, words.words(), words.words().length)
        .put(VECTORS, vectors, vectors.length)
        .putTexts(CATEGORIES, categories)
        .put(CATEGORY_OF, categoryOf, categoryOf.length);
  }

  /**
   * Reads what was written; empty for a file of before there were descriptions.
   *
   * @throws PannierException MODEL_TENSOR_MISSING or MODEL_FILE_INVALID
   */
  public static Optional<ItemDescriptions> read(NamedTensors from) {
    if (!from.contains(OFFSETS)) {
      return Optional.empty();
    }
    List<String> names = from.texts(WORDS);
    return Optional.of(
        new ItemDescriptions(
            new WordBags(names, names.size(), from.integers(OFFSETS), from.integers(BAGS)),
            from.floats(VECTORS),
            from.texts(CATEGORIES),
            from.integers(CATEGORY_OF)));
  }
}
