package io.pannier.messages;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * How a stage reports: one timer {@code pannier.stage} tagged by stage, and one span per stage and
 * request where the request is traced.
 */
public final class Telemetry {
  private final MeterRegistry registry;
  private final Tracer tracer;

  public Telemetry(MeterRegistry registry, Tracer tracer) {
    this.registry = registry;
    this.tracer = tracer;
  }

  public MeterRegistry registry() {
    return registry;
  }

  public Tracer tracer() {
    return tracer;
  }

  /** A stage's own reporter; make it once, use it for every request. */
  public Stage stage(String name) {
    Timer timer =
        Timer.builder("pannier.stage")
            .description("Time a request spends in a stage, queueing included")
            .tag("stage", name)
            .serviceLevelObjectives(
                Duration.ofMillis(1),
                Duration.ofMillis(5),
                Duration.ofMillis(15),
                Duration.ofMillis(50))
            .publishPercentiles(0.5, 0.99)
            .register(registry);
    return new Stage(name, timer, tracer);
  }

  /** Reports for one stage. */
  public static final class Stage {
    private final String name;
    private final Timer timer;
    private final Tracer tracer;

    private Stage(String name, Timer timer, Tracer tracer) {
      this.name = name;
      this.timer = timer;
      this.tracer = tracer;
    }

    /**
     * Reports that the stage was busy with a request from {@code fromNanos} to {@code toNanos} on
     * {@link System#nanoTime()}.
     */
    public void done(SpanContext trace, long fromNanos, long toNanos) {
      timer.record(toNanos - fromNanos, TimeUnit.NANOSECONDS);
      if (trace.isSampled()) {
        long offset = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis()) - System.nanoTime();
        tracer
            .spanBuilder(name)
            .setParent(Context.root().with(Span.wrap(trace)))
            .setStartTimestamp(fromNanos + offset, TimeUnit.NANOSECONDS)
            .startSpan()
            .end(toNanos + offset, TimeUnit.NANOSECONDS);
      }
    }
  }
}
