package io.pannier.store;

import io.pannier.messages.json.EventJson;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Tuple;
import java.nio.charset.StandardCharsets;
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
  private final Accounts accounts;
  private final ExternalAccounts externalAccounts;
  private final ItemDictionary items;
  private final Products products;
  private final Profiles profiles;
  private final TextVectors textVectors;
  private final Journal journal;
  private final Placements placements;
  private final Models models;
  private final Switches switches;
  private final Audit audit;
  private final ShopperTrail trail;
  private final ScheduledChanges scheduled;
  private final Approvals approvals;
  private final Proposals proposals;
  private final ImportJobs imports;
  private final KeptSessions sessions;
  private final Nodes nodes;
  private final Figures figures;
  private final Shadows shadows;
  private final Exposures exposures;
  private final Experiments experiments;
  private final Purchases purchases;
  private final Ledger ledger;
  private final Outcomes outcomes;
  private final DeadLetters deadLetters;
  private final Snapshots snapshots;
  private final Erasures erasures;

  private Store(Vertx vertx, StoreConfig config, JournalDecoder decoder, InstantSource clock) {
    database = new Database(vertx, config);
    horizon = new Horizon(database, clock, config.candidatesKept());
    shops = new Shops(database);
    apiKeys = new ApiKeys(database, shops);
    accounts = new Accounts(database);
    externalAccounts = new ExternalAccounts(database, accounts);
    items = new ItemDictionary(database, config.maxItems());
    products = new Products(database, items);
    profiles = new Profiles(database);
    textVectors = new TextVectors(database);
    journal =
        new Journal(database, horizon, config, new JournalReplay(database, shops, items, decoder));
    placements = new Placements(database, shops);
    models = new Models(database, shops);
    switches = new Switches(database);
    audit = new Audit(database);
    trail = new ShopperTrail(database, clock);
    scheduled = new ScheduledChanges(database);
    approvals = new Approvals(database);
    proposals = new Proposals(database, this::reload);
    imports = new ImportJobs(database);
    sessions = new KeptSessions(database);
    nodes = new Nodes(database);
    figures = new Figures(database);
    shadows = new Shadows(database, clock);
    exposures = new Exposures(database);
    experiments = new Experiments(database, exposures);
    purchases = new Purchases(database, clock);
    ledger = new Ledger(database, config);
    outcomes = new Outcomes(database, config, clock);
    deadLetters = new DeadLetters(database);
    snapshots = new Snapshots(database);
    erasures = new Erasures(database);
    changes =
        new ChangeFeed(
            database,
            Map.of(
                "shop",
                this::reload,
                "api_key",
                apiKeys::reload,
                "placement_revision",
                placements::reload,
                "model_revision",
                models::reload,
                "strategy_switch",
                switches::reload,
                "account",
                accounts::reload,
                "shop_approval",
                approvals::reload));
  }

  /** Opens the store on the payloads that ingestion writes. */
  public static Future<Store> open(Vertx vertx, StoreConfig config) {
    return open(
        vertx,
        config,
        (shop, payload) -> EventJson.journaled(shop, payload.getBytes(StandardCharsets.UTF_8)));
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

  public Accounts accounts() {
    return accounts;
  }

  public ExternalAccounts externalAccounts() {
    return externalAccounts;
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

  public TextVectors textVectors() {
    return textVectors;
  }

  public Journal journal() {
    return journal;
  }

  public Placements placements() {
    return placements;
  }

  public Models models() {
    return models;
  }

  public Switches switches() {
    return switches;
  }

  public Audit audit() {
    return audit;
  }

  public ShopperTrail trail() {
    return trail;
  }

  public ScheduledChanges scheduled() {
    return scheduled;
  }

  public Approvals approvals() {
    return approvals;
  }

  public Proposals proposals() {
    return proposals;
  }

  public ImportJobs imports() {
    return imports;
  }

  public KeptSessions sessions() {
    return sessions;
  }

  public Nodes nodes() {
    return nodes;
  }

  public Figures figures() {
    return figures;
  }

  public Shadows shadows() {
    return shadows;
  }

  public Exposures exposures() {
    return exposures;
  }

  public Experiments experiments() {
    return experiments;
  }

  public Purchases purchases() {
    return purchases;
  }

  public Ledger ledger() {
    return ledger;
  }

  public Outcomes outcomes() {
    return outcomes;
  }

  public DeadLetters deadLetters() {
    return deadLetters;
  }

  public Snapshots snapshots() {
    return snapshots;
  }

  public Erasures erasures() {
    return erasures;
  }

  /**
   * What a setting of the server, such as {@code fsync}, is set to.
   *
   * @return fails with STORE_FAILED where there is no such setting
   */
  public Future<String> setting(String name) {
    return database
        .query("select current_setting($1)", Tuple.of(name))
        .map(rows -> rows.iterator().next().getString(0));
  }

  /** Writes what waits and gives all connections back; lanes are closed by whoever opened them. */
  public Future<Void> shutDown() {
    horizon.close();
    erasures.close();
    return Future.join(
            items.close(), ledger.close(), outcomes.close(), shadows.close(), exposures.close())
        .eventually(purchases::close)
        .eventually(changes::close)
        .eventually(database::close)
        .mapEmpty();
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
        .compose(nothing -> reload())
        .compose(nothing -> items.load())
        .onSuccess(
            nothing -> {
              horizon.keepExtending(config.maintenanceInterval());
              outcomes.keepSettling(config.maintenanceInterval());
              erasures.resume();
              shadows.keepWriting();
              exposures.keepWriting();
            });
  }

  /** Keys and placements name shops, so these come first. */
  private Future<Void> reload() {
    return shops
        .reload()
        .compose(nothing -> apiKeys.reload())
        .compose(nothing -> placements.reload())
        .compose(nothing -> models.reload())
        .compose(nothing -> switches.reload())
        .compose(nothing -> accounts.reload())
        .compose(nothing -> approvals.reload());
  }
}
