package io.pannier.pluginhost;

/**
 * The length of quarantines: each twice as long as the one before, up to a longest. After as long
 * as the longest without one, the next is a first one again. Times are {@link System#nanoTime()}.
 */
final class BackOff {
  private final long shortest;
  private final long longest;
  private long length;
  private volatile long until;

  BackOff(long shortest, long longest) {
    this.shortest = shortest;
    this.longest = longest;
  }

  synchronized void begin(long now) {
    boolean first = length == 0 || now - until > longest;
    length = first ? shortest : Math.min(longest, length * 2);
    until = now + length;
  }

  boolean isOver(long now) {
    return now - until >= 0;
  }

  long untilNanos() {
    return until;
  }
}
