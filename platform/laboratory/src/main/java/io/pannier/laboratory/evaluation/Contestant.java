package io.pannier.laboratory.evaluation;

import io.pannier.spi.Capability;
import io.pannier.spi.Strategy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** A strategy that can be evaluated: in the program, one of the plugin host. */
public interface Contestant {
  /** The strategy's name. */
  String name();

  /** {@code name@version}. */
  String id();

  Set<Capability> capabilities();

  /**
   * Makes an instance.
   *
   * @param model the model file that it is granted, if it was trained
   * @throws io.pannier.spi.PannierException if it cannot be made
   */
  Seat open(Optional<Path> model);

  /** One instance. Used by one thread at a time. */
  interface Seat extends AutoCloseable {
    /**
     * Runs {@code body} with the strategy and waits for its answer.
     *
     * @throws io.pannier.spi.PannierException with the code by which the call failed
     */
    <S extends Strategy, R> R call(
        Class<S> type, Function<? super S, ? extends R> body, Duration patience);

    @Override
    void close();
  }
}
