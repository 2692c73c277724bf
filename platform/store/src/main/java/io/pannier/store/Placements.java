package io.pannier.store;

import io.pannier.messages.Placement;
import io.pannier.messages.Shop;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The placements of all shops with every revision; the current ones are in memory. */
public final class Placements {
  private static final Logger LOG = LoggerFactory.getLogger(Placements.class);
  private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,64}");
  private static final int PUT_ATTEMPTS = 5;

  private record Key(int shop, String name) {}

  private final Database database;
  private final Shops shops;
  private final ConcurrentHashMap<Key, Placement> current = new ConcurrentHashMap<>();
  private final List<BiConsumer<Shop, Placement>> listeners = new CopyOnWriteArrayList<>();

  Placements(Database database, Shops shops) {
    this.database = database;
    this.shops = shops;
  }

  /** The current placements of a shop, by name. */
  public List<Placement> of(Shop shop) {
    return current.entrySet().stream()
        .filter(entry -> entry.getKey().shop() == shop.number())
        .map(java.util.Map.Entry::getValue)
        .sorted(Comparator.comparing(Placement::name))
        .toList();
  }

  public Optional<Placement> find(Shop shop, String name) {
    return Optional.ofNullable(current.get(new Key(shop.number(), name)));
  }

  /** Calls back with each new revision, also one that another process made. */
  public void onChange(BiConsumer<Shop, Placement> listener) {
    listeners.add(listener);
  }

  /**
   * Makes a placement, or a new revision of it.
   *
   * @param placement its own revision does not count
   * @return the placement under its new revision; fails with FIELD_INVALID for a bad name
   */
  public Future<Placement> put(Shop shop, Placement placement, String author, String reason) {
    return put(shop, placement, author, reason, Mandate.AUTHOR);
  }

  /**
   * As {@link #put(Shop, Placement, String, String)}.
   *
   * @param mandate on whose word
   */
  public Future<Placement> put(
      Shop shop, Placement placement, String author, String reason, Mandate mandate) {
    if (!NAME.matcher(placement.name()).matches()) {
      return Future.failedFuture(badName(placement.name()));
    }
    return insertNext(shop, placement, author, reason, mandate, PUT_ATTEMPTS)
        .map(revision -> made(shop, placement, revision));
  }

  /**
   * Makes a new revision of a placement, provided that the one that its author saw is still the
   * current one.
   *
   * @param seen revision that the author saw; 0 for a placement that does not exist yet
   * @return the placement under its new revision; fails with REVISION_CONFLICT where another
   *     revision is current, with FIELD_INVALID for a bad name
   */
  public Future<Placement> putUpon(
      Shop shop, Placement placement, long seen, String author, String reason) {
    return putUpon(shop, placement, seen, author, reason, Mandate.AUTHOR);
  }

  /**
   * As {@link #putUpon(Shop, Placement, long, String, String)}.
   *
   * @param mandate on whose word
   */
  public Future<Placement> putUpon(
      Shop shop, Placement placement, long seen, String author, String reason, Mandate mandate) {
    return insertUpon(database::query, shop, placement, seen, author, reason, mandate)
        .map(revision -> made(shop, placement, revision));
  }

  /** The new revision, in whichever transaction; what is in memory follows after its commit. */
  static Future<Long> insertUpon(
      Statements statements,
      Shop shop,
      Placement placement,
      long seen,
      String author,
      String reason,
      Mandate mandate) {
    Future<Long> inserted =
        NAME.matcher(placement.name()).matches()
            ? insert(statements, shop, placement, author, reason, seen, mandate)
            : Future.failedFuture(badName(placement.name()));
    return inserted.recover(
        failure ->
            Database.isUniqueViolation(failure)
                ? Future.failedFuture(overtaken(placement.name(), seen))
                : Future.failedFuture(failure));
  }

  static PannierException overtaken(String name, long seen) {
    return new PannierException(
        StandardErrorCode.REVISION_CONFLICT,
        "placement "
            + name
            + " is no longer at revision "
            + seen
            + "; look at what changed and try again");
  }

  private static PannierException badName(String name) {
    return new PannierException(
        StandardErrorCode.FIELD_INVALID,
        "placement name `" + name + "`: expected 1 to 64 of a-z, 0-9 and -");
  }

  private Placement made(Shop shop, Placement placement, long revision) {
    Placement made = PlacementJson.read(placement.name(), revision, PlacementJson.write(placement));
    remember(shop, made);
    return made;
  }

  /** All revisions of a placement, newest first. */
  public Future<List<PlacementRevision>> history(Shop shop, String name) {
    return database
        .query(
            "select r.revision, r.config, r.author, r.reason, r.made_at, p.decided_by"
                + " from placement_revision r left join change_proposal p on p.id = r.approved"
                + " where r.shop = $1 and r.name = $2 order by r.revision desc",
            Tuple.of(shop.number(), name))
        .map(
            rows ->
                rows.stream()
                    .map(
                        row ->
                            new PlacementRevision(
                                PlacementJson.read(name, row.getLong(0), row.getString(1)),
                                row.getString(2),
                                row.getString(3),
                                row.getOffsetDateTime(4).toInstant(),
                                row.getString(5)))
                    .toList());
  }

  Future<Void> reload() {
    return database
        .query(
            "select distinct on (shop, name) shop, name, revision, config from placement_revision"
                + " order by shop, name, revision desc")
        .map(
            rows -> {
              rows.forEach(this::remember);
              return null;
            });
  }

  private void remember(Row row) {
    Placement placement = PlacementJson.read(row.getString(1), row.getLong(2), row.getString(3));
    shops.find(row.getInteger(0)).ifPresent(shop -> remember(shop, placement));
  }

  private void remember(Shop shop, Placement placement) {
    Key key = new Key(shop.number(), placement.name());
    boolean[] changed = {false};
    current.compute(
        key,
        (same, known) -> {
          changed[0] = known == null || known.revision() < placement.revision();
          return changed[0] ? placement : known;
        });
    if (changed[0]) {
      for (BiConsumer<Shop, Placement> listener : listeners) {
        try {
          listener.accept(shop, placement);
        } catch (RuntimeException e) {
          LOG.error("a listener failed on placement {}; report this", placement.name(), e);
        }
      }
    }
  }

  /** Two authors at once get two revisions: the later of them tries the next number. */
  private Future<Long> insertNext(
      Shop shop, Placement placement, String author, String reason, Mandate mandate, int attempts) {
    return insert(database::query, shop, placement, author, reason, null, mandate)
        .recover(
            failure ->
                Database.isUniqueViolation(failure) && attempts > 1
                    ? insertNext(shop, placement, author, reason, mandate, attempts - 1)
                    : Future.failedFuture(failure));
  }

  /**
   * @param seen the revision that must be the highest; null for whichever is
   */
  private static Future<Long> insert(
      Statements statements,
      Shop shop,
      Placement placement,
      String author,
      String reason,
      @Nullable Long seen,
      Mandate mandate) {
    return statements
        .query(
            "insert into placement_revision"
                + " (shop, name, revision, config, author, reason, approved, machine)"
                + " select $1, $2, coalesce(max(revision), 0) + 1, $3, $4, $5, $7, $8"
                + " from placement_revision where shop = $1 and name = $2"
                + " having $6::bigint is null or coalesce(max(revision), 0) = $6"
                + " returning revision",
            Tuple.of(
                    shop.number(),
                    placement.name(),
                    PlacementJson.write(placement),
                    Text.storable(author),
                    Text.storable(reason))
                .addLong(seen)
                .addUUID(mandate.proposal())
                .addBoolean(mandate.machine()))
        .compose(
            rows ->
                rows.size() == 0
                    ? Future.failedFuture(overtaken(placement.name(), Objects.requireNonNull(seen)))
                    : Future.succeededFuture(rows.iterator().next().getLong(0)));
  }
}
