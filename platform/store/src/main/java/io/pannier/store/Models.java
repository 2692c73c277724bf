package io.pannier.store;

import io.pannier.messages.Shop;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The models of all shops' strategies with every revision; the current ones are in memory. */
public final class Models {
  private static final Logger LOG = LoggerFactory.getLogger(Models.class);
  private static final int PUT_ATTEMPTS = 5;
  private static final String COLUMNS =
      "strategy, revision, promoted, file, verdict, author, reason, made_at";

  private record Key(int shop, String strategy) {}

  private final Database database;
  private final Shops shops;
  private final ModelFiles files;
  private final ConcurrentHashMap<Key, ModelRevision> current = new ConcurrentHashMap<>();
  private final List<BiConsumer<Shop, ModelRevision>> listeners = new CopyOnWriteArrayList<>();

  Models(Database database, Shops shops) {
    this.database = database;
    this.shops = shops;
    this.files = new ModelFiles(database);
  }

  /** The revision in service; its file may be null. Empty where none was ever promoted. */
  public Optional<ModelRevision> current(int shop, String strategy) {
    return Optional.ofNullable(current.get(new Key(shop, strategy)));
  }

  /** The revisions in service of a shop. */
  public List<ModelRevision> current(Shop shop) {
    return current.entrySet().stream()
        .filter(entry -> entry.getKey().shop() == shop.number())
        .map(java.util.Map.Entry::getValue)
        .toList();
  }

  /** Calls back with each newly promoted revision, also one that another process made. */
  public void onChange(BiConsumer<Shop, ModelRevision> listener) {
    listeners.add(listener);
  }

  /**
   * Puts a model file in service. Where the shop's changes take a second person it is held, with a
   * proposal to put it in service.
   *
   * @param verdict JSON
   * @return the revision, not promoted where it is held; fails with FILE_FAILED if the file cannot
   *     be read
   */
  public Future<ModelRevision> promote(
      Shop shop, String strategy, Path file, String verdict, String author, String reason) {
    return files
        .store(file)
        .compose(
            sha256 ->
                put(shop, strategy, true, sha256, verdict, author, reason)
                    .recover(
                        failure ->
                            failure instanceof PannierException refused
                                    && refused.code() == StandardErrorCode.APPROVAL_REQUIRED
                                ? held(shop, strategy, sha256, verdict, author, reason)
                                : Future.failedFuture(failure)));
  }

  /** Kept with its file, beside the proposal that would put it in service. */
  private Future<ModelRevision> held(
      Shop shop, String strategy, String file, String verdict, String author, String reason) {
    Optional<ModelRevision> serving = current(shop.number(), strategy);
    return database.inTransaction(
        connection ->
            insert(
                    Statements.of(connection),
                    values(shop, strategy, false, file, verdict, author, reason),
                    1)
                .compose(
                    made ->
                        Proposals.insert(
                                Statements.of(connection),
                                shop,
                                ProposedChange.model(
                                    strategy,
                                    serving.map(ModelRevision::revision).orElse(0L),
                                    made.revision(),
                                    diff(serving, made)),
                                author,
                                reason,
                                Instant.now())
                            .map(made)));
  }

  private static String diff(Optional<ModelRevision> from, ModelRevision to) {
    return new JsonArray()
        .add(
            new JsonObject()
                .put("path", "servingModel")
                .put("from", from.filter(m -> m.file() != null).map(ModelRevision::id).orElse(null))
                .put("to", to.id()))
        .encode();
  }

  /** Notes that a model was proposed and why it was not put in service. */
  public Future<ModelRevision> refuse(
      Shop shop, String strategy, String verdict, String author, String reason) {
    return put(shop, strategy, false, null, verdict, author, reason);
  }

  /** Takes the model of a strategy out of service, as a new revision. */
  public Future<ModelRevision> retire(Shop shop, String strategy, String author, String reason) {
    return put(shop, strategy, true, null, "{}", author, reason);
  }

  /**
   * Puts the file of an earlier revision in service again, as a new revision.
   *
   * @return fails with NOT_FOUND where there is no such revision, or one without a file
   */
  public Future<ModelRevision> revert(
      Shop shop, String strategy, long revision, String author, String reason) {
    return withFile(shop, strategy, revision)
        .compose(found -> put(shop, strategy, true, found.file(), found.verdict(), author, reason));
  }

  /**
   * A revision that can be put in service.
   *
   * @return fails with NOT_FOUND where there is no such revision, or one without a file
   */
  public Future<ModelRevision> withFile(Shop shop, String strategy, long revision) {
    return history(shop, strategy)
        .map(
            all ->
                all.stream()
                    .filter(each -> each.revision() == revision && each.file() != null)
                    .findFirst()
                    .orElseThrow(
                        () ->
                            new PannierException(
                                StandardErrorCode.NOT_FOUND,
                                strategy + " has no model of revision " + revision)));
  }

  /** All revisions of a strategy's model, newest first. */
  public Future<List<ModelRevision>> history(Shop shop, String strategy) {
    return database
        .query(
            "select "
                + COLUMNS
                + " from model_revision where shop = $1 and strategy = $2 order by revision desc",
            Tuple.of(shop.number(), strategy))
        .map(rows -> rows.stream().map(Models::revision).toList());
  }

  /**
   * Writes the model file of a revision to a place on disk, whole or not at all.
   *
   * @param revision has a file
   */
  public Future<Void> copy(ModelRevision revision, Path to) {
    String file = revision.file();
    return file == null
        ? Future.failedFuture(
            new PannierException(StandardErrorCode.NOT_FOUND, revision.id() + " has no file"))
        : files.copy(file, to);
  }

  Future<Void> reload() {
    return database
        .query(
            "select distinct on (shop, strategy) shop, "
                + COLUMNS
                + " from model_revision where promoted order by shop, strategy, revision desc")
        .map(
            rows -> {
              rows.forEach(
                  row ->
                      shops
                          .find(row.getInteger("shop"))
                          .ifPresent(shop -> remember(shop, revision(row))));
              return null;
            });
  }

  private void remember(Shop shop, ModelRevision revision) {
    boolean[] changed = {false};
    current.compute(
        new Key(shop.number(), revision.strategy()),
        (same, known) -> {
          changed[0] = known == null || known.revision() < revision.revision();
          return changed[0] ? revision : known;
        });
    if (changed[0]) {
      for (BiConsumer<Shop, ModelRevision> listener : listeners) {
        try {
          listener.accept(shop, revision);
        } catch (RuntimeException e) {
          LOG.error("a listener failed on model {}; report this", revision.id(), e);
        }
      }
    }
  }

  private Future<ModelRevision> put(
      Shop shop,
      String strategy,
      boolean promoted,
      @Nullable String file,
      String verdict,
      String author,
      String reason) {
    return insert(
            database::query,
            values(shop, strategy, promoted, file, verdict, author, reason),
            PUT_ATTEMPTS)
        .map(
            made -> {
              if (promoted) {
                remember(shop, made);
              }
              return made;
            });
  }

  private static Tuple values(
      Shop shop,
      String strategy,
      boolean promoted,
      @Nullable String file,
      String verdict,
      String author,
      String reason) {
    return Tuple.of(shop.number(), strategy)
        .addBoolean(promoted)
        .addString(file)
        .addString(verdict)
        .addString(Text.storable(author))
        .addString(Text.storable(reason));
  }

  /** Two authors at once get two revisions: the later of them tries the next number. */
  private static Future<ModelRevision> insert(Statements statements, Tuple values, int attempts) {
    return statements
        .query(
            "insert into model_revision"
                + " (shop, strategy, revision, promoted, file, verdict, author, reason)"
                + " select $1, $2, coalesce(max(revision), 0) + 1, $3, $4, $5, $6, $7"
                + " from model_revision where shop = $1 and strategy = $2 returning "
                + COLUMNS,
            values)
        .map(rows -> revision(rows.iterator().next()))
        .recover(
            failure ->
                Database.isUniqueViolation(failure) && attempts > 1
                    ? insert(statements, values, attempts - 1)
                    : Future.failedFuture(failure));
  }

  private static ModelRevision revision(Row row) {
    return new ModelRevision(
        row.getString("strategy"),
        row.getLong("revision"),
        row.getBoolean("promoted"),
        row.getString("file"),
        row.getString("verdict"),
        row.getString("author"),
        row.getString("reason"),
        row.getOffsetDateTime("made_at").toInstant());
  }
}
