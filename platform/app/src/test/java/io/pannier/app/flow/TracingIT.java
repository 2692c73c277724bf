package io.pannier.app.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A caller's trace goes on through every stage. */
@ExtendWith(SharedInstallation.class)
final class TracingIT {
  private static final String CALLER = "00f067aa0ba902b7";
  private static final List<String> STAGES =
      List.of("ingestion", "feature", "scoring", "optimizer", "delivery");

  private final Installation installation;

  TracingIT(Installation installation) {
    this.installation = installation;
  }

  @BeforeEach
  void forget() {
    installation.spans().reset();
  }

  @Test
  void aSampledQuestionLeavesOneSpanForEachStageUnderTheCallersTrace() {
    String trace = "4bf92f3577b34da6a3ce929d0e0e4736";
    ask("00-" + trace + "-" + CALLER + "-01");
    List<SpanData> spans = ended(trace);
    assertThat(spans).extracting(SpanData::getName).containsAll(STAGES).hasSize(6);
    SpanData door =
        spans.stream().filter(span -> !STAGES.contains(span.getName())).findFirst().orElseThrow();
    assertThat(door.getName()).isEqualTo("offer.http");
    assertThat(door.getParentSpanId()).isEqualTo(CALLER);
    assertThat(door.getResource().getAttributes().asMap().toString()).contains("pannier");
    for (SpanData span : spans) {
      assertThat(span.getEndEpochNanos()).isGreaterThanOrEqualTo(span.getStartEpochNanos());
      if (span != door) {
        assertThat(span.getParentSpanId()).as(span.getName()).isEqualTo(door.getSpanId());
      }
    }
  }

  @Test
  void aQuestionThatTheCallerDoesNotSampleLeavesNone() {
    String unsampled = "11111111111111111111111111111111";
    String sampled = "22222222222222222222222222222222";
    ask("00-" + unsampled + "-" + CALLER + "-00");
    ask("00-" + sampled + "-" + CALLER + "-01");
    ended(sampled);
    assertThat(installation.spans().getFinishedSpanItems())
        .extracting(SpanData::getTraceId)
        .containsOnly(sampled);
  }

  private void ask(String traceparent) {
    installation
        .client()
        .post(
            "offers",
            Installation.question("cart", "traced", Installation.cart(installation.sku(1))),
            Map.of("traceparent", traceparent))
        .ok();
  }

  private List<SpanData> ended(String trace) {
    return Waiting.until(
        "every span of the trace has ended",
        () ->
            installation.spans().getFinishedSpanItems().stream()
                .filter(span -> span.getTraceId().equals(trace))
                .toList(),
        spans -> spans.size() >= STAGES.size() + 1);
  }
}
