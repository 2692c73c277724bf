package io.pannier.app;

import io.pannier.app.guard.ArmEvidence;
import io.pannier.gateway.ExperimentReport;
import io.pannier.laboratory.experiment.AdaptiveShares;
import io.pannier.laboratory.experiment.AnytimeInterval;
import io.pannier.laboratory.experiment.DetectableEffect;
import io.pannier.laboratory.experiment.SampleRatio;
import io.pannier.messages.Arm;
import io.pannier.messages.Placement;
import io.pannier.messages.Shop;
import io.pannier.messages.Split;
import io.pannier.store.ArmSums;
import io.pannier.store.Experiments;
import io.pannier.store.Experiments.ArmOffers;
import io.pannier.store.Experiments.Baseline;
import io.pannier.store.Store;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes the report of an experiment from what the store has added up. */
final class ExperimentFigures implements ExperimentReport {
  private static final double CONFIDENCE = 0.95;
  private static final int BASELINE_DAYS = 7;
  private static final int[] DAYS = {7, 14, 28};

  private final Experiments experiments;
  private final InstantSource clock;

  ExperimentFigures(Store store, InstantSource clock) {
    this.experiments = store.experiments();
    this.clock = clock;
  }

  @Override
  public Future<JsonObject> of(Shop shop, Placement placement) {
    Split split = placement.split();
    String name = placement.name();
    Future<Baseline> baseline =
        experiments.baseline(shop, name, clock.instant(), Duration.ofDays(BASELINE_DAYS));
    Future<List<ArmSums>> sums = experiments.byArm(shop, name, split);
    Future<List<ArmSums>> segments = experiments.bySegment(shop, name, split);
    Future<List<List<ArmSums>>> periods = experiments.byPeriod(shop, name, split);
    Future<Optional<Instant>> since = experiments.since(shop, name, split);
    Future<List<ArmOffers>> offers =
        since.compose(
            from ->
                from.isPresent()
                    ? experiments.offers(shop, name, from.get())
                    : Future.succeededFuture(List.of()));
    return Future.all(baseline, sums, segments, periods, since, offers)
        .map(
            all ->
                report(
                        shop,
                        placement,
                        baseline.result(),
                        sums.result(),
                        since.result(),
                        offers.result())
                    .put("segments", Segments.of(split, segments.result(), unit(shop)))
                    .put("allocation", allocation(split, periods.result(), unit(shop))));
  }

  private static JsonObject report(
      Shop shop,
      Placement placement,
      Baseline baseline,
      List<ArmSums> sums,
      Optional<Instant> since,
      List<ArmOffers> offers) {
    double unit = unit(shop);
    Map<String, ArmSums> byArm =
        sums.stream().collect(Collectors.toMap(ArmSums::arm, Function.identity()));
    Map<String, ArmOffers> offersByArm =
        offers.stream().collect(Collectors.toMap(ArmOffers::arm, Function.identity()));
    List<Arm> arms = new ArrayList<>();
    arms.add(placement.split().control());
    arms.addAll(placement.split().arms());
    JsonArray rows = new JsonArray();
    JsonArray differences = new JsonArray();
    ArmSums control = byArm.getOrDefault(Arm.CONTROL, ArmSums.nobody(Arm.CONTROL));
    for (Arm arm : arms) {
      ArmSums figures = byArm.getOrDefault(arm.name(), ArmSums.nobody(arm.name()));
      ArmOffers seen = offersByArm.getOrDefault(arm.name(), new ArmOffers(arm.name(), 0, 0));
      rows.add(row(arm, figures, seen, unit));
      if (!arm.name().equals(Arm.CONTROL)) {
        differences.add(
            interval(
                    AnytimeInterval.ofDifference(
                        ArmEvidence.margin(figures), ArmEvidence.margin(control), CONFIDENCE),
                    unit)
                .put("arm", arm.name()));
      }
    }
    SampleRatio ratio =
        SampleRatio.of(
            arms.stream()
                .mapToLong(arm -> byArm.getOrDefault(arm.name(), ArmSums.nobody("")).visitors())
                .toArray(),
            arms.stream().mapToDouble(Arm::share).toArray());
    return new JsonObject()
        .put("placement", placement.name())
        .put("since", since.map(Instant::toString).orElse(null))
        .put("metric", "margin per session")
        .put("currency", shop.currency())
        .put("confidence", CONFIDENCE)
        .put("arms", rows)
        .put("difference", differences)
        .put("holdOut", holdOut(placement.split(), byArm, unit))
        .put(
            "sampleRatio",
            new JsonObject()
                .put("chiSquare", ratio.chiSquare())
                .put("pValue", ratio.pValue())
                .put("ok", ratio.ok()))
        .put("baseline", baseline(baseline, placement.split(), unit));
  }

  private static JsonObject row(Arm arm, ArmSums sums, ArmOffers offers, double unit) {
    AnytimeInterval margin = AnytimeInterval.of(ArmEvidence.margin(sums), CONFIDENCE);
    return new JsonObject()
        .put("name", arm.name())
        .put("share", arm.share())
        .put("offers", arm.offers())
        .put("visitors", sums.visitors())
        .put("sessions", sums.sessions())
        .put("buyers", sums.buyers())
        .put("attached", sums.attached())
        .put("shown", offers.shown())
        .put("accepted", offers.accepted())
        .put("revenue", sums.revenue().sum() / unit)
        .put("margin", sums.margin().sum() / unit)
        .put("perSession", margin.estimate() / unit)
        .put("lower", finite(margin.lower() / unit))
        .put("upper", finite(margin.upper() / unit));
  }

  /** What two halves of the visitors would tell apart, or the smallest arm and the control. */
  private static JsonObject baseline(Baseline baseline, Split split, double unit) {
    double visitors = baseline.visitors();
    double days = baseline.window().toMillis() / (double) Duration.ofDays(1).toMillis();
    double perDay = visitors / days;
    JsonArray detectable = new JsonArray();
    double smallest =
        split.divides() ? split.arms().stream().mapToDouble(Arm::share).min().orElse(0) : 0.5;
    double other = split.divides() ? split.control().share() : 0.5;
    if (visitors >= 2 && baseline.sessions() > 0) {
      double mean = baseline.margin() / visitors;
      double deviation = Math.sqrt(Math.max(0, baseline.squaredMargin() / visitors - mean * mean));
      double bySession = visitors / baseline.sessions();
      for (int length : DAYS) {
        double effect =
            DetectableEffect.of(deviation, perDay * length * smallest, perDay * length * other);
        detectable.add(
            new JsonObject()
                .put("days", length)
                .put("perSession", finite(effect * bySession / unit)));
      }
    }
    return new JsonObject()
        .put("days", days)
        .put("visitorsPerDay", perDay)
        .put("sessionsPerDay", baseline.sessions() / days)
        .put(
            "perSession",
            baseline.sessions() == 0 ? null : baseline.margin() / baseline.sessions() / unit)
        .put("detectable", detectable);
  }

  /** What offers bring beside none; null where nobody is held out. */
  private static @Nullable JsonObject holdOut(
      Split split, Map<String, ArmSums> byArm, double unit) {
    ArmSums offered = byArm.getOrDefault(Arm.CONTROL, ArmSums.nobody(Arm.CONTROL));
    return split.arms().stream()
        .filter(arm -> !arm.offers())
        .findFirst()
        .map(arm -> byArm.getOrDefault(arm.name(), ArmSums.nobody(arm.name())))
        .map(
            held ->
                new JsonObject()
                    .put("arm", held.arm())
                    .put("visitors", held.visitors())
                    .put(
                        "margin",
                        interval(
                            AnytimeInterval.ofDifference(
                                ArmEvidence.margin(offered), ArmEvidence.margin(held), CONFIDENCE),
                            unit))
                    .put(
                        "revenue",
                        interval(
                            AnytimeInterval.ofDifference(
                                ArmEvidence.revenue(offered),
                                ArmEvidence.revenue(held),
                                CONFIDENCE),
                            unit)))
        .orElse(null);
  }

  private static JsonObject interval(AnytimeInterval interval, double unit) {
    return new JsonObject()
        .put("estimate", interval.estimate() / unit)
        .put("lower", finite(interval.lower() / unit))
        .put("upper", finite(interval.upper() / unit));
  }

  private static double unit(Shop shop) {
    return Math.pow(10, shop.currencyDecimals());
  }

  /** What all periods together say of the arms; null where there are none. */
  private static @Nullable JsonObject allocation(
      Split split, List<List<ArmSums>> periods, double unit) {
    ArmEvidence evidence = new ArmEvidence(split, periods);
    if (!evidence.comparable()) {
      return null;
    }
    AdaptiveShares weighed = evidence.weighed();
    JsonArray arms = new JsonArray();
    for (int arm = 0; arm < evidence.arms().size(); arm++) {
      arms.add(
          new JsonObject()
              .put("name", evidence.arms().get(arm).name())
              .put("best", weighed.best(arm))
              .put("effect", weighed.effect(arm) / unit)
              .put("error", weighed.error(arm) / unit));
    }
    return new JsonObject().put("periods", evidence.periods()).put("arms", arms);
  }

  private static @Nullable Double finite(double value) {
    return Double.isFinite(value) ? value : null;
  }
}
