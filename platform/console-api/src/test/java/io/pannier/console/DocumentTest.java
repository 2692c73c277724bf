package io.pannier.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The API document tells every call of the console and the role that it takes, and no other. */
class DocumentTest {
  @Test
  void everyCallIsDocumentedWithItsRole() throws IOException {
    JsonObject paths = document().getJsonObject("paths");
    Map<String, String> documented = new TreeMap<>();
    for (String path : paths.fieldNames()) {
      if (path.startsWith(AdminRouter.BASE)) {
        for (String method : paths.getJsonObject(path).fieldNames()) {
          if (!method.equals("parameters")) {
            JsonObject operation = paths.getJsonObject(path).getJsonObject(method);
            documented.put(
                method.toUpperCase(Locale.ROOT) + " " + path,
                operation.getString("operationId") + " " + operation.getString("x-role", "-"));
          }
        }
      }
    }
    Map<String, String> drawn = new TreeMap<>();
    for (AdminRoute route : ConsoleRig.shared().router.routes()) {
      drawn.put(
          route.method() + " " + AdminRouter.BASE + route.path().replaceAll(":([a-z]+)", "{$1}"),
          route.name() + " " + (route.least() == null ? "-" : route.least().wireName()));
    }
    assertThat(drawn).isEqualTo(documented);
  }

  static JsonObject document() throws IOException {
    try (InputStream in = DocumentTest.class.getResourceAsStream("/openapi.yaml")) {
      return new JsonObject(
          new ObjectMapper(new YAMLFactory())
              .readValue(Objects.requireNonNull(in), new TypeReference<Map<String, Object>>() {}));
    }
  }
}
