package io.pannier.app;

import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.netty4.NettyAllocatorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.pannier.app.config.TracingConfig;
import io.pannier.messages.Telemetry;
import io.vertx.core.impl.buffer.VertxByteBufAllocator;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Metrics and traces of the whole process. */
public final class Instruments implements AutoCloseable {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics garbage = new JvmGcMetrics();
  private final OpenTelemetrySdk traces;

  public Instruments(TracingConfig tracing) {
    this(tracing, null);
  }

  /**
   * @param listener is given every sampled span as it ends, beside the configured collector
   */
  public Instruments(TracingConfig tracing, @Nullable SpanExporter listener) {
    garbage.bindTo(registry);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    if (VertxByteBufAllocator.POOLED_ALLOCATOR instanceof ByteBufAllocatorMetricProvider buffers) {
      // What waits to be sent lies there, outside of the heap.
      new NettyAllocatorMetrics(buffers).bindTo(registry);
    }
    this.traces =
        AutoConfiguredOpenTelemetrySdk.builder()
            .addPropertiesSupplier(() -> properties(tracing, listener != null))
            .addTracerProviderCustomizer(
                (provider, properties) ->
                    listener == null
                        ? provider
                        : provider.addSpanProcessor(SimpleSpanProcessor.create(listener)))
            .disableShutdownHook()
            .build()
            .getOpenTelemetrySdk();
  }

  /** What the stages report to. */
  public Telemetry telemetry() {
    return new Telemetry(registry, traces.getTracer("io.pannier"));
  }

  public PrometheusMeterRegistry registry() {
    return registry;
  }

  /** All metrics in the Prometheus text format. */
  public String scrape() {
    return registry.scrape();
  }

  /** Sends what is left and stops. */
  @Override
  public void close() {
    traces.close();
    garbage.close();
    registry.close();
  }

  /** Weakest of all sources: environment variables of OpenTelemetry win. */
  private static Map<String, String> properties(TracingConfig tracing, boolean listened) {
    boolean exports =
        !tracing.endpoint().isEmpty()
            || System.getenv("OTEL_EXPORTER_OTLP_ENDPOINT") != null
            || System.getenv("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT") != null;
    Map<String, String> properties = new HashMap<>();
    properties.put("otel.service.name", "pannier");
    properties.put("otel.traces.exporter", exports ? "otlp" : "none");
    properties.put("otel.metrics.exporter", "none");
    properties.put("otel.logs.exporter", "none");
    properties.put(
        "otel.traces.sampler", exports || listened ? "parentbased_traceidratio" : "always_off");
    properties.put("otel.traces.sampler.arg", Double.toString(tracing.ratio()));
    if (!tracing.endpoint().isEmpty()) {
      properties.put("otel.exporter.otlp.endpoint", tracing.endpoint());
    }
    return properties;
  }
}
