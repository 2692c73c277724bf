package io.pannier.store;

import io.pannier.messages.Shop;
import io.pannier.messages.TimeOrderedId;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The keys of server-side callers. A key is told once, when it is made; stored is its SHA-256,
 * which suffices for 256 random bits. All valid ones are in memory.
 */
public final class ApiKeys {
  private static final String PREFIX = "pannier_";
  private static final int RANDOM_BYTES = 32;

  private final Database database;
  private final Shops shops;
  private final SecureRandom random = new SecureRandom();
  private final ConcurrentHashMap<Buffer, ApiKey> byHash = new ConcurrentHashMap<>();

  ApiKeys(Database database, Shops shops) {
    this.database = database;
    this.shops = shops;
  }

  /**
   * A new key, in clear; it cannot be asked for again.
   *
   * @return fails with SHOP_UNKNOWN
   */
  public Future<String> create(String shopName, String label, Set<String> scopes) {
    Optional<Shop> shop = shops.find(shopName);
    if (shop.isEmpty()) {
      return Future.failedFuture(
          new PannierException(
              StandardErrorCode.SHOP_UNKNOWN, "there is no shop `" + shopName + "`"));
    }
    byte[] secret = new byte[RANDOM_BYTES];
    random.nextBytes(secret);
    String key = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
    ApiKey made =
        new ApiKey(TimeOrderedId.next(System.currentTimeMillis()), shop.get(), label, scopes);
    Buffer hash = hash(key);
    return database
        .query(
            "insert into api_key (id, shop, label, hash, scopes) values ($1, $2, $3, $4, $5)",
            Tuple.of(
                made.id(), made.shop().number(), label, hash, made.scopes().toArray(String[]::new)))
        .map(
            rows -> {
              byHash.put(hash, made);
              return key;
            });
  }

  /** Empty where the key is unknown or revoked. */
  public Future<Optional<ApiKey>> authenticate(String key) {
    return Future.succeededFuture(Optional.ofNullable(byHash.get(hash(key))));
  }

  /** The valid keys of a shop. */
  public List<ApiKey> of(Shop shop) {
    return byHash.values().stream().filter(key -> key.shop().equals(shop)).toList();
  }

  /** Makes a key worthless from now on. */
  public Future<Void> revoke(UUID id) {
    return database
        .query(
            "update api_key set revoked_at = now() where id = $1 and revoked_at is null",
            Tuple.of(id))
        .map(
            rows -> {
              byHash.values().removeIf(key -> key.id().equals(id));
              return null;
            });
  }

  Future<Void> reload() {
    return database
        .query("select id, shop, label, hash, scopes, revoked_at is null from api_key")
        .map(
            (RowSet<Row> rows) -> {
              for (Row row : rows) {
                remember(row);
              }
              return null;
            });
  }

  private void remember(Row row) {
    Buffer hash = row.getBuffer(3);
    @Nullable Shop shop = shops.find(row.getInteger(1)).orElse(null);
    if (shop == null || !row.getBoolean(5)) {
      byHash.remove(hash);
    } else {
      Set<String> scopes = Set.of(row.getArrayOfStrings(4));
      byHash.put(hash, new ApiKey(row.getUUID(0), shop, row.getString(2), scopes));
    }
  }

  private static Buffer hash(String key) {
    try {
      return Buffer.buffer(
          MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
