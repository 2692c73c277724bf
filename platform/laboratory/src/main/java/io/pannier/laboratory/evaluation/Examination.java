package io.pannier.laboratory.evaluation;

import io.pannier.laboratory.metrics.MidRank;
import io.pannier.laboratory.protocol.EvaluationCase;
import io.pannier.laboratory.protocol.EvaluationTask;
import io.pannier.spi.EventType;
import io.pannier.spi.PannierException;
import io.pannier.spi.ScoredCandidates;
import io.pannier.spi.ScoringContext;
import io.pannier.spi.ScoringStrategy;
import io.pannier.spi.ShopperHistory;
import io.pannier.spi.StandardErrorCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Asks a strategy all cases, in batches as production does, and finds the wanted items. */
final class Examination {
  private static final int BATCH = 64;
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final String PLACEMENT = "cart";

  private final EvaluationTask task;
  private final EvaluationListener listener;
  private final QuestionTexts texts;
  private final int limit;
  private final float[] weights = new float[EventType.count()];
  private int named;

  Examination(EvaluationTask task, EvaluationListener listener, QuestionTexts texts) {
    this.texts = texts;
    this.task = task;
    this.listener = listener;
    // At least twice the depth, for which see MidRank.
    this.limit = Math.max(100, 2 * task.depth());
    weights[EventType.PURCHASED.ordinal()] = 1;
  }

  /**
   * @return for each case the ascending ranks of its wanted items
   * @throws PannierException STRATEGY_INVALID_ANSWER if an answer breaks the contract
   */
  List<double[]> ranks(String id, String name, Contestant.Seat seat) {
    List<EvaluationCase> cases = task.cases();
    List<double[]> ranks = new ArrayList<>(cases.size());
    for (int from = 0; from < cases.size(); from += BATCH) {
      List<EvaluationCase> some = cases.subList(from, Math.min(cases.size(), from + BATCH));
      List<ScoringContext> batch = some.stream().map(this::context).toList();
      List<ScoredCandidates> answers =
          seat.call(
              ScoringStrategy.class, strategy -> List.copyOf(strategy.score(batch)), PATIENCE);
      if (answers.size() != some.size()) {
        throw invalid(id, answers.size() + " answers to " + some.size() + " contexts");
      }
      for (int i = 0; i < some.size(); i++) {
        ranks.add(ranks(id, some.get(i), answers.get(i)));
      }
      listener.at("scoring with " + name, ranks.size(), cases.size());
    }
    return ranks;
  }

  /** Share of the cases in which a product was named. */
  double answered() {
    return named / (double) task.cases().size();
  }

  private ScoringContext context(EvaluationCase asked) {
    int[] quantities = new int[asked.cart().length];
    Arrays.fill(quantities, 1);
    return new ScoringContext(
        task.catalogue(),
        PLACEMENT,
        asked.cart().clone(),
        quantities,
        ShopperHistory.EMPTY,
        task.now(),
        null,
        limit,
        weights.clone(),
        Map.of(),
        texts.of(asked.query()));
  }

  private double[] ranks(String id, EvaluationCase asked, ScoredCandidates answer) {
    String broken = broken(asked, answer);
    if (broken != null) {
      throw invalid(id, broken);
    }
    named += answer.size() > 0 ? 1 : 0;
    int eligible = task.catalogue().size() - asked.cart().length;
    double[] ranks = new double[asked.wanted().length];
    for (int i = 0; i < ranks.length; i++) {
      ranks[i] = MidRank.of(answer, asked.wanted()[i], eligible);
    }
    Arrays.sort(ranks);
    return ranks;
  }

  /** What of the contract of {@link ScoredCandidates} an answer breaks; null for nothing. */
  private @Nullable String broken(EvaluationCase asked, ScoredCandidates answer) {
    if (answer.size() > limit) {
      return answer.size() + " candidates where at most " + limit + " were wanted";
    }
    BitSet seen = new BitSet(task.catalogue().size());
    for (int item : asked.cart()) {
      seen.set(item);
    }
    float before = Float.MAX_VALUE;
    for (int rank = 0; rank < answer.size(); rank++) {
      int item = answer.item(rank);
      float score = answer.score(rank);
      if (task.catalogue().product(item) == null) {
        return "item " + item + " is not in the catalogue";
      } else if (seen.get(item)) {
        return "item " + item + " is in the cart or named twice";
      } else if (!(score >= 0 && score <= before)) {
        return "score " + score + " at place " + (rank + 1) + " behind " + before;
      }
      seen.set(item);
      before = score;
    }
    return null;
  }

  private static PannierException invalid(String id, String what) {
    return new PannierException(
        StandardErrorCode.STRATEGY_INVALID_ANSWER, id + " broke the contract: " + what + ".");
  }
}
