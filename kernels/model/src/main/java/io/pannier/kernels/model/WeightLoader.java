package io.pannier.kernels.model;

import io.pannier.kernels.api.Catalogue;
import io.pannier.kernels.api.ComposerSpec;
import io.pannier.kernels.api.EmbeddingTable;
import io.pannier.kernels.api.Kernels;
import io.pannier.kernels.api.LayerNorm;
import io.pannier.kernels.api.PackedMatrix;
import io.pannier.kernels.api.Precision;
import io.pannier.kernels.api.TensorSource;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads tensors by name and prepares them for one backend. It remembers what it prepared, so that a
 * model that fails half-way gives its memory back.
 */
final class WeightLoader implements AutoCloseable {
  private final Kernels kernels;
  private final ComposerSpec spec;
  private final TensorSource source;
  private final List<Runnable> releases = new ArrayList<>();

  WeightLoader(Kernels kernels, ComposerSpec spec, TensorSource source) {
    this.kernels = kernels;
    this.spec = spec;
    this.source = source;
  }

  ComposerSpec spec() {
    return spec;
  }

  float[] tensor(String name, int... shape) {
    return source.tensor(name, shape);
  }

  LayerNorm norm(String name) {
    return new LayerNorm(
        source.tensor(name + ".weight", spec.width()),
        source.tensor(name + ".bias", spec.width()),
        ComposerSpec.NORM_EPSILON);
  }

  Linear linear(String name, int in, int out) {
    float[] weight = source.tensor(name + ".weight", out, in);
    float[] transposed = new float[weight.length];
    for (int o = 0; o < out; o++) {
      for (int i = 0; i < in; i++) {
        transposed[i * out + o] = weight[o * in + i];
      }
    }
    PackedMatrix packed = kernels.pack(transposed, in, out);
    releases.add(packed::close);
    return new Linear(packed, source.tensor(name + ".bias", out));
  }

  EmbeddingTable table(float[] rows, int count) {
    EmbeddingTable table = kernels.table(rows, count, spec.width());
    releases.add(table::close);
    return table;
  }

  EmbeddingTable table(String name, int count) {
    return table(source.tensor(name, count, spec.width()), count);
  }

  Catalogue catalogue(float[] items, Precision precision) {
    Catalogue catalogue = kernels.catalogue(items, spec.items(), spec.width(), precision);
    releases.add(catalogue::close);
    return catalogue;
  }

  /** Releases all that was prepared; a second call does nothing. */
  @Override
  public void close() {
    releases.forEach(Runnable::run);
    releases.clear();
  }
}
