package io.pannier.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RevisionDiffTest {
  @Test
  void tellsWhatDiffersByItsPathAndNothingElse() {
    JsonObject before =
        new JsonObject()
            .put("name", "a")
            .put("revision", 1)
            .put("scoring", "ease")
            .put("shadow", new JsonArray().add("x"))
            .put("constraints", new JsonObject().put("maxItems", 3).put("budget", 5));
    JsonObject after =
        new JsonObject()
            .put("name", "b")
            .put("revision", 2)
            .put("scoring", "ease")
            .put("shadow", new JsonArray().add("x").add("y"))
            .put("constraints", new JsonObject().put("maxItems", 4).put("marginFloor", 0.1));

    assertThat(RevisionDiff.between(before, before)).isEmpty();
    assertThat(RevisionDiff.between(before, after))
        .containsExactly(
            change("constraints.budget", 5, null),
            change("constraints.marginFloor", null, 0.1),
            change("constraints.maxItems", 3, 4),
            change("shadow", new JsonArray().add("x"), new JsonArray().add("x").add("y")));
  }

  private static JsonObject change(String path, @Nullable Object from, @Nullable Object to) {
    return new JsonObject().put("path", path).put("from", from).put("to", to);
  }
}
