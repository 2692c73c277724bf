package io.pannier.kernels.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/**
 * What every backend must pass. A backend's module extends it and says which instance is tested:
 *
 * <pre>{@code
 * class ScalarKernelsContractTest extends KernelsContractTest { … }
 * }</pre>
 */
public abstract class KernelsContractTest
    implements MatrixContract, AttentionContract, ScanContract {
  @Test
  void theIntendedBackendRuns() {
    assertThat(kernels().backend()).isEqualTo(expected());
    assertThat(kernels().description()).startsWith(expected().word());
  }
}
