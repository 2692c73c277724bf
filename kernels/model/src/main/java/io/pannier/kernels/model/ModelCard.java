package io.pannier.kernels.model;

import io.pannier.kernels.api.ComposerSpec;
import io.pannier.kernels.api.NamedTensors;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a model file says of its model, as text under keys that begin with {@link #PREFIX}. Other
 * keys of the file, such as {@code format}, are other tools' own.
 *
 * @param spec the architecture
 * @param vocabulary what the item numbers mean, as {@link #checksumOf} their ids; {@link #NONE}
 *     where they mean nothing
 * @param trainingData SHA-256 of what the model was trained on; {@link #NONE} without training
 * @param seed of the training
 * @param created when the training ended
 */
public record ModelCard(
    ComposerSpec spec, String vocabulary, String trainingData, long seed, Instant created) {
  public static final String PREFIX = "pannier.";
  public static final String ARCHITECTURE = "composer";
  public static final int VERSION = 1;

  /**
   * The tensor of the item ids, where the file has one, as {@link NamedTensors#putTexts} makes it.
   */
  public static final String VOCABULARY = "vocabulary";

  /** In place of a checksum. */
  public static final String NONE = "none";

  private static final Pattern CHECKSUM = Pattern.compile("[0-9a-f]{64}|none");
  private static final String SPEC = "spec.";

  public ModelCard {
    checksum(vocabulary);
    checksum(trainingData);
  }

  /** States the card in a file that is about to be written. */
  public void write(SafetensorsWriter writer) {
    forEachEntry(writer::metadata);
  }

  /** Hands each key and its text over. */
  public void forEachEntry(BiConsumer<String, String> to) {
    entries().forEach((key, value) -> to.accept(PREFIX + key, value));
  }

  private Map<String, String> entries() {
    Map<String, String> entries = new LinkedHashMap<>();
    entries.put("architecture", ARCHITECTURE);
    entries.put("version", Integer.toString(VERSION));
    sizes(spec).forEach((key, size) -> entries.put(SPEC + key, Integer.toString(size)));
    entries.put("vocabulary", vocabulary);
    entries.put("training-data", trainingData);
    entries.put("seed", Long.toString(seed));
    entries.put("created", created.toString());
    return entries;
  }

  private static Map<String, Integer> sizes(ComposerSpec spec) {
    Map<String, Integer> sizes = new LinkedHashMap<>();
    sizes.put("width", spec.width());
    sizes.put("heads", spec.heads());
    sizes.put("encoder-layers", spec.encoderLayers());
    sizes.put("decoder-layers", spec.decoderLayers());
    sizes.put("feed-forward", spec.feedForward());
    sizes.put("items", spec.items());
    sizes.put("categories", spec.categories());
    sizes.put("price-buckets", spec.priceBuckets());
    sizes.put("event-types", spec.eventTypes());
    sizes.put("gap-buckets", spec.gapBuckets());
    sizes.put("position-buckets", spec.positionBuckets());
    sizes.put("time-buckets", spec.timeBuckets());
    sizes.put("max-events", spec.maxEvents());
    sizes.put("max-items", spec.maxItems());
    return sizes;
  }

  /**
   * The checksum of a vocabulary: SHA-256, in hexadecimal, of the item ids in UTF-8 in the order of
   * their numbers, each followed by a line feed.
   */
  public static String checksumOf(Iterable<String> itemIds) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (String id : itemIds) {
        digest.update(id.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) '\n');
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static String checksum(String text) {
    if (!CHECKSUM.matcher(text).matches()) {
      throw new PannierException(
          StandardErrorCode.MODEL_FILE_INVALID, "neither a SHA-256 in hexadecimal nor none");
    }
    return text;
  }

  /**
   * Reads the card of a file.
   *
   * @throws PannierException MODEL_FILE_INVALID with all that is missing, malformed or unknown
   */
  public static ModelCard read(SafetensorsFile file) {
    return new Reader(file).card();
  }

  private static final class Reader {
    private final SafetensorsFile file;
    private final Map<String, String> left = new LinkedHashMap<>();
    private final List<String> problems = new ArrayList<>();

    Reader(SafetensorsFile file) {
      this.file = file;
      file.metadata()
          .forEach(
              (key, value) -> {
                if (key.startsWith(PREFIX)) {
                  left.put(key.substring(PREFIX.length()), value);
                }
              });
    }

    ModelCard card() {
      String architecture = take("architecture", Function.identity(), "");
      int version = take("version", Integer::valueOf, 0);
      if (problems.isEmpty() && !(architecture.equals(ARCHITECTURE) && version == VERSION)) {
        throw fail(
            "it holds a "
                + architecture
                + " of version "
                + version
                + ", and a "
                + ARCHITECTURE
                + " of version "
                + VERSION
                + " can be read");
      }
      ComposerSpec spec = spec();
      String vocabulary = take("vocabulary", ModelCard::checksum, NONE);
      String trainingData = take("training-data", ModelCard::checksum, NONE);
      long seed = take("seed", Long::valueOf, 0L);
      Instant created = take("created", Instant::parse, Instant.EPOCH);
      left.keySet().forEach(key -> problems.add(PREFIX + key + " is unknown"));
      if (!problems.isEmpty() || spec == null) {
        throw fail("its metadata is wrong: " + String.join("; ", problems));
      }
      requireNames(spec, vocabulary);
      return new ModelCard(spec, vocabulary, trainingData, seed, created);
    }

    /** The ids, where the file has them, are those that the checksum covers. */
    private void requireNames(ComposerSpec spec, String checksum) {
      if (!file.contains(VOCABULARY)) {
        return;
      }
      List<String> names = SafetensorsFiles.texts(file, VOCABULARY);
      if (names.size() != spec.items() || !checksumOf(names).equals(checksum)) {
        throw fail(
            "it names " + names.size() + " items, which are not those that its checksum covers");
      }
    }

    private @Nullable ComposerSpec spec() {
      int before = problems.size();
      int width = size("width");
      int heads = size("heads");
      int encoderLayers = size("encoder-layers");
      int decoderLayers = size("decoder-layers");
      int feedForward = size("feed-forward");
      int items = size("items");
      int categories = size("categories");
      int priceBuckets = size("price-buckets");
      int eventTypes = size("event-types");
      int gapBuckets = size("gap-buckets");
      int positionBuckets = size("position-buckets");
      int timeBuckets = size("time-buckets");
      int maxEvents = size("max-events");
      int maxItems = size("max-items");
      if (problems.size() > before) {
        return null;
      }
      try {
        return new ComposerSpec(
            width,
            heads,
            encoderLayers,
            decoderLayers,
            feedForward,
            items,
            categories,
            priceBuckets,
            eventTypes,
            gapBuckets,
            positionBuckets,
            timeBuckets,
            maxEvents,
            maxItems);
      } catch (PannierException e) {
        problems.add(e.getMessage());
        return null;
      }
    }

    private int size(String key) {
      return take(SPEC + key, Integer::valueOf, 0);
    }

    private <T> T take(String key, Function<String, T> parse, T otherwise) {
      String text = left.remove(key);
      if (text == null) {
        problems.add(PREFIX + key + " is missing");
        return otherwise;
      }
      try {
        return parse.apply(text);
      } catch (NumberFormatException | DateTimeException | PannierException e) {
        problems.add(PREFIX + key + " is '" + text + "': " + e.getMessage());
        return otherwise;
      }
    }

    private PannierException fail(String problem) {
      return SafetensorsHeader.invalid(file.toString(), problem, null);
    }
  }
}
