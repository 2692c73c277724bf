package io.pannier.gateway;

import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.StaticHandler;

/** Draws the routes: every call of the HTTP interface on one screen. */
final class GatewayRouter {
  private static final String SHOP = "/v1/shops/:shop";
  private static final String WEB_ROOT = "webroot";

  /** Everything that is no call; a wrong call must not be taken for a missing page. */
  private static final String PAGES = "/(?!v1/|admin/|health/|metrics$).*";

  /** Files of the built pages, which carry a hash of their content in the name. */
  private static final String HASHED = "/[a-z]+/assets/.*";

  /** Pages load what comes from here and nothing else; nobody frames them. */
  private static final String PAGE_POLICY =
      "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none';"
          + " form-action 'self'; frame-ancestors 'none'";

  private final Router router;
  private final Problems problems;
  private final GatewayMetrics metrics;

  private GatewayRouter(Vertx vertx, Problems problems, GatewayMetrics metrics) {
    this.router = Router.router(vertx);
    this.problems = problems;
    this.metrics = metrics;
  }

  static Router draw(
      Vertx vertx,
      GatewayPorts ports,
      GatewayConfig config,
      RateLimits limits,
      GatewayMetrics metrics,
      Problems problems,
      StorefrontEndpoint storefront) {
    KeyGate gate = new KeyGate(ports.shops(), ports.keys(), limits);
    BodyReader bodies = new BodyReader(vertx, config.bodyTimeout());
    Tracing tracing = new Tracing(ports.telemetry().tracer());
    BatchOperations batches = new BatchOperations(gate, bodies, vertx, ports.clock(), config);
    OfferOperations offers =
        new OfferOperations(
            gate, bodies, ports.placements(), new OfferDesk(vertx, config), tracing, config);
    DecisionOperations decisions = new DecisionOperations(gate, ports.decisions(), ports.clock());
    ProductOperations products = new ProductOperations(gate, ports.products());
    TokenOperations tokens = new TokenOperations(gate, bodies, ports, config);
    ErasureOperations erasures = new ErasureOperations(gate, vertx, config);
    PlacementOperations placements =
        new PlacementOperations(gate, bodies, ports.placements(), ports.experiments(), config);
    StrategyOperations strategies = new StrategyOperations(gate, ports.strategies());
    OperatorOperations operators = new OperatorOperations(vertx, ports);

    GatewayRouter r = new GatewayRouter(vertx, problems, metrics);
    r.route(HttpMethod.POST, SHOP + "/events", "events", batches::events);
    r.route(HttpMethod.POST, SHOP + "/history", "history", batches::history);
    r.route(HttpMethod.PUT, SHOP + "/products", "products", batches::products);
    r.route(HttpMethod.GET, SHOP + "/products", "product-search", products::search);
    r.route(HttpMethod.PUT, SHOP + "/shoppers", "shoppers", batches::shoppers);
    r.route(HttpMethod.DELETE, SHOP + "/shoppers/:id", "erasure", erasures::erase);
    r.route(HttpMethod.POST, SHOP + "/offers", "offers", offers::offers);
    r.route(HttpMethod.POST, SHOP + "/rank", "rank", offers::rank);
    r.route(HttpMethod.GET, SHOP + "/decisions/:id", "decision", decisions::get);
    r.route(HttpMethod.POST, SHOP + "/tokens", "tokens", tokens::create);
    r.route(HttpMethod.GET, SHOP + "/placements/:name", "placement", placements::get);
    r.route(HttpMethod.PUT, SHOP + "/placements/:name", "placement-change", placements::put);
    r.route(
        HttpMethod.GET,
        SHOP + "/placements/:name/experiment",
        "experiment",
        placements::experiment);
    r.route(HttpMethod.GET, SHOP + "/strategies", "strategies", strategies::list);
    r.route(HttpMethod.GET, "/health/live", "live", operators::live);
    r.route(HttpMethod.GET, "/health/ready", "ready", operators::ready);
    r.route(HttpMethod.GET, "/metrics", "metrics", operators::metrics);
    r.route(HttpMethod.GET, "/v1/openapi.yaml", "openapi", operators::openApi);
    r.route(HttpMethod.GET, "/v1/asyncapi.yaml", "asyncapi", operators::asyncApi);
    r.router.get(StorefrontEndpoint.PATH).handler(storefront::accept);
    ports.extra().draw(r.router);
    return r.finish();
  }

  private void route(HttpMethod method, String path, String name, Operation operation) {
    router.route(method, path).setName(name).handler(ctx -> run(ctx, name, operation));
  }

  private void run(RoutingContext ctx, String name, Operation operation) {
    long from = System.nanoTime();
    // Nobody reads the body before it is known who sends it.
    ctx.request().pause();
    ctx.addEndHandler(
        ignored ->
            metrics.answered(name, ctx.response().getStatusCode(), System.nanoTime() - from));
    Future<Answer> answer;
    try {
      answer = operation.run(ctx);
    } catch (RuntimeException e) {
      answer = Future.failedFuture(e);
    }
    answer.onSuccess(done -> done.send(ctx)).onFailure(cause -> problems.answer(ctx, cause));
  }

  private Router finish() {
    if (GatewayRouter.class.getClassLoader().getResource(WEB_ROOT) != null) {
      pages();
    }
    router
        .route()
        .failureHandler(
            ctx ->
                problems.answer(
                    ctx, ctx.failure() == null ? ofStatus(ctx, ctx.statusCode()) : ctx.failure()));
    for (int status : new int[] {400, 404, 405, 406, 413, 415}) {
      router.errorHandler(status, ctx -> problems.answer(ctx, ofStatus(ctx, status)));
    }
    router.errorHandler(
        500,
        ctx -> problems.answer(ctx, ctx.failure() == null ? ofStatus(ctx, 500) : ctx.failure()));
    return router;
  }

  private void pages() {
    router.getWithRegex(PAGES).setName("pages").handler(GatewayRouter::guardPage);
    // A name that changes with the content may be kept; a page must be asked for every time.
    router.getWithRegex(HASHED).setName("pages").handler(StaticHandler.create(WEB_ROOT));
    router
        .getWithRegex(PAGES)
        .setName("pages")
        .handler(StaticHandler.create(WEB_ROOT).setCachingEnabled(false));
  }

  private static void guardPage(RoutingContext ctx) {
    ctx.response()
        .putHeader("Content-Security-Policy", PAGE_POLICY)
        .putHeader("X-Content-Type-Options", "nosniff")
        .putHeader("Referrer-Policy", "same-origin");
    ctx.next();
  }

  /** What the router itself refused. */
  private static PannierException ofStatus(RoutingContext ctx, int status) {
    String path = ctx.request().path();
    return switch (status) {
      case 405 ->
          new PannierException(
              StandardErrorCode.METHOD_NOT_ALLOWED,
              ctx.request().method() + " is not answered at " + path + "; see /v1/openapi.yaml");
      case 413 -> new PannierException(StandardErrorCode.BODY_TOO_LARGE, "the body is too large");
      case 415 ->
          new PannierException(
              StandardErrorCode.UNSUPPORTED_MEDIA_TYPE, "the content type is not taken here");
      case 400, 406 ->
          new PannierException(StandardErrorCode.FIELD_INVALID, "the request cannot be read");
      case 404 -> Problems.notFound(path);
      default ->
          new PannierException(
              StandardErrorCode.INTERNAL_ERROR,
              "something broke inside; the log of the installation has the cause");
    };
  }
}
