package io.pannier.text;

import io.pannier.spi.Catalogue;
import io.pannier.spi.Product;
import io.pannier.spi.ProductVectors;
import io.pannier.spi.QuestionText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The vectors of a catalogue that stands still: for an evaluation, and for trainings. */
public final class EncodedCatalogue implements AutoCloseable {
  private static final int FOUND_AT_ONCE = 512;

  private final TextEncoder encoder;
  private final ProductVectors products;

  private EncodedCatalogue(TextEncoder encoder, ProductVectors products) {
    this.encoder = encoder;
    this.products = products;
  }

  /** Encodes everything, which takes some milliseconds a product. */
  public static EncodedCatalogue of(Catalogue catalogue, TextConfig config) {
    return of(catalogue, config, KnownTexts.inMemory());
  }

  /**
   * Encodes what is not known, which takes some milliseconds a product.
   *
   * @param known keeps what is encoded
   */
  public static EncodedCatalogue of(Catalogue catalogue, TextConfig config, KnownTexts known) {
    TextEncoder encoder = OnnxTextEncoder.open(config);
    try {
      return new EncodedCatalogue(encoder, encode(catalogue, encoder, config.batch(), known));
    } catch (RuntimeException e) {
      encoder.close();
      throw e;
    }
  }

  /**
   * The vectors of a catalogue by an encoder that stays the caller's.
   *
   * @param batch most texts that are encoded at once
   * @param known keeps what is encoded
   */
  static ProductVectors encode(
      Catalogue catalogue, TextEncoder encoder, int batch, KnownTexts known) {
    Map<Integer, String> texts = new LinkedHashMap<>();
    for (int item = 0; item < catalogue.size(); item++) {
      Product product = catalogue.product(item);
      if (product != null) {
        texts.put(item, VectorCache.text(product));
      }
    }
    Map<Integer, float[]> vectors = find(encoder, texts, known);
    List<Integer> missing = new ArrayList<>(texts.keySet());
    missing.removeIf(vectors::containsKey);
    // Alike in length: a batch is padded to its longest text.
    missing.sort(Comparator.comparingInt(item -> texts.getOrDefault(item, "").length()));
    for (int from = 0; from < missing.size(); from += batch) {
      List<Integer> few = missing.subList(from, Math.min(missing.size(), from + batch));
      List<float[]> encoded =
          encoder.encode(few.stream().map(item -> texts.getOrDefault(item, "")).toList());
      Map<Integer, float[]> fresh = HashMap.newHashMap(few.size());
      for (int i = 0; i < few.size(); i++) {
        fresh.put(few.get(i), encoded.get(i));
      }
      known.keep(encoder.id(), encoder.dimension(), texts, fresh);
      vectors.putAll(fresh);
    }
    return VectorTable.empty(encoder.id(), encoder.dimension()).with(vectors);
  }

  private static Map<Integer, float[]> find(
      TextEncoder encoder, Map<Integer, String> texts, KnownTexts known) {
    Map<Integer, float[]> found = HashMap.newHashMap(texts.size());
    Map<Integer, String> some = new LinkedHashMap<>();
    texts.forEach(
        (item, text) -> {
          some.put(item, text);
          if (some.size() == FOUND_AT_ONCE) {
            found.putAll(known.find(encoder.id(), encoder.dimension(), some));
            some.clear();
          }
        });
    found.putAll(known.find(encoder.id(), encoder.dimension(), some));
    return found;
  }

  /** The model's name and hash. */
  public String model() {
    return encoder.id();
  }

  /** The vectors, which outlive what encoded them. */
  public ProductVectors products() {
    return products;
  }

  /** What texts say to a question; blocks while it is encoded. */
  public QuestionText question(String query) {
    return new QuestionText(
        query, query.isEmpty() ? null : encoder.encode(List.of(query)).getFirst(), products);
  }

  @Override
  public void close() {
    encoder.close();
  }
}
