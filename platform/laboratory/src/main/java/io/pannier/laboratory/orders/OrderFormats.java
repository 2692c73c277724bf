package io.pannier.laboratory.orders;

import static io.pannier.spi.StandardErrorCode.FORMAT_UNKNOWN;

import io.pannier.spi.PannierException;
import java.nio.file.Path;
import java.util.List;

/** The file formats that can be imported, by name. */
public final class OrderFormats {
  private static final List<String> NAMES =
      List.of(OnlineRetailSource.FORMAT, JsonSource.EVENTS, JsonSource.PRODUCTS);

  private OrderFormats() {}

  /** The known names, as they are written on the command line. */
  public static List<String> names() {
    return NAMES;
  }

  /**
   * Opens a file.
   *
   * @throws PannierException FORMAT_UNKNOWN with the known names; FILE_FAILED if the file cannot be
   *     read
   */
  public static OrderSource open(String format, Path file, OrderOptions options) {
    return switch (format) {
      case OnlineRetailSource.FORMAT -> new OnlineRetailSource(file, options);
      case JsonSource.EVENTS, JsonSource.PRODUCTS -> new JsonSource(format, file, options);
      default ->
          throw new PannierException(
              FORMAT_UNKNOWN,
              "Unknown format \"" + format + "\"; known are " + String.join(", ", NAMES) + ".");
    };
  }
}
