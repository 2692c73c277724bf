package io.pannier.gateway;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;

/** A successful answer over HTTP. */
record Answer(int status, String contentType, Buffer body) {
  private static final String JSON = "application/json";

  static Answer json(int status, JsonObject body) {
    return new Answer(status, JSON, body.toBuffer());
  }

  static Answer json(int status, Buffer body) {
    return new Answer(status, JSON, body);
  }
}
