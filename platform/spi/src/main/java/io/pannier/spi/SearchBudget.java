package io.pannier.spi;

/**
 * How long a search may run: until a time, or for a number of generations. A search asks {@link
 * #allows} before each generation and reports the number that ran, so that a replay by generations
 * stops at the same place.
 */
public final class SearchBudget {
  private final long deadlineNanos;
  private final long maxGenerations;

  private SearchBudget(long deadlineNanos, long maxGenerations) {
    this.deadlineNanos = deadlineNanos;
    this.maxGenerations = maxGenerations;
  }

  /** Ends {@code nanos} from now on {@link System#nanoTime()}. */
  public static SearchBudget ofNanos(long nanos) {
    return new SearchBudget(System.nanoTime() + nanos, Long.MAX_VALUE);
  }

  /** Ends after exactly that many generations, however long they take. */
  public static SearchBudget ofGenerations(long generations) {
    return new SearchBudget(Long.MAX_VALUE, generations);
  }

  /** True while another generation may start. A thread that was interrupted gets no more. */
  public boolean allows(long generationsDone) {
    if (generationsDone >= maxGenerations || Thread.currentThread().isInterrupted()) {
      return false;
    }
    return deadlineNanos == Long.MAX_VALUE || System.nanoTime() - deadlineNanos < 0;
  }
}
