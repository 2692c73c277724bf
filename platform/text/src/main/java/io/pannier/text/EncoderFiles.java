package io.pannier.text;

import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import io.pannier.text.TextConfig.Pooling;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A model as it lies on the class path or in a folder: the graph with its weights, the tokenizer's
 * description, and how both are used. The models that ship are BAAI's bge-small, version 1.5, in
 * eight bits (Xiao et al., "C-Pack: Packed Resources For General Chinese Embeddings", SIGIR 2024),
 * which take the first token's vector.
 *
 * @param graph the bytes of an ONNX file
 * @param tokenizer the bytes of a tokenizer.json
 */
record EncoderFiles(String name, byte[] graph, byte[] tokenizer, Pooling pooling) {
  private static final int ID_BYTES = 8;

  /**
   * @throws PannierException FILE_FAILED naming the file that cannot be read
   */
  static EncoderFiles of(TextConfig config) {
    return switch (config.model()) {
      case "english" -> shipped("bge-small-en-v1.5-q");
      case "chinese" -> shipped("bge-small-zh-v1.5-q");
      default -> folder(Path.of(config.model()), config.pooling());
    };
  }

  private static EncoderFiles shipped(String name) {
    return new EncoderFiles(
        name,
        resource("/" + name + ".onnx"),
        resource("/" + name + "-tokenizer.json"),
        Pooling.CLS);
  }

  private static EncoderFiles folder(Path folder, Pooling pooling) {
    Path name = folder.toAbsolutePath().normalize().getFileName();
    return new EncoderFiles(
        name == null ? "model" : name.toString(),
        file(folder.resolve("model.onnx")),
        file(folder.resolve("tokenizer.json")),
        pooling);
  }

  private static byte[] resource(String name) {
    try (InputStream in = EncoderFiles.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new PannierException(
            StandardErrorCode.FILE_FAILED,
            "the model " + name + " is not on the class path; build the program again");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new PannierException(
          StandardErrorCode.FILE_FAILED, "the model " + name + " cannot be read", e);
    }
  }

  private static byte[] file(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new PannierException(
          StandardErrorCode.FILE_FAILED,
          file
              + " cannot be read; text.model must be english, chinese or a folder with model.onnx"
              + " and tokenizer.json",
          e);
    }
  }

  /** Changes with everything that changes a vector. */
  String id(int maxTokens) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(graph);
      digest.update(tokenizer);
      digest.update((pooling.name() + maxTokens).getBytes(StandardCharsets.UTF_8));
      return name + "-" + HexFormat.of().formatHex(digest.digest(), 0, ID_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
