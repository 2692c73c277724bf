package io.pannier.plugins.transformer;

import io.pannier.kernels.api.ItemDescriptions;
import io.pannier.kernels.api.WideSeeds;
import io.pannier.kernels.api.WordBags;
import io.pannier.plugins.transformer.Likeness.Like;
import io.pannier.spi.Catalogue;
import io.pannier.spi.Product;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Products that are younger than the model. What was bought with one is not known, so it inherits
 * from the rows that are most like it: the mean of what neighbours say of those stands for what
 * they would say of it; its vector is what its words add to vectors, and the mean of what those
 * rows have beyond their words. How alike its title is to those of the seeds is its own. Not
 * thread-safe.
 */
final class YoungProducts {
  /** Most that are kept; the oldest of the catalogue come first. */
  private static final int MOST = 4_000;

  /** Most that are described in one call, and most items that it looks at, so that it is short. */
  private static final int DESCRIBED = 64;

  private static final int LOOKED_AT = 4_096;

  /** Rows that a product inherits from. */
  private static final int HEIRS = 10;

  private final ServedModel model;
  private final ItemDescriptions descriptions;
  private final Likeness likeness;
  private final List<Young> products = new ArrayList<>();
  private final Map<Integer, Integer> numbers = new HashMap<>();
  private final float[] seedWeights;
  private int next;

  /**
   * A product.
   *
   * @param item of the catalogue
   * @param likes rows that are like it, the most alike first
   * @param shares of the first of them in what it inherits, which add up to 1
   * @param vector (width)
   */
  private record Young(int item, List<Like> likes, float[] shares, float[] vector) {}

  YoungProducts(ServedModel model, ItemDescriptions descriptions) {
    this.model = model;
    this.descriptions = descriptions;
    this.likeness = new Likeness(descriptions, model.categories(), model.tables().counts());
    this.seedWeights = new float[model.rows()];
  }

  /** Looks for products that are new, a few at a time, round and round the catalogue. */
  void follow(Catalogue catalogue, Vocabulary vocabulary) {
    int described = 0;
    int size = catalogue.size();
    products.removeIf(young -> vocabulary.row(young.item()) >= 0 || young.item() >= size);
    if (products.size() != numbers.size()) {
      number();
    }
    for (int looked = 0;
        looked < Math.min(size, LOOKED_AT) && described < DESCRIBED && products.size() < MOST;
        looked++) {
      int item = next < size ? next : 0;
      next = item + 1;
      Product product = catalogue.product(item);
      if (product != null
          && product.sellable()
          && vocabulary.row(item) < 0
          && !numbers.containsKey(item)) {
        Young young = describe(product);
        described++;
        if (!young.likes().isEmpty()) {
          numbers.put(item, products.size());
          products.add(young);
        }
      }
    }
  }

  private void number() {
    numbers.clear();
    for (int i = 0; i < products.size(); i++) {
      numbers.put(products.get(i).item(), i);
    }
  }

  private Young describe(Product product) {
    int[] words = likeness.words(product);
    List<Like> likes = likeness.of(product, words);
    float[] shares = new float[Math.min(HEIRS, likes.size())];
    double sum = 0;
    for (int i = 0; i < shares.length; i++) {
      sum += (double) likes.get(i).cosine() * likes.get(i).cosine();
    }
    int width = model.width();
    float[] vector = new float[width];
    addWords(words, 0, words.length, 1, vector);
    WordBags bags = descriptions.words();
    for (int i = 0; i < shares.length; i++) {
      Like like = likes.get(i);
      shares[i] = (float) (like.cosine() * like.cosine() / sum);
      for (int d = 0; d < width; d++) {
        vector[d] += shares[i] * model.items()[like.row() * width + d];
      }
      addWords(
          bags.words(),
          bags.offsets()[like.row()],
          bags.offsets()[like.row() + 1],
          -shares[i],
          vector);
    }
    return new Young(product.item(), likes, shares, vector);
  }

  /** Adds a multiple of what words add to the vector of their item. */
  private void addWords(int[] words, int from, int to, float factor, float[] vector) {
    if (descriptions.vectors().length == 0 || from == to) {
      return;
    }
    float share = factor * WordBags.share(to - from);
    int width = vector.length;
    for (int at = from; at < Math.min(to, from + WordBags.MOST_SHARING); at++) {
      for (int d = 0; d < width; d++) {
        vector[d] += share * descriptions.vectors()[words[at] * width + d];
      }
    }
  }

  /** Tells what the neighbours of a question are looked for. */
  void begin(WideSeeds seeds) {
    for (int seed = 0; seed < seeds.size(); seed++) {
      seedWeights[seeds.item(seed)] += seeds.weight(seed);
    }
  }

  /** Forgets the question. */
  void end(WideSeeds seeds) {
    for (int seed = 0; seed < seeds.size(); seed++) {
      seedWeights[seeds.item(seed)] = 0;
    }
  }

  int size() {
    return products.size();
  }

  /** The item of a product. */
  int item(int number) {
    return products.get(number).item();
  }

  /** The number of a product by its item; −1 where it is none. */
  int number(int item) {
    return numbers.getOrDefault(item, -1);
  }

  /** The row that a product is most like. */
  int like(int number) {
    return products.get(number).likes().getFirst().row();
  }

  /**
   * The score of a product, on the scale of {@link FusedScores#score}.
   *
   * @param states the question's begins at {@code at}
   * @param scores with the sums of the question
   */
  float score(int number, float[] states, int at, FusedScores scores) {
    Young young = products.get(number);
    float deep = 0;
    for (int d = 0; d < young.vector().length; d++) {
      deep += states[at + d] * young.vector()[d];
    }
    float counts = 0;
    for (int i = 0; i < young.shares().length; i++) {
      counts += young.shares()[i] * scores.countSum(young.likes().get(i).row());
    }
    float alike = 0;
    for (Like like : young.likes()) {
      alike += seedWeights[like.row()] * like.cosine() * like.cosine();
    }
    return deep + scores.wide(counts, alike);
  }
}
