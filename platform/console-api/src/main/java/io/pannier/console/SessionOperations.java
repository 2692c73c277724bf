package io.pannier.console;

import io.pannier.gateway.Answer;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import io.pannier.store.Account;
import io.pannier.store.AccountChange;
import io.pannier.store.Accounts;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;

/** Signing in, signing out, and one's own password. */
final class SessionOperations {
  static final Answer NOTHING = new Answer(204, "application/json", Buffer.buffer());

  private static final int LONGEST_NAME = 64;

  private final Accounts accounts;
  private final ConsoleSessions sessions;
  private final SignInLimits limits;

  SessionOperations(Accounts accounts, ConsoleSessions sessions, SignInLimits limits) {
    this.accounts = accounts;
    this.sessions = sessions;
    this.limits = limits;
  }

  Future<Answer> signIn(AdminCall call) {
    return call.fields()
        .compose(
            fields -> {
              String name = fields.text("name", LONGEST_NAME);
              String password = fields.password("password");
              String address = address(call.ctx());
              requireTry(call.ctx(), name, address);
              return accounts
                  .verify(name, password)
                  .compose(
                      found -> {
                        Account account = found.orElseThrow(SessionOperations::refused);
                        limits.giveBack(name, address);
                        return sessions
                            .open(call.ctx(), account)
                            .map(csrf -> answer(account, csrf));
                      });
            });
  }

  Future<Answer> get(AdminCall call) {
    return Future.succeededFuture(answer(call.account(), sessions.csrf(call.ctx())));
  }

  Future<Answer> signOut(AdminCall call) {
    return sessions.end(call.ctx()).map(NOTHING);
  }

  /** Whoever found an open session must not get the account with it, so the old one is asked. */
  Future<Answer> changePassword(AdminCall call) {
    return call.fields()
        .compose(
            fields -> {
              String name = call.author();
              String address = address(call.ctx());
              String current = fields.password("current");
              String wanted = fields.password("password");
              requireTry(call.ctx(), name, address);
              return accounts
                  .verify(name, current)
                  .compose(
                      found -> {
                        Account account = found.orElseThrow(SessionOperations::refused);
                        limits.giveBack(name, address);
                        return accounts.change(
                            account.name(),
                            new AccountChange(null, null, wanted),
                            account.name(),
                            "their own password");
                      })
                  .compose(changed -> sessions.keep(call.ctx(), changed))
                  .map(NOTHING);
            });
  }

  private void requireTry(RoutingContext ctx, String name, String address) {
    long wait = limits.take(name, address);
    if (wait > 0) {
      ctx.response().putHeader(HttpHeaders.RETRY_AFTER, Long.toString(wait));
      throw new PannierException(
          StandardErrorCode.RATE_LIMITED,
          "too many sign-ins failed; the next one may be tried in " + wait + " s");
    }
  }

  private static String address(RoutingContext ctx) {
    return ctx.request().remoteAddress().hostAddress();
  }

  /** The same words for an unknown name, a wrong password and a disabled account. */
  private static PannierException refused() {
    return new PannierException(
        StandardErrorCode.SIGN_IN_FAILED, "name or password is wrong, or the account is disabled");
  }

  private static Answer answer(Account account, String csrf) {
    return Answer.json(
        200,
        new JsonObject()
            .put("name", account.name())
            .put("role", account.role().wireName())
            .put("external", account.external())
            .put("csrf", csrf));
  }
}
