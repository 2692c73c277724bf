package io.pannier.text;

/**
 * Which language model reads the products' texts, and how much of the machine it may have.
 *
 * @param enabled without it no model is loaded and products have no vectors
 * @param model english, chinese, or the path of a folder with model.onnx and tokenizer.json
 * @param pooling how a folder's model makes one vector of many; those that ship know their own
 * @param maxTokens what is behind that many tokens of a text is not read
 * @param batch most texts that are encoded at once
 * @param threads that one encoding may use
 * @param share of the time that encoding products may take, 0 to 1; questions are not held back
 * @param queue most products that wait to be encoded; beyond it they are read from the store later
 */
public record TextConfig(
    boolean enabled,
    String model,
    Pooling pooling,
    int maxTokens,
    int batch,
    int threads,
    double share,
    int queue) {
  /** How the vectors of a text's tokens become one. */
  public enum Pooling {
    /** The mean over all tokens. */
    MEAN,
    /** The vector of the first token, which stands for the whole. */
    CLS
  }

  public TextConfig {
    if (model.isBlank()) {
      throw new IllegalArgumentException("model must be english, chinese or a folder");
    }
    if (maxTokens < 8 || maxTokens > 512) {
      throw new IllegalArgumentException("max-tokens must be from 8 to 512");
    }
    if (batch < 1 || batch > 256) {
      throw new IllegalArgumentException("batch must be from 1 to 256");
    }
    if (threads < 1 || threads > 64) {
      throw new IllegalArgumentException("threads must be from 1 to 64");
    }
    if (!(share > 0 && share <= 1)) {
      throw new IllegalArgumentException("share must be above 0 and at most 1");
    }
    if (queue < 1_000) {
      throw new IllegalArgumentException("queue must be 1000 or more");
    }
  }

  public static TextConfig defaults() {
    return new TextConfig(true, "english", Pooling.MEAN, 128, 16, 1, 0.5, 200_000);
  }

  /** The same without a model. */
  public TextConfig off() {
    return new TextConfig(false, model, pooling, maxTokens, batch, threads, share, queue);
  }
}
