package io.pannier.text;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A model of the tests: the vector points where the text's hash says. Remembers what it read. */
final class CountingEncoder implements TextEncoder {
  final List<String> read = new CopyOnWriteArrayList<>();
  private final String id;

  CountingEncoder(String id) {
    this.id = id;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public int dimension() {
    return 64;
  }

  @Override
  public List<float[]> encode(List<String> texts) {
    List<float[]> vectors = new ArrayList<>();
    for (String text : texts) {
      read.add(text);
      float[] vector = new float[dimension()];
      vector[Math.floorMod(text.hashCode(), dimension())] = 1;
      vectors.add(vector);
    }
    return vectors;
  }

  @Override
  public void close() {}
}
