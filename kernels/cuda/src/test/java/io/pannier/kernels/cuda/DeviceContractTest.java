package io.pannier.kernels.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.pannier.kernels.api.Availability;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The contract on a real GPU, where there is one. */
class DeviceContractTest {
  private static final Duration LIMIT = Duration.ofMinutes(5);

  @Test
  void theContractHoldsOnTheGpu() {
    Availability found = CudaProbe.run();
    assumeTrue(found.usable(), "needs a GPU: " + found.explanation());
    ChildProcess.Result result =
        ChildProcess.java(
            ContractRun.class,
            List.of("-Xmx2g"),
            List.of(JcudaContract.class.getName()),
            Map.of(),
            LIMIT);
    assertThat(result.requireSuccess()).contains("failed: 0");
  }
}
