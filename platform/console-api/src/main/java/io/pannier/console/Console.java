package io.pannier.console;

import io.pannier.gateway.ExtraRoutes;
import io.pannier.messages.Addresses;
import io.pannier.messages.EventsJournaled;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.ext.web.Router;
import org.jspecify.annotations.Nullable;

/**
 * The console's part of the door: one for the process, drawn on each instance of the gateway. While
 * it is open it follows the journal and makes the changes whose time has come.
 */
public final class Console implements ExtraRoutes, AutoCloseable {
  private final Vertx vertx;
  private final ConsoleConfig config;
  private final ConsolePorts ports;
  private final ConsoleSessions sessions;
  private final SignInLimits limits;
  private final OidcProvider provider;
  private final Freshness freshness;
  private final Overview overview;
  private final ImportRun imports;
  private final ScheduleClock schedule;
  private @Nullable MessageConsumer<EventsJournaled> follower;

  public Console(Vertx vertx, ConsoleConfig config, ConsolePorts ports) {
    this.vertx = vertx;
    this.config = config;
    this.ports = ports;
    this.sessions =
        new ConsoleSessions(
            vertx, ports.store().sessions(), ports.store().accounts(), config, ports.clock());
    this.limits = new SignInLimits(config);
    this.provider = new OidcProvider(vertx, config.oidc(), ports.clock());
    this.freshness = new Freshness(ports.registry());
    this.overview =
        new Overview(ports.store(), new StageLatency(ports.registry()), freshness, ports.clock());
    this.imports = new ImportRun(vertx, ports.store().imports(), ports.gateway());
    this.schedule = new ScheduleClock(vertx, ports.store(), ports.clock());
  }

  /** Begins to follow and to make changes; completes when it does. */
  public Future<Void> open() {
    follower =
        vertx
            .eventBus()
            .localConsumer(Addresses.EVENTS_JOURNALED, message -> freshness.follow(message.body()));
    schedule.start();
    sessions.open();
    provider.open();
    return ports.store().imports().breakOff();
  }

  @Override
  public void close() {
    schedule.close();
    sessions.close();
    provider.close();
    imports.close();
    if (follower != null) {
      follower.unregister();
    }
  }

  @Override
  public void draw(Router router) {
    router().draw(router);
  }

  AdminRouter router() {
    return new AdminRouter(vertx, config, ports, sessions, limits, provider, overview, imports);
  }
}
