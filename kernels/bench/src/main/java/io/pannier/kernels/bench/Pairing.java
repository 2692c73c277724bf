package io.pannier.kernels.bench;

import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import java.util.Arrays;
import java.util.List;

/**
 * Times two sides in turns, A B B A, and takes medians: what disturbs the machine for a while
 * disturbs both.
 *
 * <p>A round in which other processes took a noticeable part of the processor is repeated, up to a
 * limit. Between the sides there is a pause, since the thread pools of the peers spin for some
 * milliseconds after a call and would take the other side's core.
 */
public final class Pairing {
  private static final int ROUNDS = 11;
  private static final int MOST_ROUNDS = 22;
  private static final double QUIET = 0.08;
  private static final double NANOS = 1e9;

  private final MachineLoad roundLoad = new MachineLoad();
  private final long warmUpNanos;
  private final long blockNanos;
  private final long pauseMillis;
  private int disturbed;
  private int rounds;

  /**
   * @param warmUpMillis for each side
   * @param blockMillis that a side runs at least in a round
   * @param pauseMillis between the sides
   */
  public Pairing(long warmUpMillis, long blockMillis, long pauseMillis) {
    this.warmUpNanos = warmUpMillis * 1_000_000;
    this.blockNanos = blockMillis * 1_000_000;
    this.pauseMillis = pauseMillis;
  }

  /** Long enough for the compiler and for the slowest thread pool to go to sleep. */
  public static Pairing standard() {
    return new Pairing(1_000, 60, 150);
  }

  /** Rounds that others disturbed and that were counted nevertheless, of all that were counted. */
  public double disturbedShare() {
    return rounds == 0 ? 0 : (double) disturbed / rounds;
  }

  /**
   * Verifies a pair, then times it.
   *
   * @throws PannierException INTERNAL_ERROR if the results disagree
   */
  public Timing time(Pair pair) {
    pair.verify();
    int oursCalls = warmUp(pair.ours(), warmUpNanos);
    pause();
    int peerCalls = warmUp(pair.peer(), warmUpNanos / 2);
    double[] ours = new double[MOST_ROUNDS];
    double[] peer = new double[MOST_ROUNDS];
    boolean[] quiet = new boolean[MOST_ROUNDS];
    int taken = 0;
    int quietOnes = 0;
    while (quietOnes < ROUNDS && taken < MOST_ROUNDS) {
      roundLoad.mark();
      if (taken % 2 == 0) {
        ours[taken] = block(pair.ours(), oursCalls);
        peer[taken] = block(pair.peer(), peerCalls);
      } else {
        peer[taken] = block(pair.peer(), peerCalls);
        ours[taken] = block(pair.ours(), oursCalls);
      }
      quiet[taken] = roundLoad.foreignShare() <= QUIET;
      quietOnes += quiet[taken] ? 1 : 0;
      taken++;
    }
    boolean enough = quietOnes >= ROUNDS;
    rounds += enough ? quietOnes : taken;
    disturbed += enough ? 0 : taken - quietOnes;
    pair.check().run();
    return new Timing(median(ours, quiet, taken, enough), median(peer, quiet, taken, enough));
  }

  /** The fastest of several ways to do the same, so that a peer is taken at its best. */
  public Runnable fastest(List<Runnable> ways) {
    Runnable best = ways.getFirst();
    double bestSeconds = Double.POSITIVE_INFINITY;
    for (Runnable way : ways) {
      int calls = warmUp(way, warmUpNanos / 4);
      double seconds = Math.min(block(way, calls), block(way, calls));
      if (seconds < bestSeconds) {
        best = way;
        bestSeconds = seconds;
      }
    }
    return best;
  }

  /**
   * Seconds of single calls, sorted, for percentiles. They come in batches, and a batch that others
   * disturbed is repeated, up to a limit.
   */
  public double[] single(Runnable side, int batches, int callsOfBatch) {
    pause();
    warmUp(side, warmUpNanos);
    double[] seconds = new double[batches * callsOfBatch];
    int kept = 0;
    for (int taken = 0; kept < batches; taken++) {
      roundLoad.mark();
      for (int i = 0; i < callsOfBatch; i++) {
        long start = System.nanoTime();
        side.run();
        seconds[kept * callsOfBatch + i] = (System.nanoTime() - start) / NANOS;
      }
      boolean quiet = roundLoad.foreignShare() <= QUIET;
      boolean last = taken >= 2 * batches;
      kept += quiet || last ? 1 : 0;
      rounds += quiet || last ? 1 : 0;
      disturbed += !quiet && last ? 1 : 0;
    }
    Arrays.sort(seconds);
    return seconds;
  }

  /** Returns how many calls fill a block. */
  private int warmUp(Runnable side, long nanos) {
    long start = System.nanoTime();
    long least = Long.MAX_VALUE;
    do {
      long before = System.nanoTime();
      side.run();
      least = Math.min(least, System.nanoTime() - before);
    } while (System.nanoTime() - start < nanos);
    return Math.clamp(blockNanos / Math.max(least, 1), 1, 100_000);
  }

  /** The median call of so many: a call that lost its core for a moment does not count. */
  private double block(Runnable side, int calls) {
    pause();
    side.run();
    double[] seconds = new double[calls];
    for (int i = 0; i < calls; i++) {
      long start = System.nanoTime();
      side.run();
      seconds[i] = (System.nanoTime() - start) / NANOS;
    }
    return median(seconds, calls);
  }

  private static double median(double[] values, boolean[] quiet, int taken, boolean quietOnly) {
    double[] kept = new double[taken];
    int count = 0;
    for (int i = 0; i < taken; i++) {
      if (quiet[i] || !quietOnly) {
        kept[count++] = values[i];
      }
    }
    return median(kept, count);
  }

  private static double median(double[] values, int count) {
    Arrays.sort(values, 0, count);
    return count % 2 == 1 ? values[count / 2] : (values[count / 2 - 1] + values[count / 2]) / 2;
  }

  private void pause() {
    try {
      Thread.sleep(pauseMillis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PannierException(StandardErrorCode.INTERNAL_ERROR, "interrupted", e);
    }
  }

  /**
   * Medians of a pair, in seconds a call.
   *
   * @param ours ours
   * @param peer the peer's
   */
  public record Timing(double ours, double peer) {
    /** How many times faster we are. */
    public double ratio() {
      return peer / ours;
    }
  }
}
