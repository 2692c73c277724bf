package io.pannier.learning;

import io.pannier.kernels.api.Checkpoint;
import io.pannier.kernels.api.ComposerSpec;
import io.pannier.kernels.api.NamedTensors;
import io.pannier.kernels.api.NamedTensors.Floats;
import io.pannier.kernels.api.TrainingOrders;
import io.pannier.kernels.api.TrainingPlan;
import io.pannier.kernels.model.SafetensorsFiles;
import io.pannier.learning.Standing.Figures;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A training's checkpoint on disk: a safetensors file that says of which data, plan and
 * architecture it is, and holds a checksum of the rest.
 */
final class CheckpointFile {
  private static final String PREFIX = "pannier.checkpoint.";
  private static final String CHECKSUM = PREFIX + "sha256";
  private static final String PASS = PREFIX + "pass";
  private static final String STEPS = PREFIX + "steps";
  private static final String WITHOUT = PREFIX + "without";
  private static final String LAST = PREFIX + "last";
  private static final String BEST = PREFIX + "best";
  private static final String WEIGHTS = "weight.";
  private static final String MOMENTS = "moment.";
  private static final String BEST_WEIGHTS = "best.";

  private final Path file;
  private final boolean resumes;
  private final SafetensorsFiles files = new SafetensorsFiles();

  /** What must be the same, by what it is called where it is not. */
  private final Map<String, String> identity = new LinkedHashMap<>();

  CheckpointFile(Checkpoint place, ComposerSpec spec, TrainingOrders orders, TrainingPlan plan) {
    this.file = place.file();
    this.resumes = place.resume();
    identity.put("data", DataChecksum.of(orders));
    identity.put("architecture", spec.toString());
    identity.put("plan", withoutBudget(plan).toString());
  }

  /** Who goes on may give it more time. */
  private static TrainingPlan withoutBudget(TrainingPlan plan) {
    return new TrainingPlan(
        plan.epochs(),
        Duration.ZERO,
        plan.patience(),
        plan.batch(),
        plan.learningRate(),
        plan.weightDecay(),
        plan.dropout(),
        plan.gradientClip(),
        plan.validationShare(),
        plan.negatives(),
        plan.seed(),
        plan.optimizer(),
        plan.momentum(),
        plan.loss(),
        plan.classWeights(),
        plan.decoderWeight(),
        plan.pretrainEpochs());
  }

  /** Whether a training goes on from it. */
  boolean resumes() {
    return resumes;
  }

  /**
   * Replaces the file, whole or not at all.
   *
   * @throws PannierException FILE_FAILED
   */
  void write(Standing standing) {
    NamedTensors tensors = new NamedTensors();
    identity.forEach((what, value) -> tensors.state(PREFIX + what, value));
    tensors
        .state(PASS, Integer.toString(standing.pass()))
        .state(STEPS, Long.toString(standing.steps()))
        .state(WITHOUT, Integer.toString(standing.without()))
        .state(LAST, text(standing.last()))
        .state(BEST, text(standing.best()));
    put(tensors, WEIGHTS, standing.weights());
    put(tensors, MOMENTS, standing.moments());
    put(tensors, BEST_WEIGHTS, standing.bestWeights());
    tensors.state(CHECKSUM, checksum(tensors));
    files.write(file, tensors);
  }

  /**
   * Where the training stood.
   *
   * @throws PannierException NOT_FOUND, CHECKPOINT_MISMATCH naming what is different,
   *     MODEL_FILE_TRUNCATED, MODEL_FILE_INVALID or FILE_FAILED
   */
  Standing read() {
    if (!Files.exists(file)) {
      throw new PannierException(
          StandardErrorCode.NOT_FOUND,
          "there is no checkpoint " + file + " to go on from; train without resuming");
    }
    NamedTensors tensors = files.read(file);
    String stated = tensors.metadata().get(CHECKSUM);
    if (stated == null || !stated.equals(checksum(tensors))) {
      throw damaged(
          stated == null ? "is no checkpoint of a training" : "is not what was written", null);
    }
    identity.forEach(
        (what, value) -> {
          String other = stated(tensors, PREFIX + what);
          if (!other.equals(value)) {
            throw new PannierException(
                StandardErrorCode.CHECKPOINT_MISMATCH,
                "checkpoint "
                    + file
                    + " is of "
                    + (what.equals("data") ? "other data" : "another " + what)
                    + ": "
                    + other
                    + ", not "
                    + value
                    + "; train with the same again, or without resuming");
          }
        });
    try {
      return new Standing(
          Integer.parseInt(stated(tensors, PASS)),
          Long.parseLong(stated(tensors, STEPS)),
          Integer.parseInt(stated(tensors, WITHOUT)),
          figures(stated(tensors, LAST)),
          figures(stated(tensors, BEST)),
          take(tensors, WEIGHTS),
          take(tensors, MOMENTS),
          take(tensors, BEST_WEIGHTS));
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw damaged("states figures that are none", e);
    }
  }

  private PannierException damaged(String how, @Nullable Throwable cause) {
    return new PannierException(
        StandardErrorCode.MODEL_FILE_INVALID,
        "checkpoint " + file + " " + how + "; train without resuming",
        cause);
  }

  private String stated(NamedTensors tensors, String key) {
    String value = tensors.metadata().get(key);
    if (value == null) {
      throw damaged("does not state " + key, null);
    }
    return value;
  }

  /** The bits of the figures, which text would round. */
  private static String text(Figures figures) {
    return figures.pass()
        + " "
        + Double.toHexString(figures.hitRate())
        + " "
        + Double.toHexString(figures.reciprocalRank())
        + " "
        + Double.toHexString(figures.composes());
  }

  private static Figures figures(String text) {
    String[] parts = text.split(" ", -1);
    return new Figures(
        Integer.parseInt(parts[0]),
        Double.parseDouble(parts[1]),
        Double.parseDouble(parts[2]),
        Double.parseDouble(parts[3]));
  }

  private static void put(NamedTensors to, String prefix, Map<String, float[]> values) {
    values.forEach((name, array) -> to.put(prefix + name, array, array.length));
  }

  private static Map<String, float[]> take(NamedTensors from, String prefix) {
    Map<String, float[]> taken = new TreeMap<>();
    from.forEach(
        (name, tensor) -> {
          if (name.startsWith(prefix) && tensor instanceof Floats(float[] values, int[] _)) {
            taken.put(name.substring(prefix.length()), values);
          }
        });
    return taken;
  }

  private static String checksum(NamedTensors tensors) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      new TreeMap<>(tensors.metadata())
          .forEach(
              (key, value) -> {
                if (key.startsWith(PREFIX) && !key.equals(CHECKSUM)) {
                  digest.update((key + "=" + value + "\n").getBytes(StandardCharsets.UTF_8));
                }
              });
      tensors.forEach(
          (name, tensor) -> {
            digest.update((name + "\n").getBytes(StandardCharsets.UTF_8));
            if (tensor instanceof Floats(float[] values, int[] _)) {
              ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * values.length);
              bytes.asFloatBuffer().put(values);
              digest.update(bytes);
            }
          });
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
