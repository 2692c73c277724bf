package io.pannier.console;

import static io.pannier.store.Role.ADMIN;
import static io.pannier.store.Role.OPERATOR;
import static io.pannier.store.Role.VIEWER;
import static io.vertx.core.http.HttpMethod.DELETE;
import static io.vertx.core.http.HttpMethod.GET;
import static io.vertx.core.http.HttpMethod.POST;
import static io.vertx.core.http.HttpMethod.PUT;

import io.pannier.gateway.Answer;
import io.pannier.gateway.BodyReader;
import io.pannier.gateway.OfferDesk;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import io.pannier.store.Account;
import io.pannier.store.Role;
import io.pannier.store.Store;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Draws the console's routes: every call and the least role that may make it, on one screen. */
final class AdminRouter {
  static final String BASE = "/admin/api";

  private static final String SHOP = "/shops/:shop";

  /** An answer is data: it runs nothing, loads nothing, and nobody frames it. */
  private static final String POLICY = "default-src 'none'; frame-ancestors 'none'";

  private static final Set<String> FOREIGN = Set.of("cross-site", "same-site");

  private final Store store;
  private final ConsoleSessions sessions;
  private final BodyReader bodies;
  private final List<AdminRoute> routes = new ArrayList<>();

  AdminRouter(
      Vertx vertx,
      ConsoleConfig config,
      ConsolePorts ports,
      ConsoleSessions sessions,
      SignInLimits limits,
      OidcProvider provider,
      Overview figures,
      ImportRun importRun) {
    this.store = ports.store();
    this.sessions = sessions;
    this.bodies = new BodyReader(vertx, ports.gateway().bodyTimeout());
    SessionOperations session = new SessionOperations(store.accounts(), sessions, limits);
    OidcOperations oidc =
        new OidcOperations(provider, store.externalAccounts(), sessions, ports.clock());
    ShopOperations shops = new ShopOperations(store.shops());
    Proposing proposing = new Proposing(store, ports.clock());
    ProposalOperations proposals = new ProposalOperations(store, proposing, ports.clock());
    RuleOperations rules = new RuleOperations(store.placements(), store.products(), ports.clock());
    PlacementRevisions placements =
        new PlacementRevisions(store.placements(), ports.experiments(), proposing, rules);
    TrialOperations trials = new TrialOperations(ports);
    StrategySwitchboard strategies =
        new StrategySwitchboard(
            ports.strategies(), ports.health(), store.switches(), store.nodes(), proposing);
    ModelOperations models = new ModelOperations(store.models(), proposing);
    PeopleOperations people = new PeopleOperations(store.accounts());
    KeyOperations keys = new KeyOperations(store.apiKeys());
    AuditOperations audit = new AuditOperations(store.audit());
    ExplainOperations explain =
        new ExplainOperations(store, ports.gateway(), new OfferDesk(vertx, ports.gateway()));
    DecisionDesk decisions = new DecisionDesk(store, ports.recomposer());
    OverviewOperations overview = new OverviewOperations(vertx, figures, sessions);
    CatalogueOperations catalogue = new CatalogueOperations(store.products());
    DeadLetterOperations letters =
        new DeadLetterOperations(vertx, store, ports.gateway(), ports.clock());
    ShopperOperations shoppers = new ShopperOperations(vertx, store);
    Upload upload = new Upload(vertx, config.maxUpload());
    PluginOperations plugins = new PluginOperations(vertx, ports.plugins(), upload, store.audit());
    ImportOperations imports = new ImportOperations(store.imports(), importRun, upload);
    ScheduleOperations schedule = new ScheduleOperations(store, proposing, ports.clock());

    route(POST, "/session", "sign-in", null, session::signIn);
    route(GET, "/session", "session", VIEWER, session::get);
    route(DELETE, "/session", "sign-out", VIEWER, session::signOut);
    route(PUT, "/session/password", "own-password", VIEWER, session::changePassword);
    route(GET, "/session/providers", "sign-in-providers", null, oidc::providers);
    route(GET, OidcOperations.PATH, "sign-in-oidc", null, oidc::begin);
    routes.add(
        new AdminRoute(
            GET,
            OidcOperations.PATH + "/callback",
            "sign-in-oidc-callback",
            null,
            true,
            oidc::back));
    route(GET, "/shops", "admin-shops", VIEWER, shops::list);
    route(GET, "/people", "people", ADMIN, people::list);
    route(POST, "/people", "person-create", ADMIN, people::create);
    route(PUT, "/people/:name", "person-change", ADMIN, people::change);
    route(GET, "/audit", "audit", OPERATOR, audit::list);
    route(GET, "/plugins", "plugins", VIEWER, plugins::list);
    route(POST, "/plugins", "plugin-install", ADMIN, plugins::install);
    route(GET, SHOP + "/keys", "keys", ADMIN, keys::list);
    route(POST, SHOP + "/keys", "key-create", ADMIN, keys::create);
    route(DELETE, SHOP + "/keys/:id", "key-revoke", ADMIN, keys::revoke);

    route(GET, SHOP + "/overview", "overview", VIEWER, overview::once);
    route(GET, SHOP + "/overview/live", "overview-live", VIEWER, overview::live);

    String placement = SHOP + "/placements/:name";
    route(GET, SHOP + "/placements", "admin-placements", VIEWER, placements::list);
    route(GET, placement, "admin-placement", VIEWER, placements::get);
    route(PUT, placement, "admin-placement-change", OPERATOR, placements::put);
    route(POST, placement + "/revert", "placement-revert", OPERATOR, placements::revert);
    route(GET, placement + "/revisions", "placement-revisions", VIEWER, placements::revisions);
    route(GET, placement + "/experiment", "admin-experiment", VIEWER, placements::experiment);
    route(POST, placement + "/rehearsal", "rehearsal", VIEWER, trials::rehearse);
    route(POST, placement + "/rules/preview", "rules-preview", VIEWER, rules::preview);
    route(POST, placement + "/dial", "dial", VIEWER, trials::turn);
    route(GET, placement + "/scheduled", "scheduled", VIEWER, schedule::list);
    route(POST, placement + "/scheduled", "schedule", OPERATOR, schedule::add);
    route(DELETE, placement + "/scheduled/:id", "schedule-cancel", OPERATOR, schedule::cancel);

    route(GET, SHOP + "/approval", "approval", VIEWER, proposals::rule);
    route(PUT, SHOP + "/approval", "approval-change", ADMIN, proposals::setRule);
    String proposal = SHOP + "/proposals/:id";
    route(GET, SHOP + "/proposals", "proposals", VIEWER, proposals::list);
    route(POST, proposal + "/approve", "proposal-approve", OPERATOR, proposals::approve);
    route(POST, proposal + "/reject", "proposal-reject", OPERATOR, proposals::reject);
    route(DELETE, proposal, "proposal-withdraw", OPERATOR, proposals::withdraw);

    String strategy = SHOP + "/strategies/:name";
    route(GET, SHOP + "/strategies", "admin-strategies", VIEWER, strategies::list);
    route(POST, strategy + "/switch", "strategy-switch", OPERATOR, strategies::turn);
    route(GET, strategy + "/models", "models", VIEWER, models::list);
    route(POST, strategy + "/models/revert", "model-revert", OPERATOR, models::revert);
    route(POST, strategy + "/models/retire", "model-retire", OPERATOR, models::retire);

    route(POST, SHOP + "/explain", "explain", VIEWER, explain::explain);
    route(GET, SHOP + "/decisions", "decisions", VIEWER, decisions::list);
    route(GET, SHOP + "/decisions/:id", "admin-decision", VIEWER, decisions::get);
    route(POST, SHOP + "/decisions/:id/replay", "replay", VIEWER, decisions::replay);

    route(GET, SHOP + "/products", "admin-products", VIEWER, catalogue::search);
    route(GET, SHOP + "/dead-letters", "dead-letters", OPERATOR, letters::list);
    route(POST, SHOP + "/dead-letters/redrive", "redrive", OPERATOR, letters::redrive);
    route(POST, SHOP + "/import", "import", OPERATOR, imports::start);
    route(GET, SHOP + "/imports", "imports", OPERATOR, imports::list);
    route(GET, SHOP + "/shoppers/:id", "admin-shopper", OPERATOR, shoppers::get);
    route(DELETE, SHOP + "/shoppers/:id", "shopper-erase", ADMIN, shoppers::erase);
  }

  private void route(
      HttpMethod method, String path, String name, @Nullable Role least, AdminOperation operation) {
    routes.add(new AdminRoute(method, path, name, least, false, operation));
  }

  /** Every call. */
  List<AdminRoute> routes() {
    return List.copyOf(routes);
  }

  void draw(Router router) {
    router
        .route(BASE + "/*")
        .handler(AdminRouter::guard)
        .handler(sessions::handle)
        .handler(sessions::catchUp);
    for (AdminRoute route : routes) {
      router
          .route(route.method(), BASE + route.path())
          .setName(route.name())
          .handler(ctx -> run(ctx, route));
    }
    router
        .route(BASE + "/*")
        .handler(
            ctx ->
                ctx.fail(
                    new PannierException(
                        StandardErrorCode.NOT_FOUND,
                        "there is nothing at " + ctx.request().path() + "; see /v1/openapi.yaml")));
  }

  private static void guard(RoutingContext ctx) {
    ctx.response()
        .putHeader("Content-Security-Policy", POLICY)
        .putHeader("X-Content-Type-Options", "nosniff")
        .putHeader("Referrer-Policy", "no-referrer")
        .putHeader("Cache-Control", "no-store");
    ctx.next();
  }

  private void run(RoutingContext ctx, AdminRoute route) {
    // Nobody reads the body before it is known who sends it.
    ctx.request().pause();
    Future<Answer> answer;
    try {
      answer = route.operation().run(admit(ctx, route));
    } catch (RuntimeException e) {
      answer = Future.failedFuture(e);
    }
    answer.onSuccess(done -> done.send(ctx)).onFailure(ctx::fail);
  }

  /**
   * @throws PannierException UNAUTHENTICATED without a session, FORBIDDEN where it may not do this
   */
  private AdminCall admit(RoutingContext ctx, AdminRoute route) {
    String site = ctx.request().getHeader("Sec-Fetch-Site");
    if (site != null && FOREIGN.contains(site) && !route.fromElsewhere()) {
      throw new PannierException(
          StandardErrorCode.FORBIDDEN, "the console's calls come from its own pages only");
    }
    Role least = route.least();
    if (least == null) {
      return new AdminCall(ctx, null, store.shops(), bodies);
    }
    Account account =
        sessions
            .account(ctx)
            .orElseThrow(
                () ->
                    new PannierException(
                        StandardErrorCode.UNAUTHENTICATED, "nobody is signed in, or no longer"));
    if (route.changes()) {
      sessions.requireToken(ctx);
    }
    if (!account.role().includes(least)) {
      throw new PannierException(
          StandardErrorCode.FORBIDDEN,
          "this takes the role " + least.wireName() + "; yours is " + account.role().wireName());
    }
    return new AdminCall(ctx, account, store.shops(), bodies);
  }
}
