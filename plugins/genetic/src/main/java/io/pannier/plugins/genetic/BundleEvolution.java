package io.pannier.plugins.genetic;

import io.pannier.plugins.genetic.nsga2.EvolutionProblem;
import io.pannier.plugins.genetic.nsga2.SeededRandom;
import io.pannier.spi.Objective;

/**
 * Bundles as genomes for NSGA-II: size, discount step, then candidate and quantity of each item,
 * ascending by candidate. Operators put items together through {@link Assembly}, and move the
 * discount gene to the nearest step that budget, margin floor and largest discount allow; a child
 * that cannot be repaired is its mother with another discount.
 */
final class BundleEvolution implements EvolutionProblem {
  private static final int HEAD = 2;
  private static final int REPAIRS = 8;

  private final CandidateTable table;
  private final Pricing pricing;
  private final Settlement settlement;
  private final FrontSeeds seeds;
  private final Assembly assembly;
  private final Bundle mother = new Bundle();
  private final Bundle father = new Bundle();
  private final Bundle bundle = new Bundle();
  private final long[] none;
  private final double[] objectives = new double[Objective.count()];
  private long evaluations;

  BundleEvolution(CandidateTable table, Pricing pricing, Settlement settlement, FrontSeeds seeds) {
    this.table = table;
    this.pricing = pricing;
    this.settlement = settlement;
    this.seeds = seeds;
    this.assembly = new Assembly(table);
    this.none = new long[table.words];
  }

  long evaluations() {
    return evaluations;
  }

  @Override
  public int genes() {
    return HEAD + 2 * table.constraints.maxItems();
  }

  @Override
  public int objectives() {
    return Objective.count();
  }

  @Override
  public void create(SeededRandom random, double[] genomes, int offset) {
    seeds.next(mother);
    write(mother, genomes, offset);
  }

  @Override
  public void breed(
      SeededRandom random, double[] genomes, int mother, int father, int daughter, int son) {
    read(genomes, mother, this.mother);
    read(genomes, father, this.father);
    child(random, this.mother, this.father, genomes, daughter);
    child(random, this.father, this.mother, genomes, son);
  }

  @Override
  public void evaluate(double[] genomes, int genome, double[] values, int offset) {
    read(genomes, genome, bundle);
    table.evaluator.objectives(
        bundle.members, bundle.quantities, bundle.size, bundle.discount, objectives);
    evaluations++;
    for (int k = 0; k < objectives.length; k++) {
      values[offset + k] = -objectives[k];
    }
  }

  /** Reads a genome with its discount in minor units. */
  void read(double[] genomes, int offset, Bundle into) {
    into.clear();
    int size = (int) genomes[offset];
    for (int a = 0; a < size; a++) {
      into.add((int) genomes[offset + HEAD + 2 * a], (int) genomes[offset + HEAD + 2 * a + 1]);
    }
    into.step = (int) genomes[offset + 1];
    into.discount =
        pricing.discount(table.evaluator.listPrice(into.members, into.quantities, size), into.step);
  }

  private void write(Bundle bundle, double[] genomes, int offset) {
    genomes[offset] = bundle.size;
    genomes[offset + 1] = bundle.step;
    for (int a = 0; a < table.constraints.maxItems(); a++) {
      int place = offset + HEAD + 2 * a;
      double candidate = a < bundle.size ? bundle.members[a] : 0;
      double quantity = a < bundle.size ? bundle.quantities[a] : 0;
      for (;
          a < bundle.size && place > offset + HEAD && genomes[place - 2] > candidate;
          place -= 2) {
        genomes[place] = genomes[place - 2];
        genomes[place + 1] = genomes[place - 1];
      }
      genomes[place] = candidate;
      genomes[place + 1] = quantity;
    }
  }

  private void child(
      SeededRandom random, Bundle first, Bundle second, double[] genomes, int offset) {
    Bundle child = assembly.bundle;
    assembly.start(none);
    boolean crossed = random.below(4) > 0;
    long coins = random.next();
    for (int a = 0; a < first.size; a++) {
      boolean stays = !crossed || second.contains(first.members[a]) || ((coins >>> a) & 1) != 0;
      if (stays) {
        assembly.join(first.members[a], first.quantities[a]);
      }
    }
    for (int a = 0; crossed && a < second.size; a++) {
      if (((coins >>> (32 + a)) & 1) != 0) {
        assembly.join(second.members[a], second.quantities[a]);
      }
    }
    child.step = crossed && random.below(2) == 0 ? second.step : first.step;
    mutate(random, child);
    if (!repair(random, child)) {
      child.copy(first);
      child.step = settlement.nearest(child, random.below(pricing.mostSteps() + 1));
    }
    write(child, genomes, offset);
  }

  private void mutate(SeededRandom random, Bundle child) {
    int kind = random.below(8);
    switch (kind) {
      case 0, 1 -> assembly.join(random.below(table.n), 1);
      case 2 -> leave(random, child);
      case 3, 4 -> {
        leave(random, child);
        assembly.join(random.below(table.n), 1);
      }
      case 5 -> {
        if (child.size > 0) {
          int a = random.below(child.size);
          child.quantities[a] = 1 + random.below(table.mostUnits[child.members[a]]);
        }
      }
      default -> child.step += random.below(11) - 5;
    }
  }

  /** Takes one random item out, and what requires it. */
  private void leave(SeededRandom random, Bundle child) {
    if (child.size > 0) {
      assembly.leave(child.members[random.below(child.size)]);
    }
  }

  private boolean repair(SeededRandom random, Bundle child) {
    int least = table.constraints.minItems();
    for (int attempt = 0; attempt < REPAIRS; attempt++) {
      if (child.size < least) {
        assembly.join(random.below(table.n), 1);
        continue;
      }
      int hint = Math.max(0, Math.min(pricing.mostSteps(), child.step));
      int step = settlement.nearest(child, hint);
      if (step >= 0) {
        child.step = step;
        return true;
      }
      if (random.below(2) == 0) {
        leave(random, child);
      } else {
        assembly.join(random.below(table.n), 1);
      }
    }
    return false;
  }
}
