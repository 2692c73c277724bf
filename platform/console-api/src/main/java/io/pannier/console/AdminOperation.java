package io.pannier.console;

import io.pannier.gateway.Answer;
import io.vertx.core.Future;

/** One call of the console: who asks and what, in; an answer or a problem, out. */
@FunctionalInterface
interface AdminOperation {
  Future<Answer> run(AdminCall call);
}
