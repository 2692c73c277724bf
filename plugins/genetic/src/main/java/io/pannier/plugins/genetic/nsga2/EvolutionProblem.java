package io.pannier.plugins.genetic.nsga2;

/**
 * What NSGA-II evolves: genomes of a fixed number of doubles, kept one after the other in one
 * array, with several objectives that are all minimised. The operators make feasible genomes only.
 */
public interface EvolutionProblem {
  int genes();

  int objectives();

  /** Writes a genome of the first population at {@code offset}. */
  void create(SeededRandom random, double[] genomes, int offset);

  /** Writes two children, crossed and mutated, of two parents in the same array. */
  void breed(SeededRandom random, double[] genomes, int mother, int father, int daughter, int son);

  /** Writes the objectives of one genome. */
  void evaluate(double[] genomes, int genome, double[] objectives, int offset);
}
