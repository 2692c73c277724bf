package io.pannier.gateway;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.Validator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.assertj.core.api.Assertions;

/** An API document as the running server gives it out, with its schemas ready to validate. */
final class Documents {
  private static final String REFERENCE = "#/components/schemas/";

  final JsonObject document;
  private final JsonObject definitions;

  Documents(String yaml) {
    try {
      Map<String, Object> read =
          new ObjectMapper(new YAMLFactory()).readValue(yaml, new TypeReference<>() {});
      document = new JsonObject(new JsonObject(read).encode());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    definitions =
        new JsonObject(
            document
                .getJsonObject("components")
                .getJsonObject("schemas")
                .encode()
                .replace(REFERENCE, "#/$defs/"));
  }

  JsonObject at(String... path) {
    JsonObject place = document;
    for (String step : path) {
      place = place.getJsonObject(step);
    }
    return place;
  }

  /** The name of the schema that a JSON reference points to. */
  static String named(JsonObject reference) {
    String target = reference.getString("$ref");
    return target.substring(target.lastIndexOf('/') + 1);
  }

  void assertValid(String schema, Object value) {
    OutputUnit result =
        Validator.create(
                JsonSchema.of(
                    new JsonObject()
                        .put("$ref", "#/$defs/" + schema)
                        .put("$defs", definitions.copy())),
                new JsonSchemaOptions()
                    .setBaseUri("https://pannier.test/" + schema)
                    .setDraft(Draft.DRAFT202012)
                    .setOutputFormat(OutputFormat.Basic))
            .validate(value);
    Assertions.assertThat(result.getValid())
        .as("%s is no %s: %s", value, schema, result.toJson())
        .isTrue();
  }

  boolean isValid(String schema, Object value) {
    try {
      assertValid(schema, value);
      return true;
    } catch (AssertionError e) {
      return false;
    }
  }
}
