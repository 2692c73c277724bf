package io.pannier.gateway;

import io.pannier.gateway.StrategyReport.AgreementState;
import io.pannier.gateway.StrategyReport.StrategyState;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/** Strategies over HTTP: what is installed, what serves where, and what shadows would have said. */
public final class StrategyOperations {
  private final KeyGate gate;
  private final StrategyReport report;

  StrategyOperations(KeyGate gate, StrategyReport report) {
    this.gate = gate;
    this.report = report;
  }

  Future<Answer> list(RoutingContext ctx) {
    return gate.admit(ctx, Scopes.ADMIN)
        .compose(admission -> report.of(admission.shop()))
        .map(states -> Answer.json(200, new JsonObject().put("strategies", array(states))));
  }

  private static JsonArray array(List<StrategyState> states) {
    JsonArray array = new JsonArray();
    states.forEach(state -> array.add(json(state)));
    return array;
  }

  /** A strategy as it is told. */
  public static JsonObject json(StrategyState state) {
    JsonArray agreement = new JsonArray();
    state.agreement().forEach(each -> agreement.add(json(each)));
    return new JsonObject()
        .put("name", state.name())
        .put("version", state.version().isEmpty() ? null : state.version())
        .put("description", state.description())
        .put("capabilities", new JsonArray(List.copyOf(state.capabilities())))
        .put("model", state.model().isEmpty() ? null : state.model())
        .put("live", new JsonArray(List.copyOf(state.live())))
        .put("shadow", new JsonArray(List.copyOf(state.shadow())))
        .put("agreement", agreement);
  }

  private static JsonObject json(AgreementState state) {
    return new JsonObject()
        .put("placement", state.placement())
        .put("strategy", state.strategy())
        .put("incumbent", state.incumbent())
        .put("compared", state.compared())
        .put("agreed", state.agreed())
        .put("lower", state.lower())
        .put("upper", state.upper())
        .put("overlap", state.overlap());
  }
}
