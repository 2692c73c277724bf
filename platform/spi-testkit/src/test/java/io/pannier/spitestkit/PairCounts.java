package io.pannier.spitestkit;

import io.pannier.spi.Capability;
import io.pannier.spi.ComplementarityModel;
import io.pannier.spi.EventType;
import io.pannier.spi.Observation;
import io.pannier.spi.OnlineLearner;
import io.pannier.spi.Product;
import io.pannier.spi.ScoredCandidates;
import io.pannier.spi.ScoringContext;
import io.pannier.spi.ScoringStrategy;
import io.pannier.spi.Strategy;
import io.pannier.spi.StrategyConfig;
import io.pannier.spi.StrategyContext;
import io.pannier.spi.StrategyDescriptor;
import io.pannier.spi.StrategyFactory;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A strategy that keeps its contract: it counts which items were bought in one order. */
class PairCounts implements ScoringStrategy, ComplementarityModel, OnlineLearner {
  private static final int MAGIC = 0x50435431;

  private final int minimum;
  private final Map<Long, Integer> pairs = new TreeMap<>();
  private final Map<String, List<Integer>> orders = new TreeMap<>();

  PairCounts(int minimum) {
    this.minimum = minimum;
  }

  /** Makes {@link PairCounts}. */
  static class Factory implements StrategyFactory {
    @Override
    public StrategyDescriptor descriptor() {
      return new StrategyDescriptor(
          "pair-counts",
          "Counts pairs.",
          Set.of(Capability.SCORING, Capability.COMPLEMENTARITY, Capability.ONLINE_LEARNING),
          Map.of("minimum", "fewest orders that make a pair"));
    }

    @Override
    public Strategy create(StrategyConfig config, StrategyContext context) {
      return new PairCounts(config.integer("minimum", 1, 1, 1000));
    }
  }

  @Override
  public List<ScoredCandidates> score(List<ScoringContext> batch) {
    List<ScoredCandidates> answers = new ArrayList<>();
    for (ScoringContext context : batch) {
      answers.add(answer(context));
    }
    return answers;
  }

  ScoredCandidates answer(ScoringContext context) {
    Map<Integer, float[]> scores = new HashMap<>();
    for (int item : context.cart()) {
      for (int other = 0; other < context.catalogue().size(); other++) {
        int count = count(item, other);
        if (count > 0 && allowed(context, other)) {
          float[] entry = scores.computeIfAbsent(other, o -> new float[] {0, item});
          entry[0] += count;
        }
      }
    }
    List<Integer> ranked = new ArrayList<>(scores.keySet());
    ranked.sort(
        (a, b) -> {
          int order = Float.compare(score(scores, b), score(scores, a));
          return order != 0 ? order : Integer.compare(a, b);
        });
    int size = Math.min(context.limit(), ranked.size());
    int[] items = new int[size];
    float[] values = new float[size];
    int[] because = new int[size];
    for (int i = 0; i < size; i++) {
      items[i] = ranked.get(i);
      values[i] = score(scores, items[i]);
      because[i] = (int) scores.getOrDefault(items[i], new float[2])[1];
    }
    return new ScoredCandidates(items, values, because);
  }

  private static float score(Map<Integer, float[]> scores, int item) {
    return scores.getOrDefault(item, new float[1])[0];
  }

  private static boolean allowed(ScoringContext context, int item) {
    Product product = context.catalogue().product(item);
    if (product == null || !context.mayName(item)) {
      return false;
    }
    int[] candidates = context.candidates();
    if (candidates == null) {
      return true;
    }
    for (int candidate : candidates) {
      if (candidate == item) {
        return true;
      }
    }
    return false;
  }

  private int count(int one, int other) {
    int count = pairs.getOrDefault(key(one, other), 0);
    return one == other || count < minimum ? 0 : count;
  }

  private static long key(int one, int other) {
    return ((long) Math.min(one, other) << 32) | Math.max(one, other);
  }

  @Override
  public void complementarity(int[] items, float[] lift) {
    for (int i = 0; i < items.length; i++) {
      for (int j = 0; j < items.length; j++) {
        lift[i * items.length + j] = (float) Math.log1p(count(items[i], items[j]));
      }
    }
  }

  @Override
  public void learn(List<Observation> observations) {
    for (Observation observation : observations) {
      String order = observation.order();
      if (observation.type() == EventType.PURCHASED && order != null && observation.item() >= 0) {
        List<Integer> basket = orders.computeIfAbsent(order, o -> new ArrayList<>());
        for (int other : basket) {
          pairs.merge(key(observation.item(), other), 1, Integer::sum);
        }
        basket.add(observation.item());
      }
    }
  }

  @Override
  public void snapshot(OutputStream out) throws IOException {
    DataOutputStream data = new DataOutputStream(out);
    data.writeInt(MAGIC);
    data.writeInt(pairs.size());
    for (Map.Entry<Long, Integer> pair : pairs.entrySet()) {
      data.writeLong(pair.getKey());
      data.writeInt(pair.getValue());
    }
    data.writeInt(orders.size());
    for (Map.Entry<String, List<Integer>> order : orders.entrySet()) {
      data.writeUTF(order.getKey());
      data.writeInt(order.getValue().size());
      for (int item : order.getValue()) {
        data.writeInt(item);
      }
    }
    data.writeInt(MAGIC);
  }

  @Override
  public void restore(InputStream in) throws IOException {
    DataInputStream data = new DataInputStream(in);
    if (data.readInt() != MAGIC) {
      throw new IOException("not a snapshot of pair counts");
    }
    pairs.clear();
    orders.clear();
    int count = data.readInt();
    for (int i = 0; i < count; i++) {
      pairs.put(data.readLong(), data.readInt());
    }
    int orderCount = data.readInt();
    for (int i = 0; i < orderCount; i++) {
      List<Integer> basket = orders.computeIfAbsent(data.readUTF(), o -> new ArrayList<>());
      int size = data.readInt();
      for (int j = 0; j < size; j++) {
        basket.add(data.readInt());
      }
    }
    if (data.readInt() != MAGIC) {
      throw new IOException("a damaged snapshot");
    }
  }
}
