package io.pannier.laboratory.protocol;

import io.pannier.laboratory.orders.TextFile;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what a file or folder holds: a folder by the names of its files, a file by its first
 * lines, whatever its name is.
 */
public final class DataSources {
  static final String BASKETS = "baskets";
  static final String LABELS = "labels";
  static final String PURCHASES = "purchases";
  static final String TRAIN = "train_b2i";
  static final String TEST = "test_b2i";
  static final String INTENTS = "bundle_intent";
  static final List<String> BUNDLE_TABLES =
      List.of("bundle_item", "session_bundle", "user_bundle", "item_titles", "item_categories");

  private static final int LOOKED_AT = 200;
  private static final Pattern NO_ITEM_NAME = Pattern.compile("[\\[\\]{}\"\\t;|<>=]");

  private DataSources() {}

  /**
   * @param format null to find it out
   * @throws PannierException FILE_FAILED if there is no such file, FORMAT_UNKNOWN naming what was
   *     expected if it is of no known format or not of the given one
   */
  public static DataSource find(Path path, @Nullable DataFormat format) {
    if (!Files.exists(path)) {
      throw new PannierException(
          StandardErrorCode.FILE_FAILED, "There is no file or folder " + path + ".");
    }
    for (DataFormat candidate : format == null ? DataFormat.values() : new DataFormat[] {format}) {
      DataSource found = Files.isDirectory(path) ? folder(path, candidate) : file(path, candidate);
      if (found != null && (format != null || Files.isDirectory(path) || fits(found))) {
        return found;
      }
    }
    throw new PannierException(
        StandardErrorCode.FORMAT_UNKNOWN,
        format == null
            ? path + " is none of the known data sets. Expected " + all() + "."
            : path + " is no " + format.word() + ": expected " + format.expected() + ".");
  }

  private static @Nullable DataSource folder(Path folder, DataFormat format) {
    return switch (format) {
      case ONLINE_RETAIL -> only(folder, format, PURCHASES, "online-retail", "online_retail");
      case GROCERIES -> groceries(folder);
      case BASCONV -> tables(folder, format, List.of(TRAIN, TEST));
      case AMAZON_BUNDLES -> bundles(folder);
    };
  }

  private static @Nullable DataSource file(Path file, DataFormat format) {
    Path folder = file.toAbsolutePath().getParent();
    return switch (format) {
      case ONLINE_RETAIL -> of(format, file, PURCHASES, file);
      case GROCERIES -> of(format, file, BASKETS, file);
      // One of several files stands for its folder.
      case BASCONV ->
          folder != null && List.of(TRAIN, TEST).contains(stem(file))
              ? tables(folder, format, List.of(TRAIN, TEST))
              : null;
      case AMAZON_BUNDLES ->
          folder != null && BUNDLE_TABLES.contains(stem(file)) ? bundles(folder) : null;
    };
  }

  private static boolean fits(DataSource source) {
    return switch (source.format()) {
      case ONLINE_RETAIL -> looksLikeRetail(source.file(PURCHASES));
      case GROCERIES -> looksLikeBaskets(source.file(BASKETS));
      case BASCONV, AMAZON_BUNDLES -> true;
    };
  }

  private static boolean looksLikeRetail(Path file) {
    List<String> lines = TextFile.lines(file, 1);
    String header = lines.isEmpty() ? "" : lines.getFirst().toLowerCase(Locale.ROOT);
    return header.contains("invoice") && header.contains("stockcode");
  }

  /** Baskets differ in length; the lines of a table do not, and have characters that names lack. */
  private static boolean looksLikeBaskets(Path file) {
    List<String> lines = TextFile.lines(file, LOOKED_AT);
    long widths = lines.stream().map(line -> line.split(",").length).distinct().count();
    return widths > 1 && lines.stream().noneMatch(line -> NO_ITEM_NAME.matcher(line).find());
  }

  private static @Nullable DataSource groceries(Path folder) {
    DataSource baskets =
        only(folder, DataFormat.GROCERIES, BASKETS, "groceries_baskets", "groceries");
    Path labels = table(folder, "groceries_items");
    return baskets == null || labels == null ? baskets : with(baskets, LABELS, labels);
  }

  private static @Nullable DataSource bundles(Path folder) {
    DataSource tables = tables(folder, DataFormat.AMAZON_BUNDLES, BUNDLE_TABLES);
    Path intents = table(folder, INTENTS);
    return tables == null || intents == null ? tables : with(tables, INTENTS, intents);
  }

  private static DataSource with(DataSource source, String role, Path file) {
    SortedMap<String, Path> files = new TreeMap<>(source.files());
    files.put(role, file);
    return new DataSource(source.format(), source.path(), files);
  }

  private static @Nullable DataSource only(
      Path folder, DataFormat format, String role, String... stems) {
    for (String stem : stems) {
      Path file = table(folder, stem);
      if (file != null) {
        return of(format, folder, role, file);
      }
    }
    return null;
  }

  private static @Nullable DataSource tables(Path folder, DataFormat format, List<String> stems) {
    SortedMap<String, Path> files = new TreeMap<>();
    for (String stem : stems) {
      Path file = table(folder, stem);
      if (file == null) {
        return null;
      }
      files.put(stem, file);
    }
    return new DataSource(format, folder, files);
  }

  private static DataSource of(DataFormat format, Path path, String role, Path file) {
    return new DataSource(format, path, new TreeMap<>(Map.of(role, file)));
  }

  /** The file of that name whatever it ends in. */
  private static @Nullable Path table(Path folder, String stem) {
    List<Path> found = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      files.filter(file -> stem(file).equals(stem)).sorted().forEach(found::add);
    } catch (IOException e) {
      throw new PannierException(
          StandardErrorCode.FILE_FAILED, "Cannot read the folder " + folder + ": " + e + ".", e);
    }
    return found.isEmpty() ? null : found.getFirst();
  }

  private static String stem(Path file) {
    String name = String.valueOf(file.getFileName());
    return name.replaceFirst("\\.gz$", "").replaceFirst("\\.(csv|txt)$", "");
  }

  private static String all() {
    return Arrays.stream(DataFormat.values())
        .map(format -> format.word() + " (" + format.expected() + ")")
        .collect(Collectors.joining(", or "));
  }
}
