package io.pannier.spitestkit;

import io.pannier.spi.Catalogue;
import io.pannier.spi.Observation;
import io.pannier.spi.ProductVectors;
import io.pannier.spi.TrainingSet;
import java.util.Iterator;
import java.util.List;

/** A training set from what is in memory. */
public record FakeTrainingSet(
    Catalogue catalogue, List<List<Observation>> batches, ProductVectors texts)
    implements TrainingSet {
  public FakeTrainingSet {
    batches = List.copyOf(batches);
  }

  /** Of products whose texts nobody read. */
  public FakeTrainingSet(Catalogue catalogue, List<List<Observation>> batches) {
    this(catalogue, batches, ProductVectors.NONE);
  }

  @Override
  public Iterator<List<Observation>> iterator() {
    return batches.iterator();
  }
}
