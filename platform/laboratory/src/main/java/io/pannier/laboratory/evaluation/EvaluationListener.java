package io.pannier.laboratory.evaluation;

/** Told how far an evaluation is. Calls come from several threads, one at a time. */
public interface EvaluationListener {
  /** One that does not listen. */
  EvaluationListener NONE = (what, done, total) -> {};

  /**
   * @param what what is being done, in a few words; a new text begins a new piece of work
   * @param done of that piece
   * @param total of that piece
   */
  void at(String what, long done, long total);

  /** True once the evaluation should stop. */
  default boolean cancelled() {
    return false;
  }
}
