package io.pannier.gateway;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/**
 * Copies a browser's event and puts the token's shopper and session in place of whatever it states
 * about itself. The journal keeps the copy, so a replay cannot bring the other one back.
 */
final class EventRewriter {
  private static final JsonFactory FACTORY = new JsonFactory();

  private EventRewriter() {}

  /**
   * Copies the object on whose brace the parser stands, to its end.
   *
   * @param shopper left out where empty
   * @param session left out where empty
   */
  static ClientMessage.Event copy(JsonParser parser, String shopper, String session)
      throws IOException {
    RequestJson.expect("event", parser, JsonToken.START_OBJECT, "an object");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    String id = "";
    try (JsonGenerator copy = FACTORY.createGenerator(bytes)) {
      copy.writeStartObject();
      for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
        JsonToken token = parser.nextToken();
        if (name.equals("shopper") || name.equals("session")) {
          parser.skipChildren();
          continue;
        }
        if (name.equals("id") && token == JsonToken.VALUE_STRING) {
          id = parser.getText();
        }
        copy.writeFieldName(name);
        copyValue(parser, copy);
      }
      if (!shopper.isEmpty()) {
        copy.writeStringField("shopper", shopper);
      }
      if (!session.isEmpty()) {
        copy.writeStringField("session", session);
      }
      copy.writeEndObject();
    }
    return new ClientMessage.Event(id, bytes.toByteArray());
  }

  private static void copyValue(JsonParser parser, JsonGenerator copy) throws IOException {
    if (parser.currentToken().isNumeric()) {
      // As text: a number must not change by being read and written.
      copy.writeNumber(parser.getText());
    } else if (parser.currentToken().isScalarValue()) {
      copy.copyCurrentEvent(parser);
    } else {
      int depth = 0;
      do {
        JsonToken token = parser.currentToken();
        depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
        if (token.isNumeric()) {
          copy.writeNumber(parser.getText());
        } else {
          copy.copyCurrentEvent(parser);
        }
      } while (depth > 0 && parser.nextToken() != null);
    }
  }
}
