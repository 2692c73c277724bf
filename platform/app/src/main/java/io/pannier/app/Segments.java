package io.pannier.app;

import io.pannier.app.guard.ArmEvidence;
import io.pannier.laboratory.experiment.AnytimeInterval;
import io.pannier.messages.Arm;
import io.pannier.messages.Split;
import io.pannier.store.ArmSums;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An experiment's figures by segment of its visitors. The more segments are looked at the likelier
 * one of them looks different by chance: their intervals share the error between them (Bonferroni).
 */
final class Segments {
  private static final double ERROR = 0.05;

  private Segments() {}

  static JsonArray of(Split split, List<ArmSums> sums, double unit) {
    Map<String, Map<String, ArmSums>> segments = new LinkedHashMap<>();
    for (ArmSums arm : sums) {
      segments.computeIfAbsent(arm.segment(), name -> new LinkedHashMap<>()).put(arm.arm(), arm);
    }
    double confidence = 1 - ERROR / Math.max(1, segments.size() * split.arms().size());
    JsonArray rows = new JsonArray();
    segments.forEach((name, arms) -> rows.add(segment(name, split, arms, confidence, unit)));
    return rows;
  }

  private static JsonObject segment(
      String name, Split split, Map<String, ArmSums> sums, double confidence, double unit) {
    ArmSums control = sums.getOrDefault(Arm.CONTROL, ArmSums.nobody(Arm.CONTROL));
    JsonArray arms = new JsonArray();
    arms.add(row(Arm.CONTROL, control, unit));
    for (Arm arm : split.arms()) {
      ArmSums own = sums.getOrDefault(arm.name(), ArmSums.nobody(arm.name()));
      AnytimeInterval difference =
          AnytimeInterval.ofDifference(
              ArmEvidence.margin(own), ArmEvidence.margin(control), confidence);
      arms.add(
          row(arm.name(), own, unit)
              .put("difference", difference.estimate() / unit)
              .put("lower", finite(difference.lower() / unit))
              .put("upper", finite(difference.upper() / unit)));
    }
    return new JsonObject().put("segment", name).put("confidence", confidence).put("arms", arms);
  }

  private static JsonObject row(String name, ArmSums sums, double unit) {
    return new JsonObject()
        .put("name", name)
        .put("visitors", sums.visitors())
        .put("buyers", sums.buyers())
        .put("perSession", ArmEvidence.margin(sums).ratio() / unit);
  }

  private static @Nullable Double finite(double value) {
    return Double.isFinite(value) ? value : null;
  }
}
