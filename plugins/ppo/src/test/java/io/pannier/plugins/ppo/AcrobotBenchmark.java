package io.pannier.plugins.ppo;

/** Acrobot-v1 over 500,000 steps on five seeds; Gymnasium's reward threshold is -100. */
final class AcrobotBenchmark {
  private AcrobotBenchmark() {}

  public static void main(String[] args) {
    LearningCurve.print("Acrobot-v1", Acrobot::new, 3, PpoConfig.CLASSIC_CONTROL, 500_000, -90);
  }
}
