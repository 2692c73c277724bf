package io.pannier.console;

import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import io.pannier.store.Account;
import io.pannier.store.Accounts;
import io.vertx.core.Vertx;
import io.vertx.core.http.CookieSameSite;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.Session;
import io.vertx.ext.web.handler.SessionHandler;
import io.vertx.ext.web.sstore.LocalSessionStore;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;

/**
 * Who is signed in. A session holds the name of an account and the version of it that was signed in
 * with: after any change of the account it opens nothing any more. Sessions live in this process;
 * after a restart people sign in again.
 */
final class ConsoleSessions {
  static final String COOKIE = "pannier_console";
  static final String CSRF_HEADER = "X-CSRF-Token";

  private static final String ACCOUNT = "account";
  private static final String VERSION = "version";
  private static final String SINCE = "since";
  private static final String CSRF = "csrf";
  private static final int TOKEN_BYTES = 32;
  private static final int ID_CHARACTERS = 32;

  private final Accounts accounts;
  private final Duration lifetime;
  private final InstantSource clock;
  private final SessionHandler open;
  private final SessionHandler encrypted;
  private final SecureRandom random = new SecureRandom();

  ConsoleSessions(Vertx vertx, Accounts accounts, ConsoleConfig config, InstantSource clock) {
    this.accounts = accounts;
    this.lifetime = config.sessionLifetime();
    this.clock = clock;
    // One map for all doors of the process.
    LocalSessionStore store = LocalSessionStore.create(vertx, "pannier.console.sessions");
    this.open = handler(store, config, false);
    this.encrypted = handler(store, config, true);
  }

  private static SessionHandler handler(
      LocalSessionStore store, ConsoleConfig config, boolean secure) {
    return SessionHandler.create(store)
        .setSessionCookieName(COOKIE)
        .setSessionCookiePath(AdminRouter.BASE)
        .setCookieHttpOnlyFlag(true)
        .setCookieSecureFlag(secure)
        .setCookieSameSite(CookieSameSite.STRICT)
        .setMinLength(ID_CHARACTERS)
        .setSessionTimeout(config.sessionIdle().toMillis())
        .setNagHttps(false)
        // Whoever does not sign in leaves nothing behind.
        .setLazySession(true);
  }

  /** Finds the session of a request, before anything else is done with it. */
  void handle(RoutingContext ctx) {
    (encrypted(ctx) ? encrypted : open).handle(ctx);
  }

  /** True where the browser's part of the way is encrypted, here or in what stands before this. */
  static boolean encrypted(RoutingContext ctx) {
    return ctx.request().isSSL()
        || "https".equalsIgnoreCase(ctx.request().getHeader("X-Forwarded-Proto"));
  }

  /** Who asks; a session that is over is thrown away. */
  Optional<Account> account(RoutingContext ctx) {
    // Without this nobody's session would be stored for whoever comes without one.
    if (ctx.request().getCookie(COOKIE) == null) {
      return Optional.empty();
    }
    Session session = ctx.session();
    Optional<Account> valid = valid(session);
    if (valid.isEmpty()) {
      session.destroy();
    }
    return valid;
  }

  /** The account of a session that may still be used. */
  Optional<Account> valid(Session session) {
    String name = session.get(ACCOUNT);
    Long since = session.get(SINCE);
    Long version = session.get(VERSION);
    if (session.isDestroyed()
        || name == null
        || since == null
        || version == null
        || clock.millis() - since >= lifetime.toMillis()) {
      return Optional.empty();
    }
    return accounts
        .find(name)
        .filter(account -> !account.disabled() && account.version() == version);
  }

  /**
   * Opens a session under an id that nobody has seen before.
   *
   * @return its CSRF token
   */
  String open(RoutingContext ctx, Account account) {
    byte[] token = new byte[TOKEN_BYTES];
    random.nextBytes(token);
    String csrf = Base64.getUrlEncoder().withoutPadding().encodeToString(token);
    ctx.session()
        .regenerateId()
        .put(ACCOUNT, account.name())
        .put(SINCE, clock.millis())
        .put(VERSION, account.version())
        .put(CSRF, csrf);
    return csrf;
  }

  /** Keeps the session of who changed their own account, under a new id; all others end. */
  void keep(RoutingContext ctx, Account changed) {
    ctx.session().regenerateId().put(VERSION, changed.version());
  }

  String csrf(RoutingContext ctx) {
    return ctx.session().get(CSRF);
  }

  /**
   * A page of another site can make a browser send the cookie, but knows neither the token nor how
   * to set the header.
   *
   * @throws PannierException FORBIDDEN
   */
  void requireToken(RoutingContext ctx) {
    String given = ctx.request().getHeader(CSRF_HEADER);
    if (given == null
        || !MessageDigest.isEqual(
            given.getBytes(StandardCharsets.UTF_8), csrf(ctx).getBytes(StandardCharsets.UTF_8))) {
      throw new PannierException(
          StandardErrorCode.FORBIDDEN,
          CSRF_HEADER + " is missing or not this session's; GET " + AdminRouter.BASE + "/session");
    }
  }
}
