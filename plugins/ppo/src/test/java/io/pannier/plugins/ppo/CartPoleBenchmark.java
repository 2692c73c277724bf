package io.pannier.plugins.ppo;

/** CartPole-v1 over 500,000 steps on five seeds; the goal is Gymnasium's reward threshold. */
final class CartPoleBenchmark {
  private CartPoleBenchmark() {}

  public static void main(String[] args) {
    LearningCurve.print("CartPole-v1", CartPole::new, 2, PpoConfig.CLASSIC_CONTROL, 500_000, 475);
  }
}
