package io.pannier.app.guard;

import io.pannier.laboratory.experiment.AdaptiveShares;
import io.pannier.laboratory.experiment.RatioSums;
import io.pannier.messages.Arm;
import io.pannier.messages.Split;
import io.pannier.store.ArmSums;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the periods of a split say of those of its arms that show offers, the control first. A
 * hold-out is there to be compared with, and its share is not for the figures to change.
 */
public final class ArmEvidence {
  private final Split split;
  private final List<Arm> arms = new ArrayList<>();
  private final List<RatioSums[]> periods = new ArrayList<>();

  /**
   * @param sums of each period the sums of its arms
   */
  public ArmEvidence(Split split, List<List<ArmSums>> sums) {
    this.split = split;
    arms.add(split.control());
    split.arms().stream().filter(Arm::offers).forEach(arms::add);
    for (List<ArmSums> period : sums) {
      Map<String, ArmSums> byName = new HashMap<>();
      period.forEach(arm -> byName.put(arm.arm(), arm));
      periods.add(
          arms.stream()
              .map(arm -> byName.getOrDefault(arm.name(), ArmSums.nobody(arm.name())))
              .map(ArmEvidence::margin)
              .toArray(RatioSums[]::new));
    }
  }

  /** What visitors brought in margin. */
  public static RatioSums margin(ArmSums sums) {
    return ratio(sums, sums.margin());
  }

  /** What visitors spent. */
  public static RatioSums revenue(ArmSums sums) {
    return ratio(sums, sums.revenue());
  }

  private static RatioSums ratio(ArmSums sums, ArmSums.Money money) {
    return new RatioSums(
        sums.visitors(),
        sums.sessions(),
        sums.squaredSessions(),
        money.sum(),
        money.squares(),
        money.bySessions());
  }

  /** The arms that are weighed, the control first. */
  public List<Arm> arms() {
    return arms;
  }

  public int periods() {
    return periods.size();
  }

  /** True where there is something to compare. */
  public boolean comparable() {
    return arms.size() > 1 && !periods.isEmpty();
  }

  /** The fewest visitors that an arm has had in the newest period. */
  long fewestVisitors() {
    long fewest = Long.MAX_VALUE;
    for (RatioSums arm : periods.getLast()) {
      fewest = Math.min(fewest, arm.visitors());
    }
    return fewest;
  }

  /** What it comes to; the same for the same figures. */
  public AdaptiveShares weighed() {
    return AdaptiveShares.of(periods, split.salt().hashCode() + (long) split.period());
  }

  /** The split with the shares that follow. */
  Split reallocated(AdaptiveShares weighed, double least) {
    double held = split.arms().stream().filter(arm -> !arm.offers()).mapToDouble(Arm::share).sum();
    double[] shares = weighed.shares(1 - held, least);
    Map<String, Double> byName = new HashMap<>();
    for (int arm = 1; arm < shares.length; arm++) {
      byName.put(arms.get(arm).name(), shares[arm]);
    }
    return split.reallocated(
        split.arms().stream()
            .map(arm -> arm.withShare(byName.getOrDefault(arm.name(), arm.share())))
            .toList());
  }
}
