package io.pannier.app.demo.shop;

import io.pannier.gateway.ExtraRoutes;
import io.pannier.laboratory.load.ShopAccess;
import io.pannier.messages.json.Money;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import io.vertx.core.Future;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Serves {@code /store/api} in the demo and only there: who visits, what is sold, and the checkout.
 * The API key stays here; a browser gets a token for the visitor that its cookie names, and cannot
 * choose to be a shopper of the past.
 */
public final class ShopServer implements ExtraRoutes, AutoCloseable {
  private static final String API = "/store/api";
  private static final String COOKIE = "pannier-demo-visitor";

  /** Nobody guesses the name of another visitor, and no other shopper is called like that. */
  private static final Pattern VISITOR =
      Pattern.compile("visitor-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  private static final Pattern TAB = Pattern.compile("[a-z0-9-]{8,64}");
  private static final int MAX_BODY = 64 << 10;
  private static final int MAX_LINES = 200;
  private static final int MAX_BUNDLES = 20;
  private static final int MAX_PAGE = 100;
  private static final int DEFAULT_PAGE = 24;
  private static final long COOKIE_SECONDS = 30L * 24 * 3600;

  private volatile @Nullable Open open;

  /** What there is once the shop has opened. */
  private record Open(Catalogue catalogue, InterfaceClient client) {}

  /** Opens the shop; until then it says that it is closed. */
  public void open(Catalogue catalogue, ShopAccess access) {
    open = new Open(catalogue, new InterfaceClient(access));
  }

  @Override
  public void draw(Router router) {
    BodyHandler body = BodyHandler.create(false).setBodyLimit(MAX_BODY);
    router.get(API + "/products").handler(ctx -> answer(ctx, () -> found(ctx)));
    router.get(API + "/products/:sku").handler(ctx -> answer(ctx, () -> product(ctx)));
    router.post(API + "/session").handler(body).handler(ctx -> answer(ctx, () -> session(ctx)));
    router.post(API + "/orders").handler(body).handler(ctx -> answer(ctx, () -> order(ctx)));
  }

  /** One call of a page. */
  @FunctionalInterface
  private interface Call {
    Future<JsonObject> run();
  }

  private static void answer(RoutingContext ctx, Call call) {
    call.run()
        .onSuccess(
            json ->
                ctx.response()
                    .putHeader("Content-Type", "application/json")
                    .putHeader("Cache-Control", "no-store")
                    .putHeader("X-Content-Type-Options", "nosniff")
                    .end(json.toBuffer()))
        .onFailure(ctx::fail);
  }

  private Future<JsonObject> found(RoutingContext ctx) {
    return Future.succeededFuture(
        shop()
            .catalogue()
            .page(
                ctx.request().getParam("query", ""),
                ctx.request().getParam("category", ""),
                number(ctx, "offset", 0, 0, Integer.MAX_VALUE),
                number(ctx, "limit", DEFAULT_PAGE, 1, MAX_PAGE)));
  }

  private Future<JsonObject> product(RoutingContext ctx) {
    Catalogue catalogue = shop().catalogue();
    String sku = ctx.pathParam("sku");
    return Future.succeededFuture(
        catalogue
            .find(sku)
            .map(catalogue::json)
            .orElseThrow(
                () ->
                    new PannierException(
                        StandardErrorCode.NOT_FOUND, "the shop does not sell " + sku)));
  }

  /** The body names the browser's tab: each has offers of its own. */
  private Future<JsonObject> session(RoutingContext ctx) {
    Open shop = shop();
    String visitor = visitor(ctx, true);
    String session = session(visitor, body(ctx));
    return shop.client()
        .token(ctx.vertx(), visitor, session)
        .map(token -> token.put("currency", shop.catalogue().shop().currency()));
  }

  private Future<JsonObject> order(RoutingContext ctx) {
    Open shop = shop();
    JsonObject body = body(ctx);
    String visitor = visitor(ctx, false);
    String session = session(visitor, body);
    String id = "W-" + UUID.randomUUID().toString().substring(0, 8).toUpperCase(Locale.ROOT);
    Order order = new Order(shop.catalogue(), id, wanted(array(body, "lines", MAX_LINES)));
    List<Future<Order.PricedBundle>> priced = new ArrayList<>();
    for (JsonObject bundle : objects(array(body, "bundles", MAX_BUNDLES))) {
      String decision = text(bundle, "decision");
      int number = count(bundle, "bundle", 0);
      priced.add(
          shop.client()
              .decision(ctx.vertx(), decision)
              .map(found -> priced(shop.catalogue(), found, number, visitor)));
    }
    return Future.all(priced)
        .compose(
            all -> {
              all.<Order.PricedBundle>list().forEach(order::take);
              order.takeRest();
              // Milliseconds, since that is what an event keeps.
              Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
              return shop.client().events(ctx.vertx(), order.events(visitor, session, now));
            })
        .map(
            submitted -> {
              if (!submitted.getJsonArray("rejected", new JsonArray()).isEmpty()) {
                throw new PannierException(
                    StandardErrorCode.INTERNAL_ERROR,
                    "the order's events were rejected: " + submitted.getJsonArray("rejected"));
              }
              return order.receipt();
            });
  }

  /** A bundle of a decision, if the decision was made for this visitor and its prices bind. */
  private static Order.PricedBundle priced(
      Catalogue catalogue, JsonObject decision, int number, String visitor) {
    if (!visitor.equals(decision.getString("shopper"))) {
      throw new PannierException(
          StandardErrorCode.FORBIDDEN, "the bundle was offered to somebody else");
    }
    if (!decision.getBoolean("binding", false)) {
      throw new PannierException(
          StandardErrorCode.FIELD_INVALID, "the price of the bundle is no longer binding");
    }
    for (JsonObject bundle : objects(decision.getJsonArray("bundles", new JsonArray()))) {
      if (count(bundle, "bundle", 0) == number) {
        Map<String, Integer> quantities = new LinkedHashMap<>();
        for (JsonObject item : objects(bundle.getJsonArray("items", new JsonArray()))) {
          quantities.merge(text(item, "sku"), count(item, "quantity", 1), Integer::sum);
        }
        String discount = new BigDecimal(bundle.getValue("discount").toString()).toPlainString();
        return new Order.PricedBundle(
            decision.getString("decision"),
            number,
            count(bundle, "position", 0),
            quantities,
            Money.minorUnits(discount, catalogue.shop().currencyDecimals()));
      }
    }
    throw new PannierException(
        StandardErrorCode.FIELD_INVALID, "the decision has no bundle " + number);
  }

  private static Map<String, Integer> wanted(JsonArray lines) {
    Map<String, Integer> wanted = new LinkedHashMap<>();
    for (JsonObject line : objects(lines)) {
      wanted.merge(text(line, "sku"), count(line, "quantity", 1), Math::addExact);
    }
    if (wanted.isEmpty()) {
      throw invalid("lines", "an order needs a line");
    }
    return wanted;
  }

  private static String visitor(RoutingContext ctx, boolean welcome) {
    Cookie cookie = ctx.request().getCookie(COOKIE);
    if (cookie != null && VISITOR.matcher(cookie.getValue()).matches()) {
      return cookie.getValue();
    }
    if (!welcome) {
      throw new PannierException(
          StandardErrorCode.UNAUTHENTICATED, "the shop does not know you; reload the page");
    }
    String visitor = "visitor-" + UUID.randomUUID();
    ctx.response()
        .addCookie(
            Cookie.cookie(COOKIE, visitor)
                .setPath("/store")
                .setHttpOnly(true)
                .setSameSite(CookieSameSite.STRICT)
                .setMaxAge(COOKIE_SECONDS));
    return visitor;
  }

  private static String session(String visitor, JsonObject body) {
    String tab = text(body, "tab");
    if (!TAB.matcher(tab).matches()) {
      throw invalid("tab", "8 to 64 of a-z, 0-9 and -");
    }
    return visitor + "/" + tab;
  }

  private Open shop() {
    Open shop = open;
    if (shop == null) {
      throw new PannierException(
          StandardErrorCode.STORE_UNAVAILABLE, "the shop opens once its past is imported");
    }
    return shop;
  }

  private static JsonObject body(RoutingContext ctx) {
    return typed("body", () -> ctx.body().asJsonObject());
  }

  private static JsonArray array(JsonObject body, String name, int most) {
    JsonArray array = typed(name, () -> body.getJsonArray(name, new JsonArray()));
    if (array.size() > most) {
      throw invalid(name, "at most " + most);
    }
    return array;
  }

  private static List<JsonObject> objects(JsonArray array) {
    List<JsonObject> objects = new ArrayList<>();
    for (int i = 0; i < array.size(); i++) {
      int index = i;
      objects.add(typed("entry " + i, () -> array.getJsonObject(index)));
    }
    return objects;
  }

  private static String text(JsonObject from, String name) {
    return typed(name, () -> from.getString(name));
  }

  private static int count(JsonObject from, String name, int least) {
    int count = typed(name, () -> from.getInteger(name));
    if (count < least) {
      throw invalid(name, "at least " + least);
    }
    return count;
  }

  private static int number(RoutingContext ctx, String name, int standard, int least, int most) {
    try {
      int value = Integer.parseInt(ctx.request().getParam(name, Integer.toString(standard)));
      if (value >= least && value <= most) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Told below, as a number out of range is.
    }
    throw invalid(name, "a whole number from " + least + " to " + most);
  }

  /** Reads a value; one of another type, or none, is told as such. */
  private static <T> T typed(String name, Supplier<@Nullable T> read) {
    T value;
    try {
      value = read.get();
    } catch (ClassCastException | DecodeException e) {
      throw new PannierException(
          StandardErrorCode.FIELD_INVALID, name + " is of another type than expected", e);
    }
    if (value == null) {
      throw new PannierException(StandardErrorCode.FIELD_MISSING, name + " is missing");
    }
    return value;
  }

  private static PannierException invalid(String name, String expected) {
    return new PannierException(StandardErrorCode.FIELD_INVALID, name + ": expected " + expected);
  }

  @Override
  public void close() {
    Open shop = open;
    if (shop != null) {
      shop.client().close();
    }
  }
}
