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
import java.time.OffsetDateTime;
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
    return create(shopName, label, scopes, "pannier", "made on the machine of the installation");
  }

  /**
   * A new key, in clear; it cannot be asked for again.
   *
   * @param author who makes it
   * @param reason why, in their words
   * @return fails with SHOP_UNKNOWN
   */
  public Future<String> create(
      String shopName, String label, Set<String> scopes, String author, String reason) {
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
        new ApiKey(
            TimeOrderedId.next(System.currentTimeMillis()),
            shop.get(),
            Text.storable(label),
            scopes);
    Buffer hash = hash(key);
    return database
        .inTransaction(
            connection ->
                connection
                    .preparedQuery(
                        "insert into api_key (id, shop, label, hash, scopes)"
                            + " values ($1, $2, $3, $4, $5)")
                    .execute(
                        Tuple.of(
                            made.id(),
                            made.shop().number(),
                            made.label(),
                            hash,
                            made.scopes().toArray(String[]::new)))
                    .compose(
                        rows -> Audit.add(connection, note(made, "key.created", author, reason))))
        .map(
            noted -> {
              byHash.put(hash, made);
              return key;
            });
  }

  private static AuditNote note(ApiKey key, String action, String author, String reason) {
    return new AuditNote(author, action, key.shop().number(), key.label(), reason);
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

  /**
   * Makes a key of a shop worthless from now on.
   *
   * @param author who does it
   * @param reason why, in their words
   * @return fails with NOT_FOUND where the shop has no such key that is valid
   */
  public Future<Void> revoke(Shop shop, UUID id, String author, String reason) {
    return database
        .inTransaction(
            connection ->
                connection
                    .preparedQuery(
                        "update api_key set revoked_at = now()"
                            + " where id = $1 and shop = $2 and revoked_at is null"
                            + " returning label, scopes")
                    .execute(Tuple.of(id, shop.number()))
                    .compose(
                        rows ->
                            rows.size() == 0
                                ? Future.<ApiKey>failedFuture(
                                    new PannierException(
                                        StandardErrorCode.NOT_FOUND,
                                        "shop " + shop.name() + " has no valid key " + id))
                                : Future.succeededFuture(key(id, shop, rows.iterator().next())))
                    .compose(
                        key -> Audit.add(connection, note(key, "key.revoked", author, reason))))
        .onSuccess(noted -> byHash.values().removeIf(key -> key.id().equals(id)));
  }

  private static ApiKey key(UUID id, Shop shop, Row row) {
    return new ApiKey(id, shop, row.getString(0), Set.of(row.getArrayOfStrings(1)));
  }

  /** All keys that a shop ever had, newest first. */
  public Future<List<KeyEntry>> entries(Shop shop) {
    return database
        .query(
            "select id, label, scopes, created_at, revoked_at from api_key where shop = $1"
                + " order by created_at desc, id desc",
            Tuple.of(shop.number()))
        .map(rows -> rows.stream().map(ApiKeys::entry).toList());
  }

  private static KeyEntry entry(Row row) {
    OffsetDateTime revoked = row.getOffsetDateTime(4);
    return new KeyEntry(
        row.getUUID(0),
        row.getString(1),
        Set.of(row.getArrayOfStrings(2)),
        row.getOffsetDateTime(3).toInstant(),
        revoked == null ? null : revoked.toInstant());
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
