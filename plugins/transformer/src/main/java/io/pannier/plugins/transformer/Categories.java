package io.pannier.plugins.transformer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Paths of categories by number, in the order in which they were first seen. */
final class Categories {
  private final Map<String, Integer> numbers = new HashMap<>();
  private final List<String> paths = new ArrayList<>();

  /** None yet. */
  Categories() {}

  /** Those of a model. */
  Categories(List<String> paths) {
    paths.forEach(this::add);
  }

  /** The number of a path, which gets one when it is first seen; −1 for an empty one. */
  int add(String path) {
    if (path.isEmpty()) {
      return -1;
    }
    Integer known = numbers.putIfAbsent(path, paths.size());
    if (known == null) {
      paths.add(path);
      return paths.size() - 1;
    }
    return known;
  }

  /** The number of a path; −1 where it is unknown. */
  int of(String path) {
    return numbers.getOrDefault(path, -1);
  }

  List<String> paths() {
    return paths;
  }
}
