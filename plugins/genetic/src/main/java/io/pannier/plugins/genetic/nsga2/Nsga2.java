package io.pannier.plugins.genetic.nsga2;

/**
 * NSGA-II over one {@link EvolutionProblem}: binary tournaments by front and crowding, then the
 * best half of parents and children survives, front by front; the last front that fits in part is
 * thinned by {@link Crowding}.
 */
public final class Nsga2 {
  private final EvolutionProblem problem;
  private final SeededRandom random;
  private final int population;
  private final int genes;
  private final int dimensions;
  private final double[] genomes;
  private final double[] values;
  private final double[] survivingGenomes;
  private final double[] survivingValues;
  private final int[] rank;
  private final int[] survivingRank;
  private final double[] distance;
  private final double[] survivingDistance;
  private final int[] parents;
  private final FrontSort sort;
  private final Crowding crowding;
  private int survivors;

  /**
   * @param population even, at least 4
   */
  public Nsga2(EvolutionProblem problem, int population, long seed) {
    this.problem = problem;
    this.random = new SeededRandom(seed);
    this.population = population;
    this.genes = problem.genes();
    this.dimensions = problem.objectives();
    this.genomes = new double[2 * population * genes];
    this.values = new double[2 * population * dimensions];
    this.survivingGenomes = new double[population * genes];
    this.survivingValues = new double[population * dimensions];
    this.rank = new int[2 * population];
    this.survivingRank = new int[population];
    this.distance = new double[2 * population];
    this.survivingDistance = new double[population];
    this.parents = new int[population];
    this.sort = new FrontSort(2 * population, dimensions);
    this.crowding = new Crowding(2 * population, dimensions);
  }

  public int population() {
    return population;
  }

  /** Makes the first population. */
  public void start() {
    for (int a = 0; a < population; a++) {
      problem.create(random, genomes, a * genes);
      problem.evaluate(genomes, a * genes, values, a * dimensions);
    }
    select(population);
  }

  /** One generation: as many children as there are parents, then selection. */
  public void evolve() {
    chooseParents();
    for (int a = 0; a < population; a += 2) {
      int daughter = population + a;
      problem.breed(
          random,
          genomes,
          parents[a] * genes,
          parents[a + 1] * genes,
          daughter * genes,
          (daughter + 1) * genes);
      problem.evaluate(genomes, daughter * genes, values, daughter * dimensions);
      problem.evaluate(genomes, (daughter + 1) * genes, values, (daughter + 1) * dimensions);
    }
    select(2 * population);
  }

  /** All genomes, one after the other. */
  public double[] genomes() {
    return genomes;
  }

  /** Row-major (population, objectives). */
  public double[] values() {
    return values;
  }

  /** 0 for those that no other member dominates. */
  public int rank(int member) {
    return rank[member];
  }

  private void chooseParents() {
    for (int a = 0; a < population; a++) {
      int one = random.below(population);
      int other = random.below(population);
      boolean first =
          rank[one] < rank[other] || (rank[one] == rank[other] && distance[one] >= distance[other]);
      parents[a] = first ? one : other;
    }
  }

  private void select(int count) {
    int fronts = sort.sort(values, count, rank);
    survivors = 0;
    for (int front = 0; front < fronts && survivors < population; front++) {
      crowding.clear();
      for (int point = sort.newest(front); point >= 0; point = sort.older(point)) {
        crowding.add(point);
      }
      crowding.measure(values, distance);
      crowding.thin(values, distance, population - survivors);
      for (int a = 0; a < crowding.count(); a++) {
        survive(crowding.point(a));
      }
    }
    System.arraycopy(survivingGenomes, 0, genomes, 0, population * genes);
    System.arraycopy(survivingValues, 0, values, 0, population * dimensions);
    System.arraycopy(survivingRank, 0, rank, 0, population);
    System.arraycopy(survivingDistance, 0, distance, 0, population);
  }

  private void survive(int point) {
    System.arraycopy(genomes, point * genes, survivingGenomes, survivors * genes, genes);
    System.arraycopy(
        values, point * dimensions, survivingValues, survivors * dimensions, dimensions);
    survivingRank[survivors] = rank[point];
    survivingDistance[survivors++] = distance[point];
  }
}
