package io.pannier.app.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.Validator;

/** An API document as the program serves it, to hold answers against. */
final class ApiDocument {
  private final JsonObject definitions;

  ApiDocument(String yaml) {
    try {
      definitions =
          new JsonObject(
              new YAMLMapper()
                  .readTree(yaml)
                  .path("components")
                  .path("schemas")
                  .toString()
                  .replace("#/components/schemas/", "#/$defs/"));
    } catch (JsonProcessingException e) {
      throw new AssertionError(yaml, e);
    }
  }

  void assertValid(String schema, JsonNode value) {
    assertThat(definitions.fieldNames()).contains(schema);
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
            .validate(new JsonObject(value.toString()));
    assertThat(result.getValid()).as("%s is no %s: %s", value, schema, result.toJson()).isTrue();
  }
}
