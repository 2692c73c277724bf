package io.pannier.spi;

import java.util.List;

/** Contexts in, a batch at a time; scored candidates out. */
public interface ScoringStrategy extends Strategy {
  /**
   * @param batch contexts of one shop, in order of arrival, at least one
   * @return one answer for each context, in the same order
   */
  List<ScoredCandidates> score(List<ScoringContext> batch);
}
