package io.pannier.plugins.transformer;

import io.pannier.kernels.api.BeamConfig;
import io.pannier.kernels.api.Beams;
import io.pannier.kernels.api.CandidateBatch;
import io.pannier.kernels.api.ComposerSpec;
import io.pannier.kernels.api.EventBatch;
import io.pannier.kernels.api.Rows;
import io.pannier.kernels.api.Sequences;
import io.pannier.kernels.api.WideSeeds;
import io.pannier.plugins.transformer.BundleReasons.Read;
import io.pannier.spi.BundlingProblem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The sets of candidates that a beam search of the decoder finds for a problem. Not thread-safe.
 */
final class BeamSets {
  private final ServedModel model;
  private final FusedScores scores;
  private final ComposerSpec spec;
  private final Question question;
  private final int width;
  private final Map<String, Integer> rows = new HashMap<>();
  private final WideSeeds seeds = new WideSeeds();
  private final EventPack pack = new EventPack();
  private final float[] state;
  private Beams beams = new Beams(1, 1, 1);

  /**
   * @param scores for one question at a time
   * @param width beams that are kept
   */
  BeamSets(ServedModel model, FusedScores scores, int width) {
    this.model = model;
    this.scores = scores;
    this.spec = model.composer().spec();
    this.question = new Question(spec.maxEvents());
    this.width = width;
    this.state = new float[spec.width()];
    for (int row = 0; row < model.rows(); row++) {
      rows.put(model.skus().get(row), row);
    }
  }

  /** Whether there is a decoder, a question, and a bundle that is short enough. */
  boolean may(BundlingProblem problem) {
    return spec.decoderLayers() > 0
        && !problem.context().none()
        && problem.constraints().minItems() <= Math.min(spec.maxItems(), problem.size());
  }

  /** A problem as the model reads it. */
  Read read(BundlingProblem problem, Fit fit) {
    NamedShelf shelf = new NamedShelf(problem.context(), rows, model.categories());
    int n = problem.size();
    int[] items = new int[n];
    int[] categories = new int[n];
    int[] prices = new int[n];
    for (int j = 0; j < n; j++) {
      items[j] = shelf.row(problem.item(j));
      categories[j] = shelf.category(problem.item(j));
      prices[j] = EventIds.price(problem.price(j));
    }
    return new Read(
        Asked.of(problem.context(), shelf),
        items,
        categories,
        prices,
        fit,
        new CandidatePairs(scores, items));
  }

  /**
   * The sets, the most probable first, each once and in the order in which it was chosen.
   *
   * @param problem that {@link #may} be searched
   */
  List<int[]> paths(BundlingProblem problem, Read read) {
    pack.clear();
    question.write(read.asked(), pack);
    EventBatch events = pack.copy();
    question.read(read.asked(), seeds);
    scores.gather(seeds);
    boolean known = events.items().length > 0;
    if (known) {
      model.composer().encode(events, Rows.of(state, state.length));
    }
    BundleWord word =
        new BundleWord(
            problem, read.fit(), read.items(), known ? state : null, scores, read.pairs());
    int most = Math.min(problem.constraints().maxItems(), spec.maxItems());
    if (beams.maxItems() != most || beams.width() != width) {
      beams = new Beams(1, width, most);
    }
    model
        .composer()
        .compose(
            events,
            new CandidateBatch(
                Sequences.of(0, problem.size()),
                read.items(),
                read.categories(),
                read.prices(),
                null,
                word),
            new BeamConfig(width, problem.constraints().minItems(), most),
            beams);
    return distinct();
  }

  private List<int[]> distinct() {
    List<int[]> paths = new ArrayList<>();
    Set<List<Integer>> sets = new HashSet<>();
    for (int rank = 0; rank < beams.found(0); rank++) {
      int[] path = new int[beams.length(0, rank)];
      for (int step = 0; step < path.length; step++) {
        path[step] = beams.chosen(0, rank, step);
      }
      if (sets.add(IntStream.of(path).sorted().boxed().toList())) {
        paths.add(path);
      }
    }
    return paths;
  }
}
