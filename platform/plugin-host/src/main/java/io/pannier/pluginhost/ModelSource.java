package io.pannier.pluginhost;

import java.nio.file.Path;
import java.util.Optional;

/** Where strategies' promoted models are. Asked each time that a strategy object is made. */
@FunctionalInterface
public interface ModelSource {
  /** No strategy has a model. */
  ModelSource NONE = (shop, strategy) -> Optional.empty();

  /**
   * @param id as offers name it, such as {@code transformer/3}
   * @param file stays as it is while an instance that was granted it lives
   */
  record Model(String id, Path file) {}

  /** The promoted model of a strategy of a shop. */
  Optional<Model> model(int shop, String strategy);
}
