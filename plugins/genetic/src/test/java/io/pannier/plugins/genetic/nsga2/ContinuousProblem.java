package io.pannier.plugins.genetic.nsga2;

/**
 * A problem over real variables with the operators of the NSGA-II paper: simulated binary crossover
 * (Deb, Agrawal 1995) with probability 0.9 and polynomial mutation with one expected change, both
 * with distribution index 20, as jMetal runs it.
 */
abstract class ContinuousProblem implements EvolutionProblem {
  private static final double CROSSOVER = 0.9;
  private static final double INDEX = 20;
  private static final double LEAST_DIFFERENCE = 1e-14;

  private final int variables;
  private final int dimensions;

  ContinuousProblem(int variables, int dimensions) {
    this.variables = variables;
    this.dimensions = dimensions;
  }

  abstract double low(int variable);

  abstract double high(int variable);

  @Override
  public int genes() {
    return variables;
  }

  @Override
  public int objectives() {
    return dimensions;
  }

  @Override
  public void create(SeededRandom random, double[] genomes, int offset) {
    for (int a = 0; a < variables; a++) {
      genomes[offset + a] = low(a) + random.unit() * (high(a) - low(a));
    }
  }

  @Override
  public void breed(
      SeededRandom random, double[] genomes, int mother, int father, int daughter, int son) {
    System.arraycopy(genomes, mother, genomes, daughter, variables);
    System.arraycopy(genomes, father, genomes, son, variables);
    if (random.unit() < CROSSOVER) {
      for (int a = 0; a < variables; a++) {
        if (random.next() < 0
            && Math.abs(genomes[daughter + a] - genomes[son + a]) > LEAST_DIFFERENCE) {
          cross(random, genomes, daughter + a, son + a, low(a), high(a));
        }
      }
    }
    mutate(random, genomes, daughter);
    mutate(random, genomes, son);
  }

  private static void cross(
      SeededRandom random, double[] genomes, int one, int other, double low, double high) {
    double smaller = Math.min(genomes[one], genomes[other]);
    double larger = Math.max(genomes[one], genomes[other]);
    double difference = larger - smaller;
    double draw = random.unit();
    double first =
        0.5 * (smaller + larger - spread(draw, 1 + 2 * (smaller - low) / difference) * difference);
    double second =
        0.5 * (smaller + larger + spread(draw, 1 + 2 * (high - larger) / difference) * difference);
    first = Math.max(low, Math.min(high, first));
    second = Math.max(low, Math.min(high, second));
    boolean swap = random.next() < 0;
    genomes[one] = swap ? second : first;
    genomes[other] = swap ? first : second;
  }

  private static double spread(double draw, double beta) {
    double alpha = 2 - Math.pow(beta, -(INDEX + 1));
    double base = draw <= 1 / alpha ? draw * alpha : 1 / (2 - draw * alpha);
    return Math.pow(base, 1 / (INDEX + 1));
  }

  private void mutate(SeededRandom random, double[] genomes, int genome) {
    double probability = 1.0 / variables;
    for (int a = 0; a < variables; a++) {
      if (random.unit() >= probability) {
        continue;
      }
      double width = high(a) - low(a);
      double value = genomes[genome + a];
      double draw = random.unit();
      double change;
      if (draw <= 0.5) {
        double room = Math.pow(1 - (value - low(a)) / width, INDEX + 1);
        change = Math.pow(2 * draw + (1 - 2 * draw) * room, 1 / (INDEX + 1)) - 1;
      } else {
        double room = Math.pow(1 - (high(a) - value) / width, INDEX + 1);
        change = 1 - Math.pow(2 * (1 - draw) + 2 * (draw - 0.5) * room, 1 / (INDEX + 1));
      }
      genomes[genome + a] = Math.max(low(a), Math.min(high(a), value + change * width));
    }
  }
}
