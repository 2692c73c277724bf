package io.pannier.scoring;

import io.pannier.messages.ContextBuilt;
import io.pannier.messages.OfferRequest;
import io.pannier.messages.Placement;
import io.pannier.spi.ScoredCandidates;
import io.pannier.spi.ScoringContext;
import java.util.ArrayList;
import java.util.List;

/** A request on its way down the degrade ladder. Confined to the scoring verticle. */
final class ScoringTask {
  final ContextBuilt built;
  final ScoringContext context;
  final List<String> failures = new ArrayList<>(0);
  final AppliedRules rules;
  private final String search;
  boolean fallback;

  /**
   * @param rules that hold for the request; {@code context} allows what they allow
   * @param search name of the strategy that answers what is asked in words
   */
  ScoringTask(ContextBuilt built, ScoringContext context, AppliedRules rules, String search) {
    this.rules = rules;
    this.search = search;
    this.built = built;
    this.context = context;
  }

  OfferRequest request() {
    return built.request();
  }

  /** What the rules make of an answer to {@link #context}. */
  ScoredCandidates ruled(ScoredCandidates named, RuledAnswer.Asked asked) {
    return RuledAnswer.of(context, rules, request().placement().candidates(), named, asked);
  }

  /** Name of the strategy whose turn it is. */
  String strategy() {
    Placement placement = request().placement();
    if (fallback) {
      return placement.fallback();
    }
    return context.text().asked() ? search : placement.scoring();
  }

  /**
   * When the strategy whose turn it is must have answered, on {@link System#nanoTime()}.
   *
   * @param share of the whole deadline that each of the two strategies has
   */
  long deadlineNanos(double share) {
    OfferRequest request = request();
    long whole = request.deadlineNanos() - request.arrivedNanos();
    return request.arrivedNanos() + (long) (whole * share * (fallback ? 2 : 1));
  }

  /** Requests with equal keys answer each other: the newer one replaces the older one. */
  Object conflationKey() {
    OfferRequest request = request();
    return request.subscriber().isEmpty()
        ? this
        : new Subscriber(request.subscriber(), request.placement().name());
  }

  private record Subscriber(String name, String placement) {}
}
