package io.pannier.console;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * What changed between two revisions: the fields that differ, each by its path with dots between
 * the names, in the order of the paths. An array is compared as a whole.
 */
final class RevisionDiff {
  private static final Set<String> LEFT_OUT = Set.of("name", "revision");

  private RevisionDiff() {}

  /** An array of {@code {path, from, to}}; null stands for what is absent. */
  static JsonArray between(JsonObject before, JsonObject after) {
    JsonArray changes = new JsonArray();
    compare("", before, after, changes);
    return changes;
  }

  private static void compare(
      String prefix, JsonObject before, JsonObject after, JsonArray changes) {
    Set<String> names = new TreeSet<>(before.fieldNames());
    names.addAll(after.fieldNames());
    for (String name : names) {
      Object from = before.getValue(name);
      Object to = after.getValue(name);
      if (prefix.isEmpty() && LEFT_OUT.contains(name)) {
        continue;
      }
      if (from instanceof JsonObject one && to instanceof JsonObject other) {
        compare(prefix + name + ".", one, other, changes);
      } else if (!Objects.equals(from, to)) {
        changes.add(new JsonObject().put("path", prefix + name).put("from", from).put("to", to));
      }
    }
  }
}
