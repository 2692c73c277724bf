package io.pannier.laboratory.protocol;

import io.pannier.spi.PannierException;
import java.util.List;
import java.util.function.DoubleConsumer;

/** How strategies are compared on data. */
public interface Protocol {
  /** The name on the command line. */
  String name();

  /** What it can read. */
  List<DataFormat> formats();

  /**
   * Reads the data, splits it and hides what is to be found.
   *
   * @param data of one of {@link #formats}
   * @param seed the same seed gives the same task
   * @param progress told the share of the data that was read, 0 to 1
   * @throws PannierException FILE_FAILED, FIELD_MISSING or CSV_ROW_INVALID if the data cannot be
   *     read, DATA_INVALID if nothing is left to learn or to ask
   */
  EvaluationTask prepare(DataSource data, long seed, DoubleConsumer progress);
}
