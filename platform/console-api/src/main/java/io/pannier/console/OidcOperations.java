package io.pannier.console;

import io.pannier.gateway.Answer;
import io.pannier.messages.Failure;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import io.pannier.store.Account;
import io.pannier.store.ExternalAccounts;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.InstantSource;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signing in with a provider of identities: the authorization code flow of OpenID Connect, with
 * PKCE, state and nonce.
 *
 * <p>The browser comes back from another site, so it does not send the session's strict cookie. A
 * cookie of its own, which such a visit carries along ({@code SameSite=Lax}) and which lives for
 * the way there and back, says that it is the browser that left; the session begins only then.
 */
final class OidcOperations {
  static final String COOKIE = "pannier_sign_in";
  static final String PATH = "/session/oidc";

  private static final Logger LOG = LoggerFactory.getLogger(OidcOperations.class);
  private static final String CONSOLE = "/console/";

  private final OidcProvider provider;
  private final OidcFlows flows = new OidcFlows();
  private final ExternalAccounts accounts;
  private final ConsoleSessions sessions;
  private final InstantSource clock;

  OidcOperations(
      OidcProvider provider,
      ExternalAccounts accounts,
      ConsoleSessions sessions,
      InstantSource clock) {
    this.provider = provider;
    this.accounts = accounts;
    this.sessions = sessions;
    this.clock = clock;
  }

  /** What the sign-in page offers beside name and password. */
  Future<Answer> providers(AdminCall call) {
    JsonArray all = new JsonArray();
    if (provider.config().enabled()) {
      all.add(
          new JsonObject()
              .put("label", provider.config().label())
              .put("start", AdminRouter.BASE + PATH)
              .put("available", provider.available()));
    }
    return Future.succeededFuture(Answer.json(200, new JsonObject().put("providers", all)));
  }

  /** Sends the browser to the provider. */
  Future<Answer> begin(AdminCall call) {
    return told(
        call,
        () -> {
          RoutingContext ctx = call.ctx();
          if (!provider.config().enabled()) {
            throw new PannierException(
                StandardErrorCode.NOT_FOUND, "no provider of identities is configured");
          }
          OidcFlow flow = flows.begin(redirect(ctx), clock.millis());
          String address = provider.address(flow);
          ctx.response().addCookie(cookie(ctx, flow.browser(), OidcFlows.LIFETIME.toSeconds()));
          return Future.succeededFuture(to(call, address));
        });
  }

  /** Takes the browser back, and lets in whom the provider vouches for. */
  Future<Answer> back(AdminCall call) {
    return told(
        call,
        () -> {
          RoutingContext ctx = call.ctx();
          Cookie cookie = ctx.request().getCookie(COOKIE);
          ctx.response().addCookie(cookie(ctx, "", 0));
          OidcFlow flow =
              flows
                  .take(
                      call.query("state"), cookie == null ? "" : cookie.getValue(), clock.millis())
                  .orElseThrow(
                      () -> refused("no sign-in of this browser is under way with that state"));
          String code = call.query("code");
          if (code.isEmpty()) {
            throw refused("the provider refused: " + call.query("error"));
          }
          return provider
              .identity(flow, code)
              .compose(this::account)
              .compose(account -> sessions.open(ctx, account))
              .map(csrf -> to(call, CONSOLE));
        });
  }

  private Future<Account> account(IdentityToken token) {
    OidcConfig config = provider.config();
    return token
        .role(config)
        .map(
            role ->
                accounts.enter(
                    config.issuer(), token.subject(), token.name(config.nameClaim()), role))
        .orElseGet(
            () ->
                Future.failedFuture(
                    new PannierException(
                        StandardErrorCode.FORBIDDEN,
                        "none of the values of " + config.roleClaim() + " makes a role here")));
  }

  /** Somebody looks at a browser: what goes wrong leads back to the sign-in, with its code. */
  private static Future<Answer> told(
      AdminCall call, java.util.function.Supplier<Future<Answer>> step) {
    Future<Answer> answer;
    try {
      answer = step.get();
    } catch (PannierException e) {
      answer = Future.failedFuture(e);
    }
    return answer.recover(
        failure -> {
          PannierException problem = Failure.of(failure);
          LOG.info("nobody was let in: {}", problem.getMessage());
          return Future.succeededFuture(to(call, CONSOLE + "?sign-in=" + problem.code().name()));
        });
  }

  private static Answer to(AdminCall call, String address) {
    call.ctx().response().putHeader(HttpHeaders.LOCATION, address);
    return new Answer(302, "text/plain", Buffer.buffer());
  }

  private String redirect(RoutingContext ctx) {
    String configured = provider.config().publicUrl();
    String base =
        configured.isEmpty()
            ? (ConsoleSessions.encrypted(ctx) ? "https://" : "http://")
                + Objects.requireNonNull(ctx.request().authority(), "a request names its host")
            : configured;
    return base + AdminRouter.BASE + PATH + "/callback";
  }

  private static Cookie cookie(RoutingContext ctx, String value, long seconds) {
    return Cookie.cookie(COOKIE, value)
        .setPath(AdminRouter.BASE + PATH)
        .setHttpOnly(true)
        .setSecure(ConsoleSessions.encrypted(ctx))
        .setSameSite(CookieSameSite.LAX)
        .setMaxAge(seconds);
  }

  private static PannierException refused(String message) {
    return new PannierException(StandardErrorCode.SIGN_IN_FAILED, message);
  }
}
