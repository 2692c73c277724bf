package io.pannier.console;

import io.pannier.gateway.BodyReader;
import io.pannier.messages.Placement;
import io.pannier.messages.Shop;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import io.pannier.store.Account;
import io.pannier.store.Placements;
import io.pannier.store.Shops;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A call that was let in: who makes it, about what. */
final class AdminCall {
  private static final long MAX_BODY = 1L << 20;

  private final RoutingContext ctx;
  private final @Nullable Account account;
  private final Shops shops;
  private final BodyReader bodies;

  /**
   * @param account null where nobody is signed in
   */
  AdminCall(RoutingContext ctx, @Nullable Account account, Shops shops, BodyReader bodies) {
    this.ctx = ctx;
    this.account = account;
    this.shops = shops;
    this.bodies = bodies;
  }

  RoutingContext ctx() {
    return ctx;
  }

  /** Who calls. */
  Account account() {
    return Objects.requireNonNull(account, "the route lets in whoever comes");
  }

  String author() {
    return account().name();
  }

  /** The shop in the path; fails with SHOP_UNKNOWN. */
  Shop shop() {
    String name = path("shop");
    return shops
        .find(name)
        .orElseThrow(
            () ->
                new PannierException(
                    StandardErrorCode.SHOP_UNKNOWN, "there is no shop `" + name + "`"));
  }

  /** The placement in the path; fails with PLACEMENT_UNKNOWN. */
  Placement placement(Placements placements) {
    Shop shop = shop();
    String name = path("name");
    return placements
        .find(shop, name)
        .orElseThrow(
            () ->
                new PannierException(
                    StandardErrorCode.PLACEMENT_UNKNOWN,
                    "shop " + shop.name() + " has no placement " + name));
  }

  /** A part of the path. */
  String path(String name) {
    return storable(Objects.requireNonNullElse(ctx.pathParam(name), ""));
  }

  /** A parameter of the query; empty where absent. */
  String query(String name) {
    return storable(Objects.requireNonNullElse(ctx.request().getParam(name), ""));
  }

  /** With U+FFFD in place of NUL, the one character that the database does not take. */
  static String storable(String text) {
    return text.replace('\0', '\uFFFD');
  }

  /** A whole number of the query, or what stands for it where it is absent. */
  long query(String name, long absent, long min, long max) {
    String given = query(name);
    if (given.isEmpty()) {
      return absent;
    }
    try {
      long value = Long.parseLong(given);
      if (value >= min && value <= max) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Told below, as what is out of range.
    }
    throw Fields.invalid(name, "an integer from " + min + " to " + max);
  }

  /** The body's fields. */
  Future<Fields> fields() {
    return body().map(Fields::of);
  }

  /** The body as it came, JSON. */
  Future<Buffer> body() {
    return bodies.read(ctx.request(), MAX_BODY, BodyReader.JSON);
  }
}
