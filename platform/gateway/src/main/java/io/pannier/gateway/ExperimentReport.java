package io.pannier.gateway;

import io.pannier.messages.Placement;
import io.pannier.messages.Shop;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;

/** Tells what the arms of a placement bring, and what an experiment there could find out. */
@FunctionalInterface
public interface ExperimentReport {
  /** The report, as {@code Experiment} in the OpenAPI document describes it. */
  Future<JsonObject> of(Shop shop, Placement placement);
}
