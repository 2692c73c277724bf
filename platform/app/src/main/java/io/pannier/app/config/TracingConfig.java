package io.pannier.app.config;

/**
 * Where spans go. The standard {@code OTEL_…} environment variables win over this block.
 *
 * @param endpoint of a collector that speaks OTLP over gRPC, such as {@code http://localhost:4317};
 *     nothing is traced where it is empty
 * @param ratio share of the requests that are traced unless the caller decided, 0 to 1
 */
public record TracingConfig(String endpoint, double ratio) {
  public TracingConfig {
    if (!(ratio >= 0 && ratio <= 1)) {
      throw new IllegalArgumentException("ratio must be from 0 to 1");
    }
  }

  public static TracingConfig defaults() {
    return new TracingConfig("", 0.01);
  }
}
