package io.pannier.optimizer;

import io.micrometer.core.instrument.DistributionSummary;
import io.pannier.messages.Addresses;
import io.pannier.messages.BundlesComposed;
import io.pannier.messages.CandidatesScored;
import io.pannier.messages.OfferRequest;
import io.pannier.messages.Rung;
import io.pannier.messages.Telemetry;
import io.pannier.pluginhost.Answer;
import io.pannier.pluginhost.ShadowCalls;
import io.pannier.pluginhost.StrategyDirectory;
import io.pannier.pluginhost.StrategySlot;
import io.pannier.spi.BundlingProblem;
import io.pannier.spi.BundlingResult;
import io.pannier.spi.BundlingStrategy;
import io.pannier.spi.PannierException;
import io.pannier.spi.PinnedComposition;
import io.pannier.spi.SearchBudget;
import io.pannier.spi.StandardErrorCode;
import io.pannier.store.Shadows;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The optimizer stage on the event bus. */
public final class OptimizerVerticle extends VerticleBase {
  /** Left for checking, delivery and the way back to this thread. */
  private static final long RESERVE_NANOS = 500_000;

  private final OptimizerConfig config;
  private final StrategyDirectory strategies;
  private final BundlingShadow shadow;
  private final Telemetry telemetry;
  private final Telemetry.Stage stage;
  private final DistributionSummary budgets;
  private final TimeBudget budget;
  private final AtomicInteger waiting = new AtomicInteger();

  /**
   * @param calls how strategies in shadow are asked
   * @param shadows where it is noted what they say
   */
  public OptimizerVerticle(
      OptimizerConfig config,
      StrategyDirectory strategies,
      ShadowCalls calls,
      Shadows shadows,
      Telemetry telemetry) {
    this.shadow = new BundlingShadow(calls, shadows);
    this.config = config;
    this.strategies = strategies;
    this.telemetry = telemetry;
    this.stage = telemetry.stage("optimizer");
    this.budget = new TimeBudget(config);
    this.budgets =
        DistributionSummary.builder("pannier.optimizer.budget.micros")
            .description("Search time that load and deadline left")
            .register(telemetry.registry());
  }

  @Override
  public Future<?> start() {
    telemetry.registry().gauge("pannier.optimizer.waiting", waiting);
    vertx
        .eventBus()
        .<CandidatesScored>localConsumer(
            Addresses.CANDIDATES_SCORED, message -> accept(message.body()));
    return Future.succeededFuture();
  }

  private void accept(CandidatesScored message) {
    if (message.request().kind() == OfferRequest.Kind.RANK || message.products().isEmpty()) {
      String reason = message.products().isEmpty() ? "no candidate fits this shopper and cart" : "";
      send(message, null, nothing(), "none", "", message.rung(), message.failures(), reason);
      return;
    }
    if (!message.request().arm().offers()) {
      String reason = "this visitor is in the hold-out, who are shown no offers";
      send(message, null, nothing(), "none", "", message.rung(), message.failures(), reason);
      return;
    }
    CandidatesScored scored = CandidateFilter.usable(message);
    BundlingProblem problem = ProblemStatement.of(scored, config.coverDays());
    long now = System.nanoTime();
    budget.arrived(now);
    String name = scored.request().placement().bundling();
    StrategySlot slot = strategies.slot(scored.request().shop().number(), name);
    long left = scored.request().deadlineNanos() - RESERVE_NANOS - now;
    if (slot.current().isEmpty()) {
      greedy(scored, problem, name, StandardErrorCode.STRATEGY_UNKNOWN.name());
    } else if (left <= 0) {
      greedy(scored, problem, name, StandardErrorCode.DEADLINE_EXCEEDED.name());
    } else if (waiting.get() >= config.maxQueue()) {
      greedy(scored, problem, name, StandardErrorCode.OVERLOADED.name());
    } else {
      search(slot, scored, problem, name);
    }
  }

  private void search(
      StrategySlot slot, CandidatesScored scored, BundlingProblem problem, String name) {
    waiting.incrementAndGet();
    long byLoad = budget.byLoad(System.nanoTime());
    long deadline = scored.request().deadlineNanos() - RESERVE_NANOS;
    slot.call(
            BundlingStrategy.class,
            bundling -> {
              // Asked here, when the search begins, so that time in the queue counts.
              long now = System.nanoTime();
              long nanos = TimeBudget.nanos(byLoad, waiting.get() - 1, deadline - now);
              budgets.record(nanos / 1e3);
              long each = problem.demands().pins() ? nanos / 2 : nanos;
              BundlingResult found =
                  PinnedComposition.compose(bundling, problem, SearchBudget.ofNanos(each));
              return ComposedCheck.checked(problem, found);
            },
            deadline)
        .whenComplete(
            (answer, failure) -> {
              waiting.decrementAndGet();
              context.runOnContext(
                  done -> {
                    if (answer != null) {
                      composed(scored, problem, answer);
                    } else {
                      greedy(scored, problem, name, PannierException.codeOf(failure).name());
                    }
                  });
            });
  }

  private void composed(
      CandidatesScored scored, BundlingProblem problem, Answer<BundlingResult> answer) {
    shadow.compare(scored.request(), problem, answer);
    send(
        scored,
        problem,
        answer.value(),
        answer.strategy().id(),
        answer.model(),
        scored.rung(),
        scored.failures(),
        reason(answer.value()));
  }

  private void greedy(
      CandidatesScored scored, BundlingProblem problem, String strategy, String code) {
    telemetry
        .registry()
        .counter("pannier.ladder.steps", "strategy", strategy, "code", code)
        .increment();
    List<String> failures = new ArrayList<>(scored.failures());
    failures.add(strategy + ": " + code);
    BundlingResult result = GreedyComposer.compose(problem);
    Rung rung = scored.rung().and(Rung.FALLBACK);
    send(scored, problem, result, GreedyComposer.NAME, "", rung, failures, reason(result));
  }

  private static String reason(BundlingResult result) {
    if (!result.bundles().isEmpty()) {
      return "";
    }
    return result.rejections().isEmpty()
        ? "no bundle satisfies the placement's constraints"
        : "no bundle satisfies the placement's constraints; the nearest: "
            + result.rejections().getFirst().reason();
  }

  private void send(
      CandidatesScored scored,
      @Nullable BundlingProblem problem,
      BundlingResult result,
      String strategy,
      String model,
      Rung rung,
      List<String> failures,
      String emptyReason) {
    long now = System.nanoTime();
    vertx
        .eventBus()
        .send(
            Addresses.BUNDLES_COMPOSED,
            new BundlesComposed(
                scored, problem, result, strategy, model, rung, failures, emptyReason, now));
    stage.done(scored.request().trace(), scored.scoredNanos(), now);
  }

  private static BundlingResult nothing() {
    return new BundlingResult(List.of(), 0, 0, List.of());
  }
}
