package io.pannier.text;

import io.pannier.spi.Catalogue;
import io.pannier.spi.Product;
import io.pannier.spi.ProductVectors;
import io.pannier.spi.QuestionText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The vectors of a catalogue that stands still, all encoded at once: for an evaluation. */
public final class EncodedCatalogue implements AutoCloseable {
  private final TextEncoder encoder;
  private final ProductVectors products;

  private EncodedCatalogue(TextEncoder encoder, ProductVectors products) {
    this.encoder = encoder;
    this.products = products;
  }

  /** Encodes everything, which takes some milliseconds a product. */
  public static EncodedCatalogue of(Catalogue catalogue, TextConfig config) {
    TextEncoder encoder = OnnxTextEncoder.open(config);
    List<Product> products = new ArrayList<>();
    for (int item = 0; item < catalogue.size(); item++) {
      Product product = catalogue.product(item);
      if (product != null) {
        products.add(product);
      }
    }
    products.sort(Comparator.comparingInt(product -> VectorCache.text(product).length()));
    Map<Integer, float[]> vectors = HashMap.newHashMap(products.size());
    for (int from = 0; from < products.size(); from += config.batch()) {
      List<Product> few = products.subList(from, Math.min(products.size(), from + config.batch()));
      List<float[]> encoded = encoder.encode(few.stream().map(VectorCache::text).toList());
      for (int i = 0; i < few.size(); i++) {
        vectors.put(few.get(i).item(), encoded.get(i));
      }
    }
    return new EncodedCatalogue(
        encoder, VectorTable.empty(encoder.id(), encoder.dimension()).with(vectors));
  }

  /** The model's name and hash. */
  public String model() {
    return encoder.id();
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
