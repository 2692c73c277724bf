package io.pannier.store;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.Map;

/**
 * The one door to the database. Opening brings the tables up to date, makes the partitions of the
 * days to come and reads what is held in memory.
 */
public final class Store implements AutoCloseable {
  private final Database database;
  private final Horizon horizon;
  private final ChangeFeed changes;
  private final Shops shops;
  private final ApiKeys apiKeys;
  private final ItemDictionary items;
  private final Products products;
  private final Profiles profiles;
  private final Journal journal;

  private Store(Vertx vertx, StoreConfig config, JournalDecoder decoder, InstantSource clock) {
    database = new Database(vertx, config);
    horizon = new Horizon(database, clock, config.candidatesKept());
    shops = new Shops(database);
    apiKeys = new ApiKeys(database, shops);
    items = new ItemDictionary(database, config.maxItems());
    products = new Products(database, items);
    profiles = new Profiles(database);
    journal =
        new Journal(database, horizon, config, new JournalReplay(database, shops, items, decoder));
    changes = new ChangeFeed(database, Map.of("shop", shops::reload, "api_key", this::reloadKeys));
  }

  /**
   * Opens the store.
   *
   * @param decoder reads the payloads of the journal again
   * @return fails with STORE_UNAVAILABLE if the database cannot be reached or migrated
   */
  public static Future<Store> open(Vertx vertx, StoreConfig config, JournalDecoder decoder) {
    return open(vertx, config, decoder, InstantSource.system());
  }

  /**
   * Opens the store.
   *
   * @param clock decides which days have partitions
   */
  public static Future<Store> open(
      Vertx vertx, StoreConfig config, JournalDecoder decoder, InstantSource clock) {
    return vertx
        .executeBlocking(
            () -> {
              Migrations.run(config);
              return new Store(vertx, config, decoder, clock);
            })
        .compose(
            store ->
                store
                    .load(config)
                    .map(store)
                    .recover(
                        failure ->
                            store
                                .shutDown()
                                .transform(
                                    closed -> Future.failedFuture(Database.wrapped(failure)))));
  }

  public Shops shops() {
    return shops;
  }

  public ApiKeys apiKeys() {
    return apiKeys;
  }

  public ItemDictionary items() {
    return items;
  }

  public Products products() {
    return products;
  }

  public Profiles profiles() {
    return profiles;
  }

  public Journal journal() {
    return journal;
  }

  /** Writes what waits and gives all connections back; lanes are closed by whoever opened them. */
  public Future<Void> shutDown() {
    horizon.close();
    return items.close().eventually(changes::close).eventually(database::close);
  }

  /** {@link #shutDown()}, waited for. Not to be called on an event loop. */
  @Override
  public void close() {
    shutDown().toCompletionStage().toCompletableFuture().join();
  }

  private Future<Void> load(StoreConfig config) {
    return horizon
        .extend()
        .compose(nothing -> changes.start())
        .compose(nothing -> reloadKeys())
        .compose(nothing -> items.load())
        .onSuccess(nothing -> horizon.keepExtending(config.maintenanceInterval()));
  }

  private Future<Void> reloadKeys() {
    return shops.reload().compose(nothing -> apiKeys.reload());
  }
}
