package io.pannier.plugins.genetic.nsga2;

/**
 * The genomes that nothing seen so far dominates, without repetition, at most so many: when there
 * are more, the most crowded go.
 */
public final class ParetoArchive {
  private final int capacity;
  private final int genes;
  private final int dimensions;
  private final double[] genomes;
  private final double[] values;
  private final double[] keptGenomes;
  private final double[] keptValues;
  private final int[] rank;
  private final double[] distance;
  private final FrontSort sort;
  private final Crowding crowding;
  private int size;

  /**
   * @param intake most genomes that are added at once
   */
  public ParetoArchive(EvolutionProblem problem, int capacity, int intake) {
    this.capacity = capacity;
    this.genes = problem.genes();
    this.dimensions = problem.objectives();
    int room = capacity + intake;
    this.genomes = new double[room * genes];
    this.values = new double[room * dimensions];
    this.keptGenomes = new double[room * genes];
    this.keptValues = new double[room * dimensions];
    this.rank = new int[room];
    this.distance = new double[room];
    this.sort = new FrontSort(room, dimensions);
    this.crowding = new Crowding(room, dimensions);
  }

  /** Takes in the first front of a population. */
  public void add(Nsga2 search) {
    int count = size;
    for (int a = 0; a < search.population(); a++) {
      if (search.rank(a) == 0) {
        System.arraycopy(search.genomes(), a * genes, genomes, count * genes, genes);
        System.arraycopy(search.values(), a * dimensions, values, count * dimensions, dimensions);
        count++;
      }
    }
    sort.sort(values, count, rank);
    crowding.clear();
    int last = -1;
    for (int point = sort.newest(0); point >= 0; point = sort.older(point)) {
      // A front lists its points in lexicographic order, so equal ones are neighbours.
      if (last < 0 || !equal(last, point)) {
        crowding.add(point);
      }
      last = point;
    }
    crowding.measure(values, distance);
    crowding.thin(values, distance, capacity);
    size = crowding.count();
    for (int a = 0; a < size; a++) {
      int point = crowding.point(a);
      System.arraycopy(genomes, point * genes, keptGenomes, a * genes, genes);
      System.arraycopy(values, point * dimensions, keptValues, a * dimensions, dimensions);
    }
    System.arraycopy(keptGenomes, 0, genomes, 0, size * genes);
    System.arraycopy(keptValues, 0, values, 0, size * dimensions);
  }

  public int size() {
    return size;
  }

  /** All genomes, one after the other. */
  public double[] genomes() {
    return genomes;
  }

  /** Row-major (size, objectives). */
  public double[] values() {
    return values;
  }

  private boolean equal(int one, int other) {
    for (int k = 0; k < dimensions; k++) {
      if (values[one * dimensions + k] != values[other * dimensions + k]) {
        return false;
      }
    }
    return true;
  }
}
