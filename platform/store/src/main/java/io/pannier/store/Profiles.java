package io.pannier.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pannier.messages.Shop;
import io.pannier.messages.ShoppersSubmitted.Profile;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** What shoppers consented to have known about them. */
public final class Profiles {
  private static final int PAGE_ROWS = 5_000;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TypeReference<Map<String, String>> ATTRIBUTES = new TypeReference<>() {};

  private final Database database;

  Profiles(Database database) {
    this.database = database;
  }

  /** Stores profiles in place of older ones; of several of one shopper the last counts. */
  public Future<Void> put(Shop shop, List<Profile> profiles) {
    Map<String, Profile> byShopper = new LinkedHashMap<>();
    profiles.forEach(profile -> byShopper.put(Text.storable(profile.shopper()), profile));
    if (byShopper.isEmpty()) {
      return Future.succeededFuture();
    }
    String[] attributes = new String[byShopper.size()];
    String[] payloads = new String[byShopper.size()];
    int row = 0;
    for (Profile profile : byShopper.values()) {
      attributes[row] = write(profile.attributes());
      payloads[row++] = Text.storable(profile.payload());
    }
    return database
        .query(
            "insert into shopper_profile (shop, shopper, attributes, payload)"
                + " select $1, u.* from unnest($2::text[], $3::text[], $4::text[]) as u"
                + " on conflict (shop, shopper) do update set attributes = excluded.attributes,"
                + " payload = excluded.payload, stated_at = now()",
            Tuple.of(
                shop.number(), byShopper.keySet().toArray(String[]::new), attributes, payloads))
        .mapEmpty();
  }

  public Future<Optional<Profile>> find(Shop shop, String shopper) {
    return database
        .query(
            "select shopper, attributes, payload from shopper_profile"
                + " where shop = $1 and shopper = $2",
            Tuple.of(shop.number(), Text.storable(shopper)))
        .map(
            rows ->
                rows.size() == 0
                    ? Optional.<Profile>empty()
                    : Optional.of(profile(rows.iterator().next())));
  }

  /**
   * Reads all profiles of a shop.
   *
   * @param pages called with one page after the other, on the caller's context
   */
  public Future<Void> each(Shop shop, Consumer<List<Profile>> pages) {
    return page(shop, "", pages);
  }

  private Future<Void> page(Shop shop, String after, Consumer<List<Profile>> pages) {
    return database
        .query(
            "select shopper, attributes, payload from shopper_profile"
                + " where shop = $1 and shopper > $2 order by shopper limit $3",
            Tuple.of(shop.number(), after, PAGE_ROWS))
        .compose(
            rows -> {
              List<Profile> page = new ArrayList<>(rows.size());
              rows.forEach(row -> page.add(profile(row)));
              if (!page.isEmpty()) {
                pages.accept(page);
              }
              return page.size() < PAGE_ROWS
                  ? Future.succeededFuture()
                  : page(shop, page.getLast().shopper(), pages);
            });
  }

  private static Profile profile(Row row) {
    try {
      return new Profile(
          row.getString(0), JSON.readValue(row.getString(1), ATTRIBUTES), row.getString(2));
    } catch (JsonProcessingException e) {
      throw new PannierException(StandardErrorCode.INTERNAL_ERROR, "profile cannot be read", e);
    }
  }

  private static String write(Map<String, String> attributes) {
    try {
      return JSON.writeValueAsString(attributes);
    } catch (JsonProcessingException e) {
      throw new PannierException(StandardErrorCode.INTERNAL_ERROR, "profile attributes", e);
    }
  }
}
