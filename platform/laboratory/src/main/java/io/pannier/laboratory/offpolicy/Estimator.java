package io.pannier.laboratory.offpolicy;

import java.util.List;

/**
 * An estimator of the mean reward V(π) from n decisions of μ.
 *
 * <p>Legend: r reward, w = π(a|x)/μ(a|x), q the reward model at the logged action, v = Σ π(a|x)
 * q(x, a). Every estimate is the mean of n contributions z, which also give its standard error s/√n
 * and, subtracted pairwise, the error of a difference between two policies on the same log:
 *
 * <pre>{@code
 * IPW    z = w r                                  Horvitz and Thompson (1952)
 * SNIPW  V = Σ w r / Σ w,  z = V + w (r − V) / w̄   Swaminathan and Joachims, "The self-normalized
 *                                                 estimator for counterfactual learning" (2015);
 *                                                 z linearises the ratio (delta method)
 * DM     z = v                                    the model's word alone
 * DR     z = v + w (r − q)                        Dudík, Langford and Li, "Doubly robust policy
 *                                                 evaluation and learning" (2011), eq. 1
 * }</pre>
 *
 * IPW and DR are unbiased when the propensities are right and μ chooses everything that π may
 * choose; SNIPW is biased by O(1/n) and varies less. DM is only as right as its model, and its
 * standard error knows nothing of the model's error.
 */
public enum Estimator {
  IPW,
  SNIPW,
  DM,
  DR;

  /** True for the estimators that read {@link LoggedDecision#model}. */
  public boolean needsModel() {
    return this == DM || this == DR;
  }

  /**
   * The contribution of each decision, whose mean is the estimate.
   *
   * @param log n ≥ 1 decisions
   * @param maxWeight weights above it are lowered to it; {@link Double#POSITIVE_INFINITY} for none
   * @return n contributions in the order of the log
   */
  double[] contributions(List<LoggedDecision> log, double maxWeight) {
    double[] z = new double[log.size()];
    switch (this) {
      case IPW -> {
        for (int i = 0; i < z.length; i++) {
          z[i] = weight(log.get(i), maxWeight) * log.get(i).reward();
        }
      }
      case SNIPW -> selfNormalised(log, maxWeight, z);
      case DM -> {
        for (int i = 0; i < z.length; i++) {
          z[i] = model(log, i).expected();
        }
      }
      case DR -> {
        for (int i = 0; i < z.length; i++) {
          ModelledReward model = model(log, i);
          z[i] =
              model.expected()
                  + weight(log.get(i), maxWeight) * (log.get(i).reward() - model.logged());
        }
      }
    }
    return z;
  }

  private static void selfNormalised(List<LoggedDecision> log, double maxWeight, double[] z) {
    double weights = 0;
    double weighted = 0;
    for (LoggedDecision decision : log) {
      double w = weight(decision, maxWeight);
      weights += w;
      weighted += w * decision.reward();
    }
    if (weights == 0) {
      throw LoggedDecision.invalid(
          "the evaluated policy would have chosen none of the logged actions, so a self-normalised"
              + " estimate does not exist. Log a policy that explores");
    }
    double value = weighted / weights;
    double mean = weights / z.length;
    for (int i = 0; i < z.length; i++) {
      LoggedDecision decision = log.get(i);
      z[i] = value + weight(decision, maxWeight) * (decision.reward() - value) / mean;
    }
  }

  private static double weight(LoggedDecision decision, double maxWeight) {
    return Math.min(decision.weight(), maxWeight);
  }

  private ModelledReward model(List<LoggedDecision> log, int i) {
    ModelledReward model = log.get(i).model();
    if (model == null) {
      throw LoggedDecision.invalid(
          "decision " + i + " has no modelled reward, which " + this + " needs");
    }
    return model;
  }
}
