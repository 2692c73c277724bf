package io.pannier.delivery;

import com.fasterxml.jackson.core.JsonGenerator;
import io.pannier.messages.BundlesComposed;
import io.pannier.messages.rules.Rule;
import io.pannier.messages.rules.RuleTrace;
import io.pannier.spi.BundleEvaluator;
import io.pannier.spi.BundlingProblem;
import io.pannier.spi.ComposedBundle;
import io.pannier.spi.Objective;
import java.io.IOException;
import java.util.List;

/** Writes what the rules of a placement did to an offer, for whoever asks to have it explained. */
final class RulesTold {
  private RulesTold() {}

  /** Entries of the offer's warnings: why what is pinned does not stand first. */
  static void warn(JsonGenerator json, BundlesComposed composed) throws IOException {
    for (String warning : composed.scored().rules().warnings()) {
      json.writeString(warning);
    }
    BundlingProblem problem = composed.problem();
    if (problem == null || !problem.demands().pins()) {
      return;
    }
    List<ComposedBundle> bundles = composed.result().bundles();
    if (bundles.isEmpty() || !holdsPinned(problem, bundles.getFirst())) {
      json.writeString(
          "pin: no bundle with what is pinned can be offered; " + reason(composed, problem));
    }
  }

  private static boolean holdsPinned(BundlingProblem problem, ComposedBundle bundle) {
    for (int candidate : bundle.candidates()) {
      if (problem.demands().pinned(candidate)) {
        return true;
      }
    }
    return false;
  }

  /**
   * What keeps the first pinned candidate from standing alone, as the nearest thing to a reason.
   */
  private static String reason(BundlesComposed composed, BundlingProblem problem) {
    BundleEvaluator evaluator = new BundleEvaluator(problem);
    for (int candidate = 0; candidate < problem.size(); candidate++) {
      if (problem.demands().pinned(candidate)) {
        ComposedBundle alone =
            new ComposedBundle(
                new int[] {candidate}, new int[] {1}, 0, new double[Objective.count()], 0, 1);
        String sku = composed.scored().products().get(candidate).sku();
        return evaluator
            .violation(alone)
            .map(rejection -> sku + " alone: " + rejection.reason())
            .orElse(sku + " could, and no time was left to find it");
      }
    }
    return "nothing that is pinned is a candidate";
  }

  /** The field {@code rules}: every rule that was followed, by precedence. */
  static void write(JsonGenerator json, RuleTrace trace) throws IOException {
    json.writeArrayFieldStart("rules");
    for (RuleTrace.Effect effect : trace.effects()) {
      Rule rule = effect.rule();
      json.writeStartObject();
      json.writeStringField("name", rule.name());
      json.writeStringField("action", rule.action().wireName());
      if (rule.action().weighs()) {
        json.writeNumberField("factor", rule.factor());
      }
      json.writeNumberField("touched", effect.touched());
      json.writeArrayFieldStart("skus");
      for (String sku : effect.skus()) {
        json.writeString(sku);
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
