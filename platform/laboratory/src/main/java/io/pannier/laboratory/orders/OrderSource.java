package io.pannier.laboratory.orders;

import java.util.Optional;

/**
 * A shop's catalogue and past orders, read once from front to back: first all products, then the
 * events.
 *
 * <p>Blocks on its file; used by one thread at a time.
 */
public interface OrderSource extends AutoCloseable {
  /** The format's name, as on the command line. */
  String format();

  /**
   * The next batch; empty at the end. An order's lines stay in one batch, unless they alone are
   * more than a batch holds.
   *
   * @throws io.pannier.spi.PannierException FILE_FAILED if the file cannot be read
   */
  Optional<Batch> next();

  /** Share of the work that is done, 0 to 1. */
  double progress();

  /** What was read and left out so far; complete once {@link #next()} was empty. */
  OrderReport report();

  @Override
  void close();
}
