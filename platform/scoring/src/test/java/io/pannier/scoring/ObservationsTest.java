package io.pannier.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.pannier.messages.Coverage;
import io.pannier.messages.EventsJournaled;
import io.pannier.messages.EventsJournaled.JournaledEvent;
import io.pannier.messages.Keys;
import io.pannier.messages.ShopEvent;
import io.pannier.spi.EventType;
import io.pannier.spi.Observation;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ObservationsTest {
  private static ShopEvent event(EventType type, @Nullable UUID decision, int bundle) {
    return new ShopEvent(
        Keys.event(1, "e"),
        "e",
        type,
        1_000,
        "anna",
        Keys.shopper(1, "anna"),
        "s",
        "",
        -1,
        1,
        -1,
        "",
        decision,
        bundle,
        0,
        Double.NaN,
        "{}");
  }

  @Test
  void anOutcomeNamesTheDecisionAsItsProblemDoes() {
    UUID decision = new UUID(0x1234, 0x0f0f);
    List<Observation> observations =
        Observations.of(
            new EventsJournaled(
                0,
                5,
                6,
                List.of(
                    new JournaledEvent(1, 5, event(EventType.OFFER_CLICKED, decision, 2)),
                    new JournaledEvent(1, 6, event(EventType.PRODUCT_VIEWED, null, -1)))),
            1,
            new Coverage(Map.of()));
    assertThat(observations).hasSize(2);
    assertThat(observations.getFirst().decision()).isEqualTo(0x1234 ^ 0x0f0f);
    assertThat(observations.getFirst().bundle()).isEqualTo(2);
    assertThat(observations.getLast().decision()).isZero();
    assertThat(observations.getLast().bundle()).isEqualTo(-1);
  }
}
