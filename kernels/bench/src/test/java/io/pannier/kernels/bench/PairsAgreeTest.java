package io.pannier.kernels.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.pannier.kernels.api.Backend;
import io.pannier.kernels.api.Precision;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** That the peers compute what the specification does: each pair's own check, on small sizes. */
class PairsAgreeTest {
  private static final MeasuredBackend SCALAR = MeasuredBackend.open(Backend.SCALAR);
  private static final Peers PEERS = new Peers();

  @AfterAll
  static void close() {
    SCALAR.close();
  }

  @Test
  void matrixProduct() {
    try (MatrixProductPairs pairs = new MatrixProductPairs(SCALAR, PEERS, 17)) {
      pairs.againstOpenBlas(2).verify();
      pairs.againstOpenBlasWithPacking(1).verify();
      pairs.againstTorch(2).verify();
    }
    assertThat(PEERS.note()).startsWith("OpenBLAS core ");
  }

  @Test
  void attention() {
    AttentionPairs.Shape shape = new AttentionPairs.Shape(5, 3, 2);
    try (AttentionPairs pairs = new AttentionPairs(SCALAR, PEERS, shape, 1)) {
      pairs.pair(false).verify();
      pairs.pair(true).verify();
    }
  }

  @Test
  void raggedAttention() {
    try (RaggedPairs pairs = new RaggedPairs(SCALAR, PEERS, 1)) {
      pairs.padded().verify();
      pairs.bucketed().verify();
    }
  }

  @Test
  void scan() {
    try (ScanPairs pairs = new ScanPairs(SCALAR, PEERS, 1_000, 7, 1)) {
      pairs.againstTorch(3, new Pairing(2, 1, 0)).verify();
      try (ScanPairs.QuantisedPair int8 = pairs.quantised(3)) {
        int8.pair().verify();
        assertThat(int8.recall()).isEqualTo(1);
      }
    }
  }

  @Test
  void model() {
    try (ModelPairs pairs = new ModelPairs(SCALAR, 1, Precision.INT8)) {
      pairs.pair().verify();
    }
  }

  @Test
  void beamSearch() {
    try (BeamPairs pairs = new BeamPairs(SCALAR, 1)) {
      pairs.againstEachBeam().verify();
      pairs.againstAllBeams().verify();
    }
  }

  @Test
  void aQuestionIsAnsweredFromItsEventsToItsBundles() {
    try (ServedWhole served = new ServedWhole(SCALAR, 1)) {
      assertThat(served.answer()).as("bundles, one for each beam").isEqualTo(8);
    }
  }
}
