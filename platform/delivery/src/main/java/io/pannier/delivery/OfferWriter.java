package io.pannier.delivery;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.pannier.messages.BundlesComposed;
import io.pannier.messages.CandidatesScored;
import io.pannier.messages.OfferRequest;
import io.pannier.messages.Rung;
import io.pannier.messages.Shop;
import io.pannier.messages.json.Money;
import io.pannier.spi.BundlingProblem;
import io.pannier.spi.BundlingResult;
import io.pannier.spi.ComposedBundle;
import io.pannier.spi.Objective;
import io.pannier.spi.Product;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes an offer as the JSON of the contract. */
final class OfferWriter {
  private static final JsonFactory JSON = new JsonFactory();
  private static final Objective[] OBJECTIVES = Objective.values();

  private OfferWriter() {}

  /** The array of bundles, without the offer around it. */
  static Buffer bundles(BundlesComposed composed) {
    return write(
        json -> {
          json.writeStartArray();
          BundlingProblem problem = composed.problem();
          if (problem != null) {
            List<ComposedBundle> bundles = composed.result().bundles();
            for (int i = 0; i < bundles.size(); i++) {
              bundle(json, composed.scored(), problem, bundles.get(i), i);
            }
          }
          json.writeEndArray();
        });
  }

  /**
   * The whole offer.
   *
   * @param bundles as {@link #bundles} wrote it
   * @param cached the answer that is repeated on {@link Rung#CACHED}, or null
   */
  static Buffer offer(
      BundlesComposed composed,
      Buffer bundles,
      Channels.@Nullable LastAnswer cached,
      long validUntil,
      long nowNanos) {
    CandidatesScored scored = composed.scored();
    OfferRequest request = scored.request();
    Rung rung = cached == null ? composed.rung() : Rung.CACHED;
    return write(
        json -> {
          json.writeStartObject();
          json.writeStringField("decision", request.decision().toString());
          json.writeStringField("placement", request.placement().name());
          json.writeStringField(
              "strategy", cached == null ? strategy(composed) : cached.strategy());
          String model = cached == null ? model(composed) : cached.model();
          if (model.isEmpty()) {
            json.writeNullField("model");
          } else {
            json.writeStringField("model", model);
          }
          json.writeBooleanField("degraded", rung != Rung.STRATEGY);
          json.writeStringField("rung", rung.name().toLowerCase(Locale.ROOT));
          if (request.placement().split().divides()) {
            json.writeObjectFieldStart("arm");
            json.writeStringField("name", request.arm().name());
            json.writeNumberField("share", request.arm().share());
            json.writeEndObject();
          }
          json.writeStringField("validUntil", Instant.ofEpochMilli(validUntil).toString());
          json.writeArrayFieldStart("warnings");
          for (String warning : request.warnings()) {
            json.writeString(warning);
          }
          RulesTold.warn(json, composed);
          json.writeEndArray();
          if (request.kind() == OfferRequest.Kind.RANK) {
            ranking(json, scored);
          } else {
            json.writeFieldName("bundles");
            json.writeRawValue(bundles.toString(StandardCharsets.UTF_8));
            if (composed.result().bundles().isEmpty() && cached == null) {
              json.writeStringField("reason", composed.emptyReason());
            }
          }
          if (request.explain()) {
            explanation(json, composed);
          }
          timing(json, composed, nowNanos);
          json.writeEndObject();
        });
  }

  /** The model of what scored and that of what composed, {@code +} between them; empty for none. */
  static String model(BundlesComposed composed) {
    String scoring = composed.scored().model();
    String bundling = composed.model();
    return scoring.isEmpty() || bundling.isEmpty() ? scoring + bundling : scoring + "+" + bundling;
  }

  /** {@code scoring@version+bundling@version}, or the first alone for a plain list. */
  static String strategy(BundlesComposed composed) {
    return composed.problem() == null
        ? composed.scored().strategy()
        : composed.scored().strategy() + "+" + composed.strategy();
  }

  private static void bundle(
      JsonGenerator json,
      CandidatesScored scored,
      BundlingProblem problem,
      ComposedBundle bundle,
      int position)
      throws IOException {
    Shop shop = scored.request().shop();
    long list = 0;
    json.writeStartObject();
    json.writeNumberField("bundle", position);
    json.writeNumberField("position", position);
    json.writeArrayFieldStart("items");
    for (int i = 0; i < bundle.candidates().length; i++) {
      Product product = scored.products().get(bundle.candidates()[i]);
      int quantity = bundle.quantities()[i];
      list += product.price() * quantity;
      json.writeStartObject();
      json.writeStringField("sku", product.sku());
      json.writeStringField("title", product.title());
      json.writeNumberField("quantity", quantity);
      money(json, "price", product.price(), shop);
      json.writeEndObject();
    }
    json.writeEndArray();
    money(json, "listPrice", list, shop);
    money(json, "price", list - bundle.discount(), shop);
    money(json, "discount", bundle.discount(), shop);
    json.writeStringField("currency", shop.currency());
    objectives(json, bundle, shop);
    // Of the whole chain: that the visitor is in this arm, and that the arm chose this.
    json.writeNumberField("propensity", scored.request().arm().share() * bundle.propensity());
    json.writeArrayFieldStart("reasons");
    for (Reasons.Reason reason : Reasons.of(scored, problem, bundle, scored.request().explain())) {
      reason(json, reason);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void objectives(JsonGenerator json, ComposedBundle bundle, Shop shop)
      throws IOException {
    json.writeObjectFieldStart("objectives");
    for (Objective objective : OBJECTIVES) {
      double value = bundle.objectives()[objective.ordinal()];
      boolean money = objective == Objective.REVENUE || objective == Objective.MARGIN;
      double shown = money ? value / Math.pow(10, shop.currencyDecimals()) : value;
      json.writeNumberField(objective.wireName(), Math.round(shown * 1e6) / 1e6);
    }
    json.writeEndObject();
  }

  private static void reason(JsonGenerator json, Reasons.Reason reason) throws IOException {
    json.writeStartObject();
    json.writeStringField("kind", reason.kind());
    if (!reason.sku().isEmpty()) {
      json.writeStringField("sku", reason.sku());
    }
    if (!reason.because().isEmpty()) {
      json.writeStringField("because", reason.because());
    }
    json.writeStringField("text", reason.text());
    json.writeEndObject();
  }

  private static void ranking(JsonGenerator json, CandidatesScored scored) throws IOException {
    json.writeArrayFieldStart("candidates");
    for (int rank = 0; rank < scored.products().size(); rank++) {
      json.writeStartObject();
      json.writeStringField("sku", scored.products().get(rank).sku());
      json.writeNumberField("score", scored.scores().score(rank));
      json.writeArrayFieldStart("reasons");
      reason(json, Reasons.item(scored, rank));
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void explanation(JsonGenerator json, BundlesComposed composed) throws IOException {
    CandidatesScored scored = composed.scored();
    json.writeObjectFieldStart("explain");
    RulesTold.write(json, scored.rules());
    json.writeArrayFieldStart("failures");
    for (String failure : composed.failures()) {
      json.writeString(failure);
    }
    json.writeEndArray();
    json.writeNumberField("generations", composed.result().generations());
    json.writeNumberField("evaluations", composed.result().evaluations());
    json.writeArrayFieldStart("candidates");
    for (int i = 0; i < scored.products().size(); i++) {
      Product product = scored.products().get(i);
      json.writeStartObject();
      json.writeStringField("sku", product.sku());
      json.writeStringField("title", product.title());
      json.writeNumberField("score", scored.scores().score(i));
      json.writeNumberField("stock", product.stock());
      json.writeStringField("because", Reasons.item(scored, i).text());
      if (i < scored.cartLift().length) {
        json.writeNumberField("liftWithCart", Math.exp(scored.cartLift()[i]));
      }
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("rejected");
    for (BundlingResult.Rejection rejection : composed.result().rejections()) {
      json.writeStartObject();
      json.writeArrayFieldStart("skus");
      for (int candidate : rejection.bundle().candidates()) {
        json.writeString(scored.products().get(candidate).sku());
      }
      json.writeEndArray();
      json.writeStringField("constraint", rejection.constraint().wireName());
      json.writeStringField("reason", rejection.reason());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void timing(JsonGenerator json, BundlesComposed composed, long nowNanos)
      throws IOException {
    CandidatesScored scored = composed.scored();
    long arrived = scored.request().arrivedNanos();
    json.writeObjectFieldStart("timing");
    json.writeNumberField("contextMicros", (scored.builtNanos() - arrived) / 1000);
    json.writeNumberField("scoringMicros", (scored.scoredNanos() - scored.builtNanos()) / 1000);
    json.writeNumberField(
        "optimizerMicros", (composed.composedNanos() - scored.scoredNanos()) / 1000);
    json.writeNumberField("totalMicros", (nowNanos - arrived) / 1000);
    json.writeNumberField("generations", composed.result().generations());
    json.writeEndObject();
  }

  private static void money(JsonGenerator json, String field, long amount, Shop shop)
      throws IOException {
    json.writeFieldName(field);
    json.writeRawValue(Money.json(amount, shop.currencyDecimals()));
  }

  private interface Body {
    void write(JsonGenerator json) throws IOException;
  }

  private static Buffer write(Body body) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(2048);
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      body.write(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Buffer.buffer(bytes.toByteArray());
  }
}
