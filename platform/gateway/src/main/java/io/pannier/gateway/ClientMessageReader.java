package io.pannier.gateway;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.pannier.messages.OfferAsked.CartLine;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the messages of a storefront. */
final class ClientMessageReader {
  private final CartReader carts;

  ClientMessageReader(int maxCartLines) {
    this.carts = new CartReader(maxCartLines);
  }

  /**
   * @param shopper whom an event is about
   * @param session in which an event happened
   * @throws PannierException if {@code json} is no message of the protocol
   */
  ClientMessage read(Buffer json, String shopper, String session) {
    Draft draft = new Draft(carts, shopper, session);
    RequestJson.read(json, draft::field);
    return draft.message();
  }

  /** The fields seen so far; {@code type} may be the last of them. */
  private static final class Draft {
    private final CartReader carts;
    private final String shopper;
    private final String session;
    private String type = "";
    private String token = "";
    private String placement = "";
    private String sinceEpoch = "";
    private long sinceOffset;
    private long id = -1;
    private @Nullable List<CartLine> cart;
    private ClientMessage.@Nullable Event event;

    Draft(CartReader carts, String shopper, String session) {
      this.carts = carts;
      this.shopper = shopper;
      this.session = session;
    }

    void field(String name, JsonParser parser) throws IOException {
      switch (name) {
        case "type" -> type = RequestJson.id(name, parser);
        case "token" -> token = RequestJson.string(name, parser);
        case "placement" -> placement = RequestJson.id(name, parser);
        case "id" -> id = RequestJson.integer(name, parser, 0, Long.MAX_VALUE);
        case "cart" -> cart = carts.read(parser);
        case "since" -> since(parser);
        case "event" -> event = EventRewriter.copy(parser, shopper, session);
        default -> {}
      }
    }

    private void since(JsonParser parser) throws IOException {
      if (parser.currentToken() == JsonToken.VALUE_NULL) {
        return;
      }
      RequestJson.expect("since", parser, JsonToken.START_OBJECT, "an object");
      RequestJson.object(
          parser,
          (name, value) -> {
            switch (name) {
              case "epoch" -> sinceEpoch = RequestJson.id("since.epoch", value);
              case "offset" ->
                  sinceOffset = RequestJson.integer("since.offset", value, 0, Long.MAX_VALUE);
              default -> {}
            }
          });
    }

    ClientMessage message() {
      return switch (type) {
        case "connect" -> new ClientMessage.Connect(RequestJson.required("token", token));
        case "refresh" -> new ClientMessage.Refresh(RequestJson.required("token", token));
        case "subscribe" ->
            new ClientMessage.Subscribe(
                RequestJson.required("placement", placement),
                cart == null ? List.of() : cart,
                sinceEpoch,
                sinceOffset);
        case "cart" -> {
          if (id < 0) {
            throw new PannierException(StandardErrorCode.FIELD_MISSING, "id is missing");
          }
          yield new ClientMessage.CartChanged(
              id, RequestJson.required("placement", placement), RequestJson.required("cart", cart));
        }
        case "event" -> RequestJson.required("event", event);
        case "unsubscribe" ->
            new ClientMessage.Unsubscribe(RequestJson.required("placement", placement));
        case "" -> throw new PannierException(StandardErrorCode.FIELD_MISSING, "type is missing");
        default ->
            throw new PannierException(
                StandardErrorCode.MESSAGE_TYPE_UNKNOWN,
                "there is no message type "
                    + type
                    + "; send connect, subscribe, cart, event, refresh or unsubscribe");
      };
    }
  }
}
