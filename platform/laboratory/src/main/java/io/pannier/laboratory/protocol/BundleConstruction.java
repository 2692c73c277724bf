package io.pannier.laboratory.protocol;

import io.pannier.laboratory.metrics.RankMetric;
import io.pannier.laboratory.metrics.RankMetric.Kind;
import io.pannier.laboratory.orders.CsvTable;
import io.pannier.laboratory.orders.ProductLine;
import io.pannier.laboratory.protocol.BasketSplit.Question;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.DoubleConsumer;

/**
 * The protocol {@code bundle-construction}: one item of a bundle that people put together is
 * hidden, and the items of the domain are ranked given the rest, without the rest. Data: Sun et
 * al., "Revisiting Bundle Recommendation: Datasets, Tasks, Challenges and Opportunities for
 * Intent-Aware Product Bundling", SIGIR 2022.
 *
 * <p>The bundles were cut out of shopping sessions, and a session holds all items of its bundles.
 * So whole sessions are split, a fifth of them for the test, by seed: nothing of a test session is
 * learned, neither its bundles nor what was in it together. Strategies learn the bundles of the
 * other sessions as orders, since what is bought in one session but belongs to different bundles is
 * just what the people who labelled them took apart; items that are in no bundle have no title and
 * are not taught.
 *
 * <p>The catalogue is every item with a title, which are the items of all bundles; titles and
 * categories are known before any bundle is, so they are given for items of the test, too. Of an
 * item that is in no bundle of the training part only its text can tell where it belongs. Recall
 * and NDCG@10, 20.
 */
final class BundleConstruction implements Protocol {
  private static final double TRAIN_SHARE = 0.8;
  private static final long SECOND = 1_000;
  private static final List<RankMetric> METRICS =
      List.of(
          new RankMetric(Kind.RECALL, 10),
          new RankMetric(Kind.NDCG, 10),
          new RankMetric(Kind.RECALL, 20),
          new RankMetric(Kind.NDCG, 20));

  @Override
  public String name() {
    return "bundle-construction";
  }

  @Override
  public List<DataFormat> formats() {
    return List.of(DataFormat.AMAZON_BUNDLES);
  }

  @Override
  public EvaluationTask prepare(DataSource data, long seed, DoubleConsumer progress) {
    Protocols.check(this, data);
    BasketSplit split = split(data, seed);
    progress.accept(1);
    return TaskBuilder.build(name(), data, seed, split, METRICS);
  }

  private static BasketSplit split(DataSource data, long seed) {
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
    List<String> known = products.stream().map(ProductLine::sku).toList();
    TreeSet<String> titled = new TreeSet<>(known);
    List<Question> questions = new ArrayList<>();
    for (String id : ids.subList(cut, ids.size())) {
      for (Basket bundle : sessions.getOrDefault(id, List.of())) {
        List<String> skus = bundle.skus().stream().filter(titled::contains).toList();
        if (skus.size() >= 2) {
          questions.add(TaskBuilder.hideOne(skus, random));
        }
      }
    }
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
          bundles.put(id, new Basket("bundle-" + id, shopper, time, items));
        });
    return bundles;
  }
}
