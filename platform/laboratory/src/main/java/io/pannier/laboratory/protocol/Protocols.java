package io.pannier.laboratory.protocol;

import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The protocols, by name. */
public final class Protocols {
  private static final List<Protocol> ALL =
      List.of(new WithinBasket(), new BundleConstruction(), new BundleIntent());

  private Protocols() {}

  public static Optional<Protocol> find(String name) {
    return ALL.stream().filter(protocol -> protocol.name().equals(name)).findFirst();
  }

  /** All names, separated by commas. */
  public static String names() {
    return ALL.stream().map(Protocol::name).collect(Collectors.joining(", "));
  }

  /**
   * Makes sure that a protocol can read a data set.
   *
   * @throws PannierException DATA_INVALID naming what the protocol reads
   */
  public static void check(Protocol protocol, DataSource data) {
    if (!protocol.formats().contains(data.format())) {
      String readable =
          protocol.formats().stream()
              .map(format -> format.word() + " (" + format.expected() + ")")
              .collect(Collectors.joining(", or "));
      throw new PannierException(
          StandardErrorCode.DATA_INVALID,
          data.path()
              + " is "
              + data.format().word()
              + ", which the protocol "
              + protocol.name()
              + " does not read; it expects "
              + readable
              + ".");
    }
  }
}
