package io.pannier.store;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The vectors of product texts, by model. A cache: it can be built again from the catalogue. */
public final class TextVectors {
  private final Database database;

  TextVectors(Database database) {
    this.database = database;
  }

  /**
   * @param item ordinal in the shop's catalogue
   * @param hash of the text that was encoded
   * @param vector as {@link #put} was given it
   */
  public record TextVector(int item, Buffer hash, Buffer vector) {}

  /** Those that are known of the given items, whatever the text was. */
  public Future<List<TextVector>> find(int shop, String model, Collection<Integer> items) {
    return database
        .query(
            "select item, hash, vector from text_vector"
                + " where shop = $1 and model = $2 and item = any($3)",
            Tuple.of(shop, model, items.toArray(Integer[]::new)))
        .map(
            rows -> {
              List<TextVector> found = new ArrayList<>(rows.size());
              for (Row row : rows) {
                found.add(new TextVector(row.getInteger(0), row.getBuffer(1), row.getBuffer(2)));
              }
              return found;
            });
  }

  /**
   * Stores vectors in place of those of the same items and model.
   *
   * @param vectors of different items
   */
  public Future<Void> put(int shop, String model, List<TextVector> vectors) {
    if (vectors.isEmpty()) {
      return Future.succeededFuture();
    }
    return database
        .query(
            "insert into text_vector (shop, item, model, hash, vector)"
                + " select $1, u.item, $2, u.hash, u.vector"
                + " from unnest($3::int[], $4::bytea[], $5::bytea[]) as u(item, hash, vector)"
                + " on conflict (shop, item, model)"
                + " do update set hash = excluded.hash, vector = excluded.vector",
            Tuple.of(
                shop,
                model,
                vectors.stream().map(TextVector::item).toArray(Integer[]::new),
                vectors.stream().map(TextVector::hash).toArray(Buffer[]::new),
                vectors.stream().map(TextVector::vector).toArray(Buffer[]::new)))
        .mapEmpty();
  }
}
