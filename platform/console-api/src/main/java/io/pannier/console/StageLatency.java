package io.pannier.console;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.distribution.ValueAtPercentile;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** How long each stage and the whole way took in the last minutes, from the process's figures. */
final class StageLatency {
  /** In the order of the flow; the last is the whole way, door to push. */
  private static final List<String> STAGES =
      List.of("ingestion", "feature", "scoring", "optimizer", "delivery");

  private final MeterRegistry registry;

  StageLatency(MeterRegistry registry) {
    this.registry = registry;
  }

  JsonArray all() {
    JsonArray all = new JsonArray();
    for (String stage : STAGES) {
      add(all, stage, registry.find("pannier.stage").tag("stage", stage).timer());
    }
    add(all, "offer", registry.find("pannier.offer").timer());
    return all;
  }

  private static void add(JsonArray all, String stage, @Nullable Timer timer) {
    if (timer != null) {
      ValueAtPercentile[] values = timer.takeSnapshot().percentileValues();
      all.add(
          new JsonObject()
              .put("stage", stage)
              .put("p50Millis", value(values, 0.5))
              .put("p99Millis", value(values, 0.99)));
    }
  }

  /** Null where nothing passed lately. */
  private static @Nullable Double value(ValueAtPercentile[] values, double percentile) {
    for (ValueAtPercentile value : values) {
      if (value.percentile() == percentile && value.value() > 0) {
        return Math.round(value.value(TimeUnit.MILLISECONDS) * 1000) / 1000.0;
      }
    }
    return null;
  }
}
