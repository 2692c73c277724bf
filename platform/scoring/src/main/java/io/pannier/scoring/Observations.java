package io.pannier.scoring;

import io.pannier.messages.Coverage;
import io.pannier.messages.EventsJournaled;
import io.pannier.messages.EventsJournaled.JournaledEvent;
import io.pannier.messages.Keys;
import io.pannier.messages.ShopEvent;
import io.pannier.spi.EventType;
import io.pannier.spi.Observation;
import java.util.ArrayList;
import java.util.List;

/** Turns what stands in the journal into what a learner is taught. */
public final class Observations {
  private Observations() {}

  /** The events of one shop that are not covered yet, in order; carts teach nothing. */
  public static List<Observation> of(EventsJournaled batch, int shop, Coverage coverage) {
    List<Observation> observations = new ArrayList<>();
    for (JournaledEvent journaled : batch.events()) {
      EventType type = journaled.event().type();
      if (type != null
          && journaled.shop() == shop
          && !coverage.covers(batch.lane(), journaled.offset())) {
        observations.add(of(journaled.event(), type));
      }
    }
    return observations;
  }

  /** One event; its item is resolved. */
  public static Observation of(ShopEvent event, EventType type) {
    return new Observation(
        type,
        event.time(),
        event.shopperKey(),
        event.item(),
        event.quantity(),
        event.price(),
        event.order().isEmpty() ? null : event.order(),
        event.value(),
        Double.NaN,
        event.decision() == null ? 0 : Keys.decision(event.decision()),
        event.bundle());
  }
}
