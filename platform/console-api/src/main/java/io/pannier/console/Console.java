package io.pannier.console;

import io.pannier.gateway.ExtraRoutes;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;

/** The console's part of the door: one for the process, drawn on each instance of the gateway. */
public final class Console implements ExtraRoutes {
  private final Vertx vertx;
  private final ConsoleConfig config;
  private final ConsolePorts ports;
  private final ConsoleSessions sessions;
  private final SignInLimits limits;

  public Console(Vertx vertx, ConsoleConfig config, ConsolePorts ports) {
    this.vertx = vertx;
    this.config = config;
    this.ports = ports;
    this.sessions = new ConsoleSessions(vertx, ports.store().accounts(), config, ports.clock());
    this.limits = new SignInLimits(config);
  }

  @Override
  public void draw(Router router) {
    router().draw(router);
  }

  AdminRouter router() {
    return new AdminRouter(vertx, config, ports, sessions, limits);
  }
}
