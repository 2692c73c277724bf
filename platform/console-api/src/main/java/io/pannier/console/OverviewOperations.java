package io.pannier.console;

import io.pannier.gateway.Answer;
import io.pannier.messages.Shop;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;

/** The overview, once or every second for as long as somebody looks and may. */
final class OverviewOperations {
  private static final int STANDARD_MINUTES = 60;
  private static final int MOST_MINUTES = 24 * 60;
  private static final long EVERY_MILLIS = 1_000;

  private final Vertx vertx;
  private final Overview overview;
  private final ConsoleSessions sessions;

  OverviewOperations(Vertx vertx, Overview overview, ConsoleSessions sessions) {
    this.vertx = vertx;
    this.overview = overview;
    this.sessions = sessions;
  }

  Future<Answer> once(AdminCall call) {
    return overview.of(call.shop(), minutes(call)).map(figures -> Answer.json(200, figures));
  }

  /**
   * Server-sent events; completes when nobody listens any more. A session that ends, ends the
   * stream with it, and looking on does not keep a session alive.
   */
  Future<Answer> live(AdminCall call) {
    Shop shop = call.shop();
    int minutes = minutes(call);
    String session = call.ctx().session().id();
    HttpServerResponse response = call.ctx().response();
    Promise<Answer> over = Promise.promise();
    response
        .putHeader("Content-Type", "text/event-stream")
        // What is compressed would wait to be worth it.
        .putHeader("Content-Encoding", "identity")
        .setChunked(true);
    long timer =
        vertx.setPeriodic(
            0,
            EVERY_MILLIS,
            tick -> {
              if (response.ended() || response.closed() || response.writeQueueFull()) {
                return;
              }
              // Where nobody can tell, there are no figures either, and the next second may.
              sessions
                  .isOpen(session)
                  .onSuccess(
                      open -> {
                        if (open) {
                          overview.of(shop, minutes).onSuccess(figures -> write(response, figures));
                        } else if (!response.ended() && !response.closed()) {
                          response.end();
                        }
                      });
            });
    call.ctx()
        .addEndHandler(
            ended -> {
              vertx.cancelTimer(timer);
              over.tryComplete(SessionOperations.NOTHING);
            });
    call.ctx().request().resume();
    return over.future();
  }

  private static void write(HttpServerResponse response, JsonObject figures) {
    if (!response.ended() && !response.closed()) {
      response.write(Buffer.buffer("data: ").appendBuffer(figures.toBuffer()).appendString("\n\n"));
    }
  }

  private static int minutes(AdminCall call) {
    return (int) call.query("minutes", STANDARD_MINUTES, 1, MOST_MINUTES);
  }
}
