package io.pannier.kernels.simd;

import com.sun.management.HotSpotDiagnosticMXBean;
import io.pannier.kernels.api.Availability;
import io.pannier.kernels.api.Backend;
import io.pannier.kernels.api.KernelOptions;
import io.pannier.kernels.api.KernelProvider;
import io.pannier.kernels.api.Kernels;
import io.pannier.spi.StandardErrorCode;
import java.lang.management.ManagementFactory;

/** The Vector API, where Java was started with it. */
public final class SimdKernelProvider implements KernelProvider {
  private static final String MODULE = "jdk.incubator.vector";
  private static final int NARROWEST = 128;

  @Override
  public Backend backend() {
    return Backend.SIMD;
  }

  @Override
  public Availability probe(KernelOptions options) {
    // Nothing of this package that names a vector may be touched before.
    if (ModuleLayer.boot().findModule(MODULE).isEmpty()) {
      return Availability.refused(
          StandardErrorCode.DEVICE_UNAVAILABLE,
          "the Vector API is not there; start Java with --add-modules " + MODULE);
    }
    int bits = Lanes.FLOATS.vectorBitSize();
    if (bits < NARROWEST) {
      return Availability.refused(
          StandardErrorCode.DEVICE_UNAVAILABLE,
          "this Java compiles vectors of " + bits + " bits at most, and 128 are needed");
    }
    if (!option("UseFMA", "true")) {
      return Availability.refused(
          StandardErrorCode.DEVICE_UNAVAILABLE,
          "this processor or this Java has no fused multiply-add, without which vectors are slower"
              + " than plain loops");
    }
    if (!option("UseCompiler", "true") || !option("TieredStopAtLevel", "4")) {
      return Availability.refused(
          StandardErrorCode.DEVICE_UNAVAILABLE,
          "the optimising compiler is switched off, without which every vector is an object");
    }
    return Availability.available("vectors of " + bits + " bits");
  }

  /** Whether an option of this JVM has a value; true where a JVM does not say. */
  private static boolean option(String name, String value) {
    HotSpotDiagnosticMXBean jvm =
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
    try {
      return jvm == null || jvm.getVMOption(name).getValue().equals(value);
    } catch (IllegalArgumentException e) {
      return true;
    }
  }

  @Override
  public Kernels open(KernelOptions options) {
    return new SimdKernels(options.threads());
  }
}
