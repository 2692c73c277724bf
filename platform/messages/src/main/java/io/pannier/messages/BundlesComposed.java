package io.pannier.messages;

import io.pannier.spi.BundlingProblem;
import io.pannier.spi.BundlingResult;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request and its bundles, each checked against every constraint.
 *
 * @param problem what was solved; null for {@link OfferRequest.Kind#RANK} or without candidates
 * @param strategy {@code name@version} of what composed
 * @param model id of the model file that it used; empty for none
 * @param rung how far down the ladder scoring and bundling together are
 * @param failures {@code name: CODE} of every strategy that was tried before
 * @param emptyReason why there is no bundle, in words; empty when there is one
 */
public record BundlesComposed(
    CandidatesScored scored,
    @Nullable BundlingProblem problem,
    BundlingResult result,
    String strategy,
    String model,
    Rung rung,
    List<String> failures,
    String emptyReason,
    long composedNanos)
    implements Message {}
