package io.pannier.scoring;

import io.pannier.pluginhost.StrategySlot;
import io.pannier.spi.ComplementarityModel;
import io.pannier.spi.ScoredCandidates;
import io.pannier.spi.ScoringContext;
import io.pannier.spi.ScoringStrategy;
import io.vertx.core.Context;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The queue in front of one strategy of one shop. While the strategy is busy requests gather; when
 * it is free all that wait are scored as one batch, so that batches are as large as the load makes
 * them and a request that comes alone does not wait. Confined to the scoring verticle.
 */
final class ScoringLane {
  private final ScoringConfig config;
  private final Context verticle;
  private final StrategySlot slot;
  private final Outcome outcome;
  private final Map<Object, ScoringTask> waiting = new LinkedHashMap<>();
  private boolean busy;

  /** What becomes of a task; called on the verticle's context. */
  interface Outcome {
    /**
     * @param lift as {@link Lift} says, or null where the strategy is not the one that knows
     *     complementarity
     */
    void scored(ScoringTask task, Ruled answer, @Nullable Lift lift, Scorer scorer);

    void failed(ScoringTask task, Throwable cause);
  }

  ScoringLane(ScoringConfig config, Context verticle, StrategySlot slot, Outcome outcome) {
    this.config = config;
    this.verticle = verticle;
    this.slot = slot;
    this.outcome = outcome;
  }

  int waiting() {
    return waiting.size();
  }

  /**
   * @return false when too many are waiting
   */
  boolean submit(ScoringTask task) {
    if (waiting.size() >= config.maxQueue()) {
      return false;
    }
    waiting.remove(task.conflationKey());
    waiting.put(task.conflationKey(), task);
    run();
    return true;
  }

  private void run() {
    if (busy || waiting.isEmpty()) {
      return;
    }
    List<ScoringTask> batch = takeBatch(slot.current().isPresent());
    if (batch.isEmpty()) {
      return;
    }
    List<ScoringContext> contexts = new ArrayList<>(batch.size());
    long deadline = Long.MAX_VALUE;
    for (ScoringTask task : batch) {
      contexts.add(task.context);
      deadline = Math.min(deadline, task.deadlineNanos(config.deadlineShare()));
    }
    busy = true;
    slot.call(
            ScoringStrategy.class,
            strategy -> answer(strategy, slot.strategy(), batch, contexts),
            deadline)
        .whenComplete(
            (answer, failure) ->
                verticle.runOnContext(
                    done -> {
                      busy = false;
                      if (answer != null) {
                        scored(
                            batch,
                            answer.value(),
                            new Scorer(answer.strategy().id(), answer.model()));
                      } else {
                        failed(batch, failure);
                      }
                      run();
                    }));
  }

  /** Runs on the strategy's thread. */
  private static Answers answer(
      ScoringStrategy strategy,
      String name,
      List<ScoringTask> batch,
      List<ScoringContext> contexts) {
    List<ScoredCandidates> named = asked(strategy, contexts);
    List<Ruled> answers = new ArrayList<>(batch.size());
    List<@Nullable Lift> lifts = new ArrayList<>(batch.size());
    for (int i = 0; i < batch.size(); i++) {
      ScoringTask task = batch.get(i);
      Ruled ruled =
          Ruled.of(task, named.get(i), question -> asked(strategy, List.of(question)).getFirst());
      answers.add(ruled);
      boolean same = task.request().placement().complementarity().equals(name);
      lifts.add(
          same && strategy instanceof ComplementarityModel model
              ? Lift.of(model, ruled.answer(), contexts.get(i).cart())
              : null);
    }
    return new Answers(answers, lifts);
  }

  private static List<ScoredCandidates> asked(
      ScoringStrategy strategy, List<ScoringContext> contexts) {
    // A copy: a list of the plugin's own class would run its code on our threads.
    List<ScoredCandidates> answers = List.copyOf(strategy.score(contexts));
    AnswerCheck.check(contexts, answers);
    return answers;
  }

  private record Answers(List<Ruled> candidates, List<@Nullable Lift> lifts) {}

  private void scored(List<ScoringTask> batch, Answers answers, Scorer scorer) {
    for (int i = 0; i < batch.size(); i++) {
      outcome.scored(batch.get(i), answers.candidates().get(i), answers.lifts().get(i), scorer);
    }
  }

  private void failed(List<ScoringTask> batch, Throwable failure) {
    for (ScoringTask task : batch) {
      outcome.failed(task, failure);
    }
  }

  /** Takes what still has time; what has none, and everything without a strategy, fails here. */
  private List<ScoringTask> takeBatch(boolean strategyPresent) {
    List<ScoringTask> batch = new ArrayList<>();
    List<ScoringTask> hopeless = new ArrayList<>();
    long now = System.nanoTime();
    for (Iterator<ScoringTask> tasks = waiting.values().iterator();
        tasks.hasNext() && batch.size() < config.maxBatch(); ) {
      ScoringTask task = tasks.next();
      tasks.remove();
      boolean late = task.deadlineNanos(config.deadlineShare()) - now <= 0;
      (strategyPresent && !late ? batch : hopeless).add(task);
    }
    for (ScoringTask task : hopeless) {
      outcome.failed(task, strategyPresent ? Failures.late() : Failures.missing(task.strategy()));
    }
    return batch;
  }
}
