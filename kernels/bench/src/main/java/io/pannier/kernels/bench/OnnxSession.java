package io.pannier.kernels.bench;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/** A graph loaded into ONNX Runtime with a fixed number of threads and all optimisations. */
final class OnnxSession implements AutoCloseable {
  static final String NAME = "ONNX Runtime";
  static final String VERSION = "1.28.0";

  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final OrtSession session;
  private final Map<String, OnnxTensor> inputs = new LinkedHashMap<>();

  OnnxSession(byte[] model, int threads) {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(threads);
      options.setInterOpNumThreads(1);
      options.setExecutionMode(OrtSession.SessionOptions.ExecutionMode.SEQUENTIAL);
      options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
      session = environment.createSession(model, options);
    } catch (OrtException e) {
      throw failed(e);
    }
  }

  /** Sets an input until it is set again. */
  void input(String name, float[] values, long... shape) {
    FloatBuffer direct = direct(values.length * Float.BYTES).asFloatBuffer();
    direct.put(values).rewind();
    try {
      replace(name, OnnxTensor.createTensor(environment, direct, shape));
    } catch (OrtException e) {
      throw failed(e);
    }
  }

  /** Sets an input of ids until it is set again. */
  void input(String name, int[] values, long... shape) {
    LongBuffer direct = direct(values.length * Long.BYTES).asLongBuffer();
    for (int i = 0; i < values.length; i++) {
      direct.put(i, values[i]);
    }
    try {
      replace(name, OnnxTensor.createTensor(environment, direct, shape));
    } catch (OrtException e) {
      throw failed(e);
    }
  }

  private void replace(String name, OnnxTensor tensor) {
    OnnxTensor old = inputs.put(name, tensor);
    if (old != null) {
      old.close();
    }
  }

  private static ByteBuffer direct(int bytes) {
    return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
  }

  /** Runs the graph; the outputs are the caller's to close. */
  OrtSession.Result run() {
    try {
      return session.run(inputs);
    } catch (OrtException e) {
      throw failed(e);
    }
  }

  /** An output of fp32, copied. */
  static FloatBuffer floats(OrtSession.Result result, int output) {
    return ((OnnxTensor) result.get(output)).getFloatBuffer();
  }

  /** An output of int64, copied. */
  static LongBuffer longs(OrtSession.Result result, int output) {
    return ((OnnxTensor) result.get(output)).getLongBuffer();
  }

  private static PannierException failed(OrtException cause) {
    return new PannierException(
        StandardErrorCode.INTERNAL_ERROR, "ONNX Runtime: " + cause.getMessage(), cause);
  }

  @Override
  public void close() {
    inputs.values().forEach(OnnxTensor::close);
    try {
      session.close();
    } catch (OrtException e) {
      throw failed(e);
    }
  }
}
