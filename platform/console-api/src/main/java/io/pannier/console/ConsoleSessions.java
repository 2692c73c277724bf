package io.pannier.console;

import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import io.pannier.store.Account;
import io.pannier.store.Accounts;
import io.pannier.store.KeptSessions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.CookieSameSite;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.Session;
import io.vertx.ext.web.handler.SessionHandler;
import io.vertx.ext.web.sstore.SessionStore;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;

/**
 * Who is signed in. A session holds the name of an account and the version of it that was signed in
 * with: after any change of the account it opens nothing any more. Sessions are in the database, so
 * they outlive a restart and hold in every process.
 */
final class ConsoleSessions implements AutoCloseable {
  static final String COOKIE = "pannier_console";
  static final String CSRF_HEADER = "X-CSRF-Token";

  private static final String ACCOUNT = "account";
  private static final String VERSION = "version";
  private static final String SINCE = "since";
  private static final String CSRF = "csrf";
  private static final int TOKEN_BYTES = 32;

  private final Accounts accounts;
  private final Duration lifetime;
  private final InstantSource clock;
  private final DatabaseSessionStore store;
  private final SessionHandler open;
  private final SessionHandler encrypted;
  private final SecureRandom random = new SecureRandom();

  ConsoleSessions(
      Vertx vertx,
      KeptSessions kept,
      Accounts accounts,
      ConsoleConfig config,
      InstantSource clock) {
    this.accounts = accounts;
    this.lifetime = config.sessionLifetime();
    this.clock = clock;
    this.store = new DatabaseSessionStore(vertx, kept, config.sessionIdle(), clock);
    this.open = handler(store, config, false);
    this.encrypted = handler(store, config, true);
  }

  private static SessionHandler handler(SessionStore store, ConsoleConfig config, boolean secure) {
    return SessionHandler.create(store)
        .setSessionCookieName(COOKIE)
        .setSessionCookiePath(AdminRouter.BASE)
        .setCookieHttpOnlyFlag(true)
        .setCookieSecureFlag(secure)
        .setCookieSameSite(CookieSameSite.STRICT)
        .setMinLength(DatabaseSessionStore.ID_BYTES)
        .setSessionTimeout(config.sessionIdle().toMillis())
        .setNagHttps(false)
        // Whoever does not sign in leaves nothing behind.
        .setLazySession(true);
  }

  /** Begins to delete sessions that are over. */
  void open() {
    store.open();
  }

  @Override
  public void close() {
    store.close();
  }

  /** Finds the session of a request, before anything else is done with it. */
  void handle(RoutingContext ctx) {
    handler(ctx).handle(ctx);
  }

  private SessionHandler handler(RoutingContext ctx) {
    return encrypted(ctx) ? encrypted : open;
  }

  /**
   * Sees to it that this process has heard of the account as it was when the session was opened,
   * which may have been in another process a moment ago.
   */
  void catchUp(RoutingContext ctx) {
    Session session = given(ctx).orElse(null);
    String name = session == null ? null : session.get(ACCOUNT);
    Long version = session == null ? null : session.get(VERSION);
    if (name == null || version == null) {
      ctx.next();
      return;
    }
    ctx.request().pause();
    accounts.catchUp(name, version).onSuccess(heard -> ctx.next()).onFailure(ctx::fail);
  }

  /**
   * The session that a request came with. Without the question for the cookie a session would be
   * stored for whoever comes without one.
   */
  private static Optional<Session> given(RoutingContext ctx) {
    return ctx.request().getCookie(COOKIE) == null ? Optional.empty() : Optional.of(ctx.session());
  }

  /** True where the browser's part of the way is encrypted, here or in what stands before this. */
  static boolean encrypted(RoutingContext ctx) {
    return ctx.request().isSSL()
        || "https".equalsIgnoreCase(ctx.request().getHeader("X-Forwarded-Proto"));
  }

  /** Who asks; a session that is over is thrown away. */
  Optional<Account> account(RoutingContext ctx) {
    Optional<Session> session = given(ctx);
    Optional<Account> valid = session.flatMap(this::valid);
    if (valid.isEmpty()) {
      session.ifPresent(Session::destroy);
    }
    return valid;
  }

  /**
   * Whether a session is still open, in whichever process it may have been closed. Asking does not
   * keep it open.
   *
   * @return fails with STORE_UNAVAILABLE where that cannot be told
   */
  Future<Boolean> isOpen(String id) {
    return store.get(id).map(found -> found != null && valid(found).isPresent());
  }

  /** The account of a session that may still be used. */
  private Optional<Account> valid(Session session) {
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
   * @return its CSRF token, once every process knows the session; fails with STORE_UNAVAILABLE, and
   *     then the browser keeps the session that it had
   */
  Future<String> open(RoutingContext ctx, Account account) {
    byte[] token = new byte[TOKEN_BYTES];
    random.nextBytes(token);
    String csrf = Base64.getUrlEncoder().withoutPadding().encodeToString(token);
    ctx.session()
        .regenerateId()
        .put(ACCOUNT, account.name())
        .put(SINCE, clock.millis())
        .put(VERSION, account.version())
        .put(CSRF, csrf);
    return flushed(ctx).map(csrf);
  }

  /** Keeps the session of who changed their own account, under a new id; all others end. */
  Future<Void> keep(RoutingContext ctx, Account changed) {
    ctx.session().regenerateId().put(VERSION, changed.version());
    return flushed(ctx);
  }

  /**
   * Ends the session of a request in every process.
   *
   * @return fails with STORE_UNAVAILABLE, and then it goes on
   */
  Future<Void> end(RoutingContext ctx) {
    Session session = ctx.session();
    return store.delete(session.id()).onSuccess(ended -> session.destroy());
  }

  /** By itself vertx-web would answer first and write afterwards, without telling how that went. */
  private Future<Void> flushed(RoutingContext ctx) {
    return handler(ctx)
        .flush(ctx, true)
        .onFailure(lost -> ctx.response().removeCookie(COOKIE, false));
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
