package io.pannier.gateway;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.vertx.core.MultiMap;
import org.jspecify.annotations.Nullable;

/**
 * Opens the span that a question travels under: a child of the caller's where it sends a {@code
 * traceparent} (W3C Trace Context), else a root that the tracer's sampler keeps or drops.
 */
final class Tracing {
  private static final TextMapGetter<MultiMap> HEADERS = Tracing::header;

  private final Tracer tracer;

  Tracing(Tracer tracer) {
    this.tracer = tracer;
  }

  private static @Nullable String header(@Nullable MultiMap headers, String key) {
    return headers == null ? null : headers.get(key);
  }

  Span fromHeaders(String name, MultiMap headers) {
    return start(
        name, W3CTraceContextPropagator.getInstance().extract(Context.root(), headers, HEADERS));
  }

  Span root(String name) {
    return start(name, Context.root());
  }

  private Span start(String name, Context parent) {
    return tracer.spanBuilder(name).setParent(parent).setSpanKind(SpanKind.SERVER).startSpan();
  }
}
