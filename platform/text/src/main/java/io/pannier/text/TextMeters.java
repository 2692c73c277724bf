package io.pannier.text;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.function.Supplier;

/** {@code pannier_text_*}: what was encoded, what was found in the cache, what waits. */
final class TextMeters {
  final Counter encoded;
  final Counter cached;
  final Counter questions;
  final Counter overflowed;
  final Counter failures;
  final Timer batches;
  final Timer questionTime;

  TextMeters(MeterRegistry registry, Supplier<Number> waiting) {
    encoded = counter(registry, "encoded", "Products whose text was encoded");
    cached = counter(registry, "cached", "Products whose vector was known from before");
    questions = counter(registry, "questions", "Questions in words that were encoded");
    overflowed = counter(registry, "overflowed", "Products that came when too many waited");
    failures = counter(registry, "failures", "Batches and questions that could not be encoded");
    batches =
        Timer.builder("pannier.text.batch")
            .description("Time to encode a batch of products")
            .register(registry);
    questionTime =
        Timer.builder("pannier.text.question")
            .description("Time from a question in words to its vector, queueing included")
            .register(registry);
    registry.gauge("pannier.text.waiting", this, meters -> waiting.get().doubleValue());
  }

  private static Counter counter(MeterRegistry registry, String name, String description) {
    return Counter.builder("pannier.text." + name).description(description).register(registry);
  }
}
