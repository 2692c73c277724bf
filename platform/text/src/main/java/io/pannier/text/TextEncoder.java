package io.pannier.text;

import java.util.List;

/** Texts in, vectors out. May be used by several threads at once. */
public interface TextEncoder extends AutoCloseable {
  /** Names the model, its files and how they are used; other files, another id. */
  String id();

  /** Elements of a vector. */
  int dimension();

  /**
   * Encodes texts.
   *
   * @return one vector of length 1 for each text, in the same order; a text of which the model
   *     knows nothing has one, too
   * @throws io.pannier.spi.PannierException MODEL_FILE_INVALID if the model cannot be run
   */
  List<float[]> encode(List<String> texts);

  @Override
  void close();
}
