package io.pannier.plugins.transformer;

import io.pannier.kernels.api.ItemDescriptions;
import io.pannier.kernels.api.TextProjection;
import io.pannier.kernels.api.WideSeeds;
import io.pannier.kernels.api.WordBags;
import io.pannier.plugins.transformer.Likeness.Like;
import io.pannier.spi.Catalogue;
import io.pannier.spi.Product;
import io.pannier.spi.ProductVectors;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Products that are younger than the model. What was bought with one is not known, so it inherits
 * from the rows that are most like it, by words or by the meaning of their texts: the mean of what
 * neighbours say of those stands for what they would say of it; its vector is what its words and
 * its text add to vectors, and the mean of what those rows have beyond their words and texts. How
 * alike its title is to those of the seeds is its own. Not thread-safe.
 */
final class YoungProducts {
  /** Most that are kept; the oldest of the catalogue come first. */
  private static final int MOST = 4_000;

  /** Most that are described in one call, and most items that it looks at, so that it is short. */
  private static final int DESCRIBED = 64;

  private static final int LOOKED_AT = 4_096;

  /** Most texts that are compared in one call; one product's are compared whatever it costs. */
  private static final int COMPARED = 100_000;

  /** Rows that a product inherits from. */
  private static final int HEIRS = 10;

  private final ServedModel model;
  private final ItemDescriptions descriptions;
  private final Likeness likeness;
  private final @Nullable TextLikeness texts;
  private final float[] text;
  private final float[] rowText;
  private final List<Young> products = new ArrayList<>();
  private final Map<Integer, Integer> numbers = new HashMap<>();
  private final float[] seedWeights;
  private int next;

  /**
   * A product.
   *
   * @param item of the catalogue
   * @param likes rows whose titles are like its own, the most alike first
   * @param heirs rows that it inherits from, the most alike first
   * @param shares of each of them, which add up to 1
   * @param vector (width)
   * @param read whether its text was read
   */
  private record Young(
      int item, List<Like> likes, List<Like> heirs, float[] shares, float[] vector, boolean read) {}

  YoungProducts(ServedModel model, ItemDescriptions descriptions) {
    this.model = model;
    this.descriptions = descriptions;
    this.likeness = new Likeness(descriptions, model.categories(), model.tables().counts());
    this.seedWeights = new float[model.rows()];
    TextProjection projection = model.texts();
    this.texts = projection == null ? null : new TextLikeness(projection);
    this.text = new float[projection == null ? 0 : projection.dimension()];
    this.rowText = new float[text.length];
  }

  /**
   * Looks for products that are new, a few at a time, round and round the catalogue.
   *
   * @param vectors of the shop; looked at only where the model reads texts and a product is new
   */
  void follow(Catalogue catalogue, Vocabulary vocabulary, ProductVectors vectors) {
    int described = 0;
    int compared = 0;
    boolean following = false;
    int size = catalogue.size();
    products.removeIf(young -> vocabulary.row(young.item()) >= 0 || young.item() >= size);
    if (products.size() != numbers.size()) {
      number();
    }
    for (int looked = 0;
        looked < Math.min(size, LOOKED_AT)
            && described < DESCRIBED
            && compared < COMPARED
            && products.size() < MOST;
        looked++) {
      int item = next < size ? next : 0;
      next = item + 1;
      Product product = catalogue.product(item);
      if (product != null && product.sellable() && vocabulary.row(item) < 0) {
        if (texts != null && !following) {
          texts.follow(vectors);
          following = true;
        }
        boolean read = texts != null && texts.read(item, text);
        Integer known = numbers.get(item);
        if (known == null || (read && !products.get(known).read())) {
          described++;
          compared += texts != null && read ? texts.size() : 0;
          keep(describe(product, vocabulary, read), known);
        }
      }
    }
  }

  /**
   * @param known the number that it has already; null for none
   */
  private void keep(Young young, @Nullable Integer known) {
    if (known != null) {
      products.set(known, young);
    } else if (!young.heirs().isEmpty()) {
      numbers.put(young.item(), products.size());
      products.add(young);
    }
  }

  private void number() {
    numbers.clear();
    for (int i = 0; i < products.size(); i++) {
      numbers.put(products.get(i).item(), i);
    }
  }

  /**
   * @param read whether {@code text} holds the product's
   */
  private Young describe(Product product, Vocabulary vocabulary, boolean read) {
    int[] words = likeness.words(product);
    List<Like> likes = likeness.of(product, words);
    List<Like> meaning = read && texts != null ? texts.of(text, vocabulary) : new ArrayList<>();
    if (likes.isEmpty() && meaning.isEmpty()) {
      likes = likeness.ofCategory(product);
    }
    List<Like> heirs = heirs(likes, meaning);
    float[] shares = new float[heirs.size()];
    double sum = 0;
    for (Like heir : heirs) {
      sum += (double) heir.cosine() * heir.cosine();
    }
    int width = model.width();
    float[] vector = new float[width];
    addWords(words, 0, words.length, 1, vector);
    addText(read, text, 1, vector);
    WordBags bags = descriptions.words();
    for (int i = 0; i < shares.length; i++) {
      Like heir = heirs.get(i);
      int row = heir.row();
      shares[i] = (float) (heir.cosine() * heir.cosine() / sum);
      for (int d = 0; d < width; d++) {
        vector[d] += shares[i] * model.items()[row * width + d];
      }
      addWords(bags.words(), bags.offsets()[row], bags.offsets()[row + 1], -shares[i], vector);
      // Where its own text is not read, what those of the heirs add stands for it.
      boolean both = read && texts != null && texts.read(vocabulary.item(row), rowText);
      addText(both, rowText, -shares[i], vector);
    }
    return new Young(product.item(), likes, heirs, shares, vector, read);
  }

  /** The rows that are most like a product in the one way or the other. */
  private static List<Like> heirs(List<Like> byWords, List<Like> byMeaning) {
    Map<Integer, Float> cosines = new HashMap<>();
    byWords.forEach(like -> cosines.merge(like.row(), like.cosine(), Math::max));
    byMeaning.forEach(like -> cosines.merge(like.row(), like.cosine(), Math::max));
    return cosines.entrySet().stream()
        .map(entry -> new Like(entry.getKey(), entry.getValue()))
        .sorted(Comparator.comparingDouble(Like::cosine).reversed().thenComparingInt(Like::row))
        .limit(HEIRS)
        .toList();
  }

  /** Adds a multiple of what a text adds to the vector of its item. */
  private void addText(boolean has, float[] of, float factor, float[] vector) {
    TextProjection projection = model.texts();
    if (has && projection != null) {
      float[] added = new float[vector.length];
      projection.add(of, added);
      for (int d = 0; d < vector.length; d++) {
        vector[d] += factor * added[d];
      }
    }
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
    return products.get(number).heirs().getFirst().row();
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
      counts += young.shares()[i] * scores.countSum(young.heirs().get(i).row());
    }
    float alike = 0;
    for (Like like : young.likes()) {
      alike += seedWeights[like.row()] * like.cosine() * like.cosine();
    }
    return deep + scores.wide(counts, alike);
  }
}
