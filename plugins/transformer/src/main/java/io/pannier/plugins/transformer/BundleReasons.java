package io.pannier.plugins.transformer;

import io.pannier.kernels.api.BeamConfig;
import io.pannier.kernels.api.Beams;
import io.pannier.kernels.api.CandidateBatch;
import io.pannier.kernels.api.Rows;
import io.pannier.kernels.api.Sequences;
import io.pannier.kernels.api.WideSeeds;
import io.pannier.spi.BundlingProblem;
import io.pannier.spi.ShopperHistory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What carried each item of a composed bundle, by occlusion of the decision that composed it
 * (Zeiler and Fergus, ECCV 2014): the bundle is composed once more, step by step as it was, by
 * someone who never touched one of the products of the question, or without one of the items that
 * were chosen before. The one without which the item's step is least probable carried it. All
 * variants go through the decoder in one call. Not thread-safe.
 */
final class BundleReasons {
  private static final int NONE = -1;

  private final ServedModel model;
  private final FusedScores scores;
  private final Question question;
  private final int most;
  private final WideSeeds seeds = new WideSeeds();
  private final EventPack pack = new EventPack();

  /**
   * @param most newest products of a question that are left out in turn; 0 gives no reasons
   */
  BundleReasons(ServedModel model, FusedScores scores, int most) {
    this.model = model;
    this.scores = scores;
    this.most = most;
    this.question = new Question(model.composer().spec().maxEvents());
  }

  /** A question as it was asked, of candidates as the model numbers them. */
  record Read(
      Asked asked, int[] items, int[] categories, int[] prices, Fit fit, CandidatePairs pairs) {}

  /** What a step of a path would be without an item, in one of the paths that are led. */
  private record Variant(int item, int from, int shift, double[] logs) {}

  /**
   * Finds what carried the items of bundles.
   *
   * @param all candidates of each bundle in the order in which they were chosen
   * @return for each bundle and step the ordinal of the item, −1 where none carried it; of the
   *     first bundles, as many as go through the decoder at once
   */
  List<int[]> of(BundlingProblem problem, Read read, List<int[]> all) {
    List<int[]> paths = new ArrayList<>();
    int beams = 0;
    for (int[] path : all) {
      // A path of its own for the whole and for each mate that is left out.
      beams += path.length;
      if (beams <= BeamConfig.MAX_WIDTH) {
        paths.add(path);
      }
    }
    if (most == 0 || paths.isEmpty()) {
      return List.of();
    }
    List<Integer> products = newest(read.asked());
    BundleWord[] words = words(problem, read, products);
    ForcedPaths forced = new ForcedPaths(problem.size(), problem.constraints().minItems());
    EventPack asked = new EventPack();
    List<double[]> whole = new ArrayList<>();
    List<List<Variant>> variants = new ArrayList<>();
    question.write(read.asked(), asked);
    forced.request(words[0]);
    for (int[] path : paths) {
      whole.add(forced.add(path, NONE));
      variants.add(new ArrayList<>());
    }
    for (int p = 0; p < paths.size(); p++) {
      int[] path = paths.get(p);
      for (int step = 0; step + 1 < path.length; step++) {
        double[] logs = forced.add(without(path, step), path[step]);
        variants.get(p).add(new Variant(problem.item(path[step]), step + 1, 1, logs));
      }
    }
    for (int i = 0; i < products.size(); i++) {
      question.write(read.asked().without(products.get(i)), asked);
      forced.request(words[i + 1]);
      for (int p = 0; p < paths.size(); p++) {
        variants.get(p).add(new Variant(products.get(i), 0, 0, forced.add(paths.get(p), NONE)));
      }
    }
    lead(read, forced, asked, paths.stream().mapToInt(path -> path.length).max().orElse(1));
    List<int[]> because = new ArrayList<>();
    for (int p = 0; p < paths.size(); p++) {
      because.add(largest(whole.get(p), variants.get(p)));
    }
    return because;
  }

  /** The products of a question that the model knows, those touched last first. */
  private List<Integer> newest(Asked asked) {
    Set<Integer> products = new LinkedHashSet<>();
    int[] cart = asked.cart();
    for (int i = cart.length - 1; i >= 0; i--) {
      products.add(cart[i]);
    }
    ShopperHistory history = asked.history();
    for (int i = history.size() - 1; i >= 0; i--) {
      if (EventIds.read(history.type(i))) {
        products.add(history.items()[i]);
      }
    }
    return products.stream().filter(item -> asked.shelf().row(item) >= 0).limit(most).toList();
  }

  /** What the score says of the candidates: to the whole question, then without each product. */
  private BundleWord[] words(BundlingProblem problem, Read read, List<Integer> products) {
    int width = model.width();
    pack.clear();
    question.write(read.asked(), pack);
    for (int product : products) {
      question.write(read.asked().without(product), pack);
    }
    float[] states = new float[(products.size() + 1) * width];
    if (pack.size() > 0) {
      model.composer().encode(pack.batch(), Rows.of(states, width));
    }
    BundleWord[] words = new BundleWord[products.size() + 1];
    for (int i = 0; i < words.length; i++) {
      question.read(i == 0 ? read.asked() : read.asked().without(products.get(i - 1)), seeds);
      scores.gather(seeds);
      float[] state = Arrays.copyOfRange(states, i * width, (i + 1) * width);
      words[i] = new BundleWord(problem, read.fit(), read.items(), state, scores, read.pairs());
    }
    return words;
  }

  private void lead(Read read, ForcedPaths forced, EventPack asked, int longest) {
    int requests = forced.requests();
    int n = read.items().length;
    int[] offsets = new int[requests + 1];
    int[] items = new int[requests * n];
    int[] categories = new int[items.length];
    int[] prices = new int[items.length];
    for (int r = 0; r < requests; r++) {
      offsets[r + 1] = (r + 1) * n;
      System.arraycopy(read.items(), 0, items, r * n, n);
      System.arraycopy(read.categories(), 0, categories, r * n, n);
      System.arraycopy(read.prices(), 0, prices, r * n, n);
    }
    model
        .composer()
        .compose(
            asked.batch(),
            new CandidateBatch(
                new Sequences(offsets, requests, null, null),
                items,
                categories,
                prices,
                null,
                forced),
            new BeamConfig(forced.width(), 1, longest),
            new Beams(requests, forced.width(), longest));
  }

  private static int[] without(int[] path, int step) {
    int[] shorter = new int[path.length - 1];
    System.arraycopy(path, 0, shorter, 0, step);
    System.arraycopy(path, step + 1, shorter, step, shorter.length - step);
    return shorter;
  }

  private static int[] largest(double[] whole, List<Variant> variants) {
    int[] because = new int[whole.length];
    for (int step = 0; step < whole.length; step++) {
      because[step] = NONE;
      double largest = 0;
      for (Variant variant : variants) {
        if (step >= variant.from()) {
          double loss = whole[step] - variant.logs()[step - variant.shift()];
          if (loss > largest) {
            largest = loss;
            because[step] = variant.item();
          }
        }
      }
    }
    return because;
  }
}
