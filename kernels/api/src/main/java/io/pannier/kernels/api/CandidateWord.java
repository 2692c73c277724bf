package io.pannier.kernels.api;

/**
 * Has a word in what a beam chooses next: adds to the logits what the model does not know, such as
 * what was bought together, and forbids what the bundle must not hold. Called by the thread that
 * composes, for each beam at each step.
 */
@FunctionalInterface
public interface CandidateWord {
  /** The logit of what is forbidden. */
  float FORBIDDEN = Float.NEGATIVE_INFINITY;

  /**
   * Changes the logits of a beam's next step. Those that are {@link #FORBIDDEN} already stay so.
   *
   * @param request number of the request
   * @param chosen candidates, counted within the request, in the order in which the beam chose them
   * @param size how many of them there are
   * @param logits (candidates of the request + 1), the end last
   */
  void speak(int request, int[] chosen, int size, float[] logits);
}
