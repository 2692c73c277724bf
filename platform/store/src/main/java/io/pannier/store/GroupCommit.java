package io.pannier.store;

import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what many callers want written in few statements: one is in flight, and what arrives
 * meanwhile becomes the next, in order. A lone request goes out at once.
 *
 * <p>While the database cannot be reached, the same group is written again and again; the writer
 * must therefore be idempotent. A group that the database refuses is written request by request, so
 * that only the one that is wrong fails.
 *
 * @param <Q> a request
 * @param <A> its answer
 */
final class GroupCommit<Q, A> {
  private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);

  private record Waiting<Q, A>(Q request, int rows, Promise<A> promise, @Nullable Context caller) {
    void succeed(A answer) {
      onCaller(() -> promise.complete(answer));
    }

    void fail(Throwable failure) {
      onCaller(() -> promise.fail(failure));
    }

    private void onCaller(Runnable completion) {
      if (caller == null || caller.equals(Vertx.currentContext())) {
        completion.run();
      } else {
        caller.runOnContext(nothing -> completion.run());
      }
    }
  }

  private final String name;
  private final Context context;
  private final int groupRows;
  private final int queueRows;
  private final ToIntFunction<Q> rowsOf;
  private final Function<List<Q>, Future<List<A>>> writer;
  private final Backoff backoff;
  private final Promise<Void> drained = Promise.promise();

  private final ReentrantLock lock = new ReentrantLock();
  private final ArrayDeque<Waiting<Q, A>> queue = new ArrayDeque<>();
  private long queuedRows;
  private boolean busy;
  private boolean closed;

  /**
   * @param name what is written, for messages
   * @param context on which {@code writer} is called
   * @param groupRows most rows in one group; a larger request is a group of its own
   * @param queueRows most rows that wait, the ones in flight included
   * @param writer answers each request, in their order; called again after a transient failure
   */
  GroupCommit(
      String name,
      Vertx vertx,
      Context context,
      int groupRows,
      int queueRows,
      ToIntFunction<Q> rowsOf,
      Function<List<Q>, Future<List<A>>> writer) {
    this.name = name;
    this.context = context;
    this.groupRows = groupRows;
    this.queueRows = queueRows;
    this.rowsOf = rowsOf;
    this.writer = writer;
    this.backoff = new Backoff(vertx);
  }

  /** Completes on the caller's context once the request is durable. */
  Future<A> write(Q request) {
    int rows = rowsOf.applyAsInt(request);
    Waiting<Q, A> waiting = new Waiting<>(request, rows, Promise.promise(), Vertx.currentContext());
    lock.lock();
    try {
      if (closed) {
        return Future.failedFuture(unavailable());
      }
      if (queuedRows + rows > queueRows && queuedRows > 0) {
        return Future.failedFuture(
            new PannierException(
                StandardErrorCode.OVERLOADED,
                name + ": " + queuedRows + " rows wait already; slow down and send again"));
      }
      queue.add(waiting);
      queuedRows += rows;
      if (busy) {
        return waiting.promise().future();
      }
      busy = true;
    } finally {
      lock.unlock();
    }
    if (context.equals(Vertx.currentContext())) {
      writeNext();
    } else {
      context.runOnContext(nothing -> writeNext());
    }
    return waiting.promise().future();
  }

  /** Takes no more, and completes when everything taken is written or has failed. */
  Future<Void> close() {
    lock.lock();
    try {
      closed = true;
      if (!busy) {
        drained.tryComplete();
      }
    } finally {
      lock.unlock();
    }
    return drained.future();
  }

  private PannierException unavailable() {
    return new PannierException(StandardErrorCode.STORE_UNAVAILABLE, name + " is closed");
  }

  private void writeNext() {
    List<Waiting<Q, A>> group = nextGroup();
    if (!group.isEmpty()) {
      write(group, this::writeNext);
    }
  }

  private List<Waiting<Q, A>> nextGroup() {
    List<Waiting<Q, A>> group = new ArrayList<>();
    lock.lock();
    try {
      int rows = 0;
      Waiting<Q, A> next = queue.peek();
      while (next != null && (group.isEmpty() || rows + next.rows() <= groupRows)) {
        rows += next.rows();
        group.add(next);
        queue.remove();
        next = queue.peek();
      }
      if (group.isEmpty()) {
        busy = false;
        if (closed) {
          drained.tryComplete();
        }
      }
    } finally {
      lock.unlock();
    }
    return group;
  }

  private void write(List<Waiting<Q, A>> group, Runnable then) {
    List<Q> requests = new ArrayList<>(group.size());
    for (Waiting<Q, A> waiting : group) {
      requests.add(waiting.request());
    }
    writer
        .apply(requests)
        .onComplete(
            answers -> {
              backoff.succeeded();
              settled(group);
              for (int i = 0; i < group.size(); i++) {
                group.get(i).succeed(answers.get(i));
              }
              then.run();
            },
            failure -> failed(group, failure, then));
  }

  private void failed(List<Waiting<Q, A>> group, Throwable failure, Runnable then) {
    if (Database.isTransient(failure) && !isClosed()) {
      if (backoff.isFirst()) {
        LOG.warn("{}: written again until it succeeds, since {}", name, failure.toString());
      }
      backoff.again(() -> context.runOnContext(nothing -> write(group, then)));
    } else if (group.size() > 1 && !Database.isTransient(failure)) {
      writeEach(group, 0, then);
    } else {
      settled(group);
      PannierException told = Database.wrapped(failure);
      group.forEach(waiting -> waiting.fail(told));
      then.run();
    }
  }

  private void writeEach(List<Waiting<Q, A>> group, int next, Runnable then) {
    if (next == group.size()) {
      then.run();
    } else {
      write(List.of(group.get(next)), () -> writeEach(group, next + 1, then));
    }
  }

  private void settled(List<Waiting<Q, A>> group) {
    lock.lock();
    try {
      for (Waiting<Q, A> waiting : group) {
        queuedRows -= waiting.rows();
      }
    } finally {
      lock.unlock();
    }
  }

  private boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }
}
