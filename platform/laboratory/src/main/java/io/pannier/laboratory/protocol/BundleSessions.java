package io.pannier.laboratory.protocol;

import io.pannier.laboratory.orders.CsvTable;
import io.pannier.laboratory.orders.ProductLine;
import io.pannier.laboratory.protocol.BasketSplit.Question;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/**
 * The bundles of the Amazon data, split by session.
 *
 * <p>The bundles were cut out of shopping sessions, and a session holds all items of its bundles.
 * So whole sessions are split, a fifth of them for the test, by seed: nothing of a test session is
 * learned, neither its bundles nor what was in it together. Strategies learn the bundles of the
 * other sessions as orders, since what is bought in one session but belongs to different bundles is
 * just what the people who labelled them took apart; items that are in no bundle have no title and
 * are not taught.
 *
 * @param train the bundles of four fifths of the sessions, in journal order
 * @param test the bundles of the others, in the order of the split
 * @param products every item with a title
 * @param known their SKUs
 * @param random goes on where the split left it
 */
record BundleSessions(
    List<Basket> train,
    List<Basket> test,
    List<ProductLine> products,
    Set<String> known,
    Random random) {
  private static final double TRAIN_SHARE = 0.8;
  private static final long SECOND = 1_000;

  /** Reads the data and splits it; the same seed gives the same split. */
  static BundleSessions read(DataSource data, long seed) {
    List<ProductLine> products = BundleItems.read(data);
    Map<String, Basket> bundles = bundles(data);
    Map<String, List<Basket>> sessions = new LinkedHashMap<>();
    for (List<String> row : CsvTable.read(data.file("session_bundle"), "session ID", "bundle ID")) {
      Basket bundle = bundles.get(row.get(1));
      if (bundle != null) {
        sessions.computeIfAbsent(row.get(0), _ -> new ArrayList<>()).add(bundle);
      }
    }
    Random random = new Random(seed);
    // Of the ids in order: how the file is sorted must not decide the split.
    List<String> ids = new ArrayList<>(new TreeSet<>(sessions.keySet()));
    Collections.shuffle(ids, random);
    int cut = (int) (ids.size() * TRAIN_SHARE);
    List<Basket> train = new ArrayList<>();
    ids.subList(0, cut).forEach(id -> train.addAll(sessions.getOrDefault(id, List.of())));
    train.sort(Comparator.comparingLong(Basket::time).thenComparing(Basket::order));
    List<Basket> test = new ArrayList<>();
    ids.subList(cut, ids.size()).forEach(id -> test.addAll(sessions.getOrDefault(id, List.of())));
    Set<String> known = new HashSet<>();
    products.forEach(product -> known.add(product.sku()));
    return new BundleSessions(train, test, products, known, random);
  }

  /** The items of a bundle that have a title, which are all that can be ranked. */
  List<String> titled(Basket bundle) {
    return bundle.skus().stream().filter(known::contains).toList();
  }

  /** The order under which the bundle of an id is taught. */
  static String order(String bundle) {
    return "bundle-" + bundle;
  }

  BasketSplit split(List<Question> questions) {
    return new BasketSplit(train, questions, products, BasketSplit.NO_CURRENCY);
  }

  /** The bundles by id, each with the user and the time of its session where the data has them. */
  private static Map<String, Basket> bundles(DataSource data) {
    Map<String, List<Basket.Line>> lines = new LinkedHashMap<>();
    for (List<String> row : CsvTable.read(data.file("bundle_item"), "bundle ID", "item ID")) {
      lines.computeIfAbsent(row.get(0), _ -> new ArrayList<>()).add(Basket.Line.of(row.get(1)));
    }
    Map<String, List<String>> owners = new HashMap<>();
    for (List<String> row :
        CsvTable.read(data.file("user_bundle"), "bundle ID", "user ID", "timestamp")) {
      owners.putIfAbsent(row.get(0), row);
    }
    Map<String, Long> shoppers = new HashMap<>();
    Map<String, Basket> bundles = new LinkedHashMap<>();
    lines.forEach(
        (id, items) -> {
          List<String> owner = owners.get(id);
          long shopper =
              owner == null ? 0 : shoppers.computeIfAbsent(owner.get(1), _ -> shoppers.size() + 1L);
          long time = owner == null ? 0 : BundleItems.number(data, owner.get(2)) * SECOND;
          bundles.put(id, new Basket(order(id), shopper, time, items));
        });
    return bundles;
  }
}
