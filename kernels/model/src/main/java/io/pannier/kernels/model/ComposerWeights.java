package io.pannier.kernels.model;

import io.pannier.kernels.api.Catalogue;
import io.pannier.kernels.api.ComposerSpec;
import io.pannier.kernels.api.EmbeddingTable;
import io.pannier.kernels.api.Kernels;
import io.pannier.kernels.api.LayerNorm;
import io.pannier.kernels.api.Precision;
import io.pannier.kernels.api.TensorSource;
import io.pannier.spi.PannierException;

/**
 * The weights of a composer, prepared once for a backend: immutable, and shared by all runtimes
 * whose kernels are of that backend. It must outlive them.
 */
public final class ComposerWeights implements AutoCloseable {
  private final WeightLoader loader;
  private final EventEmbedding events;
  private final EncoderLayer[] encoder;
  private final LayerNorm encoderNorm;
  private final DecoderWeights decoder;
  private final Catalogue catalogue;

  private ComposerWeights(WeightLoader loader, Precision precision) {
    ComposerSpec spec = loader.spec();
    this.loader = loader;
    float[] items = loader.tensor("embedding.item", spec.items(), spec.width());
    EmbeddingTable item = loader.table(items, spec.items());
    ProductEmbedding product =
        new ProductEmbedding(
            item,
            loader.table("embedding.category", spec.categories()),
            loader.table("embedding.price", spec.priceBuckets()));
    this.catalogue = loader.catalogue(items, precision);
    this.events =
        new EventEmbedding(
            product,
            loader.table("embedding.type", spec.eventTypes()),
            loader.table("embedding.gap", spec.gapBuckets()));
    this.encoder = new EncoderLayer[spec.encoderLayers()];
    for (int l = 0; l < encoder.length; l++) {
      encoder[l] = EncoderLayer.load(loader, l);
    }
    this.encoderNorm = loader.norm("encoder.norm");
    this.decoder = DecoderWeights.load(loader);
  }

  /**
   * Reads and prepares all tensors.
   *
   * @param kernels any instance of the backend; not kept
   * @param precision of the scan over the vocabulary
   * @throws PannierException MODEL_TENSOR_MISSING, MODEL_FILE_INVALID or KERNEL_SHAPE_MISMATCH from
   *     the source, and what the kernels throw; nothing stays prepared then
   */
  public static ComposerWeights prepare(
      Kernels kernels, ComposerSpec spec, TensorSource source, Precision precision) {
    WeightLoader loader = new WeightLoader(kernels, spec, source);
    try {
      return new ComposerWeights(loader, precision);
    } catch (RuntimeException e) {
      loader.close();
      throw e;
    }
  }

  public ComposerSpec spec() {
    return loader.spec();
  }

  EventEmbedding events() {
    return events;
  }

  EncoderLayer[] encoder() {
    return encoder;
  }

  LayerNorm encoderNorm() {
    return encoderNorm;
  }

  DecoderWeights decoder() {
    return decoder;
  }

  Catalogue catalogue() {
    return catalogue;
  }

  @Override
  public void close() {
    loader.close();
  }
}
