package io.pannier.gateway;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.pannier.messages.OfferAsked.CartLine;
import io.pannier.messages.OfferRequest;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What a caller asks over HTTP: bundles for a cart, or candidates in order.
 *
 * @param shopper empty where unknown
 * @param session empty where unknown
 * @param limit 0 for the placement's own
 * @param query what is looked for, in words; empty where it was not said
 * @param rules false to leave out the placement's rules, so that a trial measures the algorithm
 */
public record OfferQuestion(
    String placement,
    String shopper,
    String session,
    List<CartLine> cart,
    List<String> candidates,
    int limit,
    boolean explain,
    String query,
    boolean rules) {

  private static final int MAX_QUERY = 1_000;

  /**
   * @throws PannierException if {@code body} is not such a question
   */
  public static OfferQuestion read(Buffer body, OfferRequest.Kind kind, GatewayConfig config) {
    Draft draft = new Draft(config);
    RequestJson.read(body, draft::field);
    if (kind == OfferRequest.Kind.RANK && draft.candidates.isEmpty()) {
      throw new PannierException(
          StandardErrorCode.FIELD_MISSING, "candidates is missing; name the SKUs to rank");
    }
    return new OfferQuestion(
        RequestJson.required("placement", draft.placement),
        draft.shopper,
        draft.session,
        draft.cart,
        kind == OfferRequest.Kind.RANK ? draft.candidates : List.of(),
        draft.limit,
        draft.explain,
        draft.query,
        draft.rules);
  }

  /** The fields seen so far. */
  private static final class Draft {
    private final GatewayConfig config;
    private String placement = "";
    private String shopper = "";
    private String session = "";
    private List<CartLine> cart = List.of();
    private List<String> candidates = List.of();
    private int limit;
    private boolean explain;
    private String query = "";
    private boolean rules = true;

    Draft(GatewayConfig config) {
      this.config = config;
    }

    void field(String name, JsonParser parser) throws IOException {
      switch (name) {
        case "placement" -> placement = RequestJson.id(name, parser);
        case "shopper" -> shopper = RequestJson.id(name, parser);
        case "session" -> session = RequestJson.id(name, parser);
        case "cart" -> cart = new CartReader(config.maxCartLines()).read(parser);
        case "candidates" -> candidates = candidates(parser);
        case "limit" -> limit = (int) RequestJson.integer(name, parser, 1, config.maxLimit());
        case "explain" -> explain = RequestJson.flag(name, parser);
        case "query" -> query = query(parser);
        case "rules" -> rules = RequestJson.flag(name, parser);
        default -> {}
      }
    }

    private static String query(JsonParser parser) throws IOException {
      String query = RequestJson.string("query", parser).strip();
      boolean absent = parser.currentToken() == JsonToken.VALUE_NULL;
      if (query.length() > MAX_QUERY || (query.isEmpty() && !absent)) {
        throw RequestJson.invalid("query", "a sentence of 1 to " + MAX_QUERY + " characters");
      }
      return query;
    }

    private List<String> candidates(JsonParser parser) throws IOException {
      RequestJson.expect("candidates", parser, JsonToken.START_ARRAY, "an array of SKUs");
      List<String> skus = new ArrayList<>();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        if (skus.size() == config.maxCandidates()) {
          throw new PannierException(
              StandardErrorCode.BATCH_TOO_LARGE,
              "there are more than " + config.maxCandidates() + " candidates");
        }
        skus.add(RequestJson.required("candidates", RequestJson.id("candidates", parser)));
      }
      return skus;
    }
  }
}
