package io.pannier.gateway;

import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;

/** One call of the HTTP interface: a request in, an answer or a problem out. */
@FunctionalInterface
interface Operation {
  /**
   * @param ctx its request is paused; whoever wants the body reads it with {@link BodyReader}
   */
  Future<Answer> run(RoutingContext ctx);
}
