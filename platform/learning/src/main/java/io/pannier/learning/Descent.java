package io.pannier.learning;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.pannier.kernels.api.TrainingPlan;
import java.util.Map;

/**
 * By which rule the weights follow their gradients, with letters as in the papers: θ weight, g
 * gradient, α rate, λ decay, t step.
 *
 * <pre>{@code
 * SGD    m ← μ m + α (g + λ θ)                         θ ← θ − m
 * Adam   g ← g + λ θ
 *        m ← β₁ m + (1 − β₁) g,  v ← β₂ v + (1 − β₂) g²    θ ← θ − α √(1 − β₂ᵗ) / (1 − β₁ᵗ) · m / (√v + ε)
 * AdamW  the same with the plain g, after θ ← θ − α λ θ
 * }</pre>
 *
 * Adam's is the efficient form at the end of section 2 of Kingma and Ba (ICLR 2015), in which ε
 * stands beside the uncorrected root. The arithmetic is PyTorch's.
 */
final class Descent {
  private static final float FIRST_DECAY = 0.9f;
  private static final float SECOND_DECAY = 0.999f;
  private static final float EPSILON = 1e-8f;

  /** What PyTorch's wrapper reads as no limit for single elements. */
  private static final float UNLIMITED = -1;

  private final TrainingPlan plan;
  private final LearningRate rate;
  private final Moments moments;
  private long step;

  Descent(NDManager manager, TrainingPlan plan, LearningRate rate) {
    this.plan = plan;
    this.rate = rate;
    this.moments = new Moments(manager);
  }

  /** The next step begins; {@link #update} follows for each weight. */
  void next() {
    step++;
  }

  /**
   * Moves one weight.
   *
   * @param decays whether the decay pulls at it
   */
  void update(String name, NDArray weight, NDArray gradient, boolean decays) {
    float decay = decays ? plan.weightDecay() : 0;
    float alpha = rate.at(step);
    switch (plan.optimizer()) {
      case SGD -> {
        NDList inputs = new NDList(weight, gradient);
        if (plan.momentum() != 0) {
          inputs.add(moments.of("momentum", name, weight));
        }
        weight
            .getNDArrayInternal()
            .sgdUpdate(
                inputs, new NDList(weight), alpha, decay, 1, UNLIMITED, plan.momentum(), true);
      }
      case ADAM -> adam(name, weight, gradient, alpha, decay, false);
      case ADAMW -> adam(name, weight, gradient, alpha, decay, true);
    }
  }

  private void adam(
      String name, NDArray weight, NDArray gradient, float alpha, float decay, boolean apart) {
    double first = 1 - Math.pow(FIRST_DECAY, (double) step);
    double second = 1 - Math.pow(SECOND_DECAY, (double) step);
    weight
        .getNDArrayInternal()
        .adamUpdate(
            new NDList(
                weight,
                gradient,
                moments.of("mean", name, weight),
                moments.of("variance", name, weight)),
            new NDList(weight),
            alpha,
            (float) (alpha * Math.sqrt(second) / first),
            decay,
            1,
            UNLIMITED,
            FIRST_DECAY,
            SECOND_DECAY,
            EPSILON,
            true,
            apart);
  }

  /** What is remembered of earlier gradients. */
  Map<String, float[]> moments() {
    return moments.copy();
  }

  /** Goes on after a step. */
  void restore(long stepsDone, Map<String, float[]> copy) {
    step = stepsDone;
    moments.restore(copy);
  }
}
