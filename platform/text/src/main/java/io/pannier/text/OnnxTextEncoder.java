package io.pannier.text;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import io.pannier.text.TextConfig.Pooling;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/**
 * A BERT-like encoder in ONNX Runtime: token ids in, the last layer out, pooled and normalised
 * (Reimers and Gurevych, "Sentence-BERT", EMNLP 2019, section 3). The graph may take {@code
 * input_ids}, {@code attention_mask} and {@code token_type_ids}, all int64, and its first output
 * must be (batch, tokens, dimension), fp32.
 */
public final class OnnxTextEncoder implements TextEncoder {
  private static final Set<String> KNOWN_INPUTS =
      Set.of("input_ids", "attention_mask", "token_type_ids");

  private static final int MOST_ELEMENTS = 2_048;

  private final String id;
  private final Pooling pooling;
  private final HuggingFaceTokenizer tokenizer;
  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final OrtSession session;
  private final int dimension;

  /** Native memory that is freed while somebody reads it ends the process: closing waits. */
  private final ReadWriteLock use = new ReentrantReadWriteLock();

  private boolean closed;

  private OnnxTextEncoder(EncoderFiles files, TextConfig config) throws IOException, OrtException {
    id = files.id(config.maxTokens());
    pooling = files.pooling();
    tokenizer =
        HuggingFaceTokenizer.newInstance(
            new ByteArrayInputStream(files.tokenizer()),
            Map.of(
                "padding",
                "true",
                "truncation",
                "true",
                "maxLength",
                Integer.toString(config.maxTokens()),
                "modelMaxLength",
                Integer.toString(config.maxTokens())));
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(config.threads());
      options.setInterOpNumThreads(1);
      // Otherwise the arena keeps the largest batch's memory for each shape that ever came.
      options.setMemoryPatternOptimization(false);
      // Threads that spin while they wait would take the processor from those who serve.
      options.addConfigEntry("session.intra_op.allow_spinning", "0");
      session = environment.createSession(files.graph(), options);
    }
    dimension = (int) output(session).getShape()[2];
    for (String input : session.getInputNames()) {
      if (!KNOWN_INPUTS.contains(input)) {
        throw new IOException(
            "the graph wants an input '" + input + "'; known are " + KNOWN_INPUTS);
      }
    }
  }

  /**
   * Loads the configured model, which takes about a second.
   *
   * @throws PannierException FILE_FAILED if a file cannot be read, MODEL_FILE_INVALID if it is no
   *     such model
   */
  public static OnnxTextEncoder open(TextConfig config) {
    forbidDownloads();
    EncoderFiles files = EncoderFiles.of(config);
    try {
      return new OnnxTextEncoder(files, config);
    } catch (IOException | OrtException | RuntimeException e) {
      throw invalid("model " + files.name() + " cannot be used: " + e.getMessage(), e);
    }
  }

  /** The tokenizer's library would look for a build of its own where it finds a GPU. */
  private static void forbidDownloads() {
    for (Map.Entry<String, String> setting :
        Map.of("ai.djl.offline", "true", "RUST_FLAVOR", "cpu", "OPT_OUT_TRACKING", "true")
            .entrySet()) {
      if (System.getProperty(setting.getKey()) == null) {
        System.setProperty(setting.getKey(), setting.getValue());
      }
    }
  }

  private static TensorInfo output(OrtSession session) throws OrtException, IOException {
    NodeInfo first = session.getOutputInfo().values().iterator().next();
    if (first.getInfo() instanceof TensorInfo tensor
        && tensor.getShape().length == 3
        && tensor.getShape()[2] > 0
        && tensor.getShape()[2] <= MOST_ELEMENTS) {
      return tensor;
    }
    throw new IOException("its first output is not (batch, tokens, dimension): " + first);
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public int dimension() {
    return dimension;
  }

  @Override
  public List<float[]> encode(List<String> texts) {
    if (texts.isEmpty()) {
      return List.of();
    }
    use.readLock().lock();
    try {
      if (closed) {
        throw new IllegalStateException("model " + id + " is closed");
      }
      return encoded(texts);
    } finally {
      use.readLock().unlock();
    }
  }

  private List<float[]> encoded(List<String> texts) {
    Encoding[] encodings = tokenizer.batchEncode(texts);
    int tokens = encodings[0].getIds().length;
    long[] shape = {texts.size(), tokens};
    Map<String, OnnxTensor> inputs = new HashMap<>();
    try {
      for (String input : session.getInputNames()) {
        inputs.put(input, OnnxTensor.createTensor(environment, column(input, encodings), shape));
      }
      try (OrtSession.Result result = session.run(inputs)) {
        if (result.get(0) instanceof OnnxTensor output) {
          return pool(output.getFloatBuffer(), encodings);
        }
        throw invalid("model " + id + " answered with " + result.get(0).getType(), null);
      }
    } catch (OrtException e) {
      throw invalid("model " + id + " failed: " + e.getMessage(), e);
    } finally {
      inputs.values().forEach(OnnxTensor::close);
    }
  }

  private static LongBuffer column(String input, Encoding[] encodings) {
    LongBuffer all = LongBuffer.allocate(encodings.length * encodings[0].getIds().length);
    for (Encoding encoding : encodings) {
      all.put(
          switch (input) {
            case "input_ids" -> encoding.getIds();
            case "attention_mask" -> encoding.getAttentionMask();
            default -> encoding.getTypeIds();
          });
    }
    return all.flip();
  }

  private List<float[]> pool(FloatBuffer states, Encoding[] encodings) {
    List<float[]> vectors = new ArrayList<>(encodings.length);
    int tokens = encodings[0].getIds().length;
    float[] state = new float[dimension];
    for (int text = 0; text < encodings.length; text++) {
      float[] vector = new float[dimension];
      long[] mask = encodings[text].getAttentionMask();
      int used = pooling == Pooling.CLS ? 1 : tokens;
      for (int token = 0; token < used; token++) {
        if (mask[token] != 0) {
          states.get((text * tokens + token) * dimension, state);
          for (int d = 0; d < dimension; d++) {
            vector[d] += state[d];
          }
        }
      }
      vectors.add(normalised(vector));
    }
    return vectors;
  }

  private static float[] normalised(float[] vector) {
    double square = 0;
    for (float element : vector) {
      square += (double) element * element;
    }
    float scale = square > 0 ? (float) (1 / Math.sqrt(square)) : 0;
    for (int d = 0; d < vector.length; d++) {
      vector[d] *= scale;
    }
    return vector;
  }

  private static PannierException invalid(String what, @Nullable Throwable cause) {
    return new PannierException(StandardErrorCode.MODEL_FILE_INVALID, what, cause);
  }

  @Override
  public void close() {
    use.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        session.close();
        tokenizer.close();
      }
    } catch (OrtException e) {
      throw invalid("model " + id + " cannot be closed", e);
    } finally {
      use.writeLock().unlock();
    }
  }
}
