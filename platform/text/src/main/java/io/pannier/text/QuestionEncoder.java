package io.pannier.text;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Encodes what is asked in words, on a thread of its own, so that no question waits for the
 * catalogue. The newest questions are remembered. Where too many wait, a question goes without.
 */
final class QuestionEncoder implements AutoCloseable {
  private static final int QUEUE = 64;
  private static final int REMEMBERED = 1_000;

  private final Encoders encoders;
  private final ThreadPoolExecutor executor =
      new ThreadPoolExecutor(
          1,
          1,
          0,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(QUEUE),
          Thread.ofPlatform().daemon().name("text-question").factory());
  private final Map<String, float[]> remembered =
      new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, float[]> eldest) {
          return size() > REMEMBERED;
        }
      };

  QuestionEncoder(Encoders encoders) {
    this.encoders = encoders;
  }

  /** Completes with the vector, or with null where there is none to be had; never fails. */
  CompletableFuture<float @Nullable []> encode(String query, TextMeters meters) {
    synchronized (remembered) {
      float[] known = remembered.get(query);
      if (known != null) {
        return CompletableFuture.completedFuture(known);
      }
    }
    long asked = System.nanoTime();
    CompletableFuture<float @Nullable []> answer = new CompletableFuture<>();
    try {
      executor.execute(
          () -> {
            try {
              answer.complete(encode(query));
              meters.questions.increment();
            } catch (RuntimeException e) {
              meters.failures.increment();
              answer.complete(null);
            }
            meters.questionTime.record(System.nanoTime() - asked, TimeUnit.NANOSECONDS);
          });
    } catch (RejectedExecutionException full) {
      meters.failures.increment();
      answer.complete(null);
    }
    return answer;
  }

  private float @Nullable [] encode(String query) {
    Encoders.Open open = encoders.await();
    if (open == null) {
      return null;
    }
    float[] vector = open.encoder().encode(List.of(query)).getFirst();
    synchronized (remembered) {
      remembered.put(query, vector);
    }
    return vector;
  }

  @Override
  public void close() {
    executor.shutdownNow();
    try {
      // The encoder is closed next, and must not be closed under a call.
      executor.awaitTermination(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
