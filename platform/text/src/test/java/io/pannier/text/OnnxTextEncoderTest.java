package io.pannier.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import io.pannier.text.TextConfig.Pooling;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The models that ship, as they run. */
class OnnxTextEncoderTest {
  @TempDir private Path folder;

  @Test
  void closingWaitsForWhoeverEncodesAndRefusesTheOthers() throws Exception {
    TextEncoder encoder = OnnxTextEncoder.open(model("english"));
    List<String> many = new ArrayList<>();
    for (int text = 0; text < 200; text++) {
      many.add("a basket of " + text + " apples and pears");
    }
    CountDownLatch begun = new CountDownLatch(1);
    CompletableFuture<Void> encoding =
        CompletableFuture.runAsync(
            () -> {
              while (true) {
                encoder.encode(many.subList(0, 20));
                begun.countDown();
                encoder.encode(many);
              }
            });
    begun.await();
    encoder.close();
    // Freed under its reader, the native memory would have ended this process.
    assertThat(encoding)
        .failsWithin(Duration.ofSeconds(60))
        .withThrowableThat()
        .withCauseInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> encoder.encode(many)).isInstanceOf(IllegalStateException.class);
    encoder.close();
  }

  @Test
  void englishTitlesThatMeanTheSameAreNear() {
    try (TextEncoder encoder = OnnxTextEncoder.open(model("english"))) {
      List<float[]> vectors =
          encoder.encode(
              List.of(
                  "Earl Grey tea bags",
                  "Black tea with bergamot, 50 sachets",
                  "Leather dog collar, large"));
      assertThat(encoder.dimension()).isEqualTo(384);
      assertThat(cosine(vectors.get(0), vectors.get(1)))
          .isGreaterThan(cosine(vectors.get(0), vectors.get(2)) + 0.1)
          .isGreaterThan(cosine(vectors.get(1), vectors.get(2)) + 0.1);
    }
  }

  @Test
  void chineseTitlesThatMeanTheSameAreNear() {
    try (TextEncoder encoder = OnnxTextEncoder.open(model("chinese"))) {
      List<float[]> vectors = encoder.encode(List.of("伯爵红茶包", "佛手柑味红茶50袋装", "大号真皮狗项圈"));
      assertThat(encoder.dimension()).isEqualTo(512);
      assertThat(cosine(vectors.get(0), vectors.get(1)))
          .isGreaterThan(cosine(vectors.get(0), vectors.get(2)) + 0.1)
          .isGreaterThan(cosine(vectors.get(1), vectors.get(2)) + 0.1);
    }
  }

  /**
   * Padding is masked; eight-bit activations are scaled by batch, hence not the same to the bit.
   */
  @Test
  void aTextHasTheSameVectorAloneAndBesideALongOne() {
    try (TextEncoder encoder = OnnxTextEncoder.open(model("english"))) {
      float[] alone = encoder.encode(List.of("Picnic blanket")).getFirst();
      float[] beside =
          encoder
              .encode(List.of("Picnic blanket", "A blanket for the grass. ".repeat(12)))
              .getFirst();
      assertThat(cosine(alone, beside)).isGreaterThan(0.98);
      assertThat(cosine(alone, alone)).isCloseTo(1, within(1e-5));
    }
  }

  @Test
  void emptyEndlessAndStrangeTextsHaveVectors() {
    try (TextEncoder encoder = OnnxTextEncoder.open(model("english"))) {
      assertThat(encoder.encode(List.of())).isEmpty();
      for (float[] vector :
          encoder.encode(List.of("", "tea ".repeat(5_000), "\u0000\uD83D\uDE00 \uD800", "茶"))) {
        assertThat(cosine(vector, vector)).isCloseTo(1, within(1e-5));
      }
    }
  }

  @Test
  void aFolderIsAModelAndItsPoolingChangesItsId() throws IOException {
    EncoderFiles shipped = EncoderFiles.of(model("english"));
    Files.write(folder.resolve("model.onnx"), shipped.graph());
    Files.write(folder.resolve("tokenizer.json"), shipped.tokenizer());
    float[] expected;
    String shippedId;
    try (TextEncoder encoder = OnnxTextEncoder.open(model("english"))) {
      expected = encoder.encode(List.of("Picnic basket")).getFirst();
      shippedId = encoder.id();
    }
    try (TextEncoder encoder = OnnxTextEncoder.open(folder(Pooling.CLS))) {
      assertThat(encoder.encode(List.of("Picnic basket")).getFirst()).containsExactly(expected);
      assertThat(hash(encoder.id())).isEqualTo(hash(shippedId));
    }
    try (TextEncoder encoder = OnnxTextEncoder.open(folder(Pooling.MEAN))) {
      assertThat(encoder.encode(List.of("Picnic basket")).getFirst()).isNotEqualTo(expected);
      assertThat(hash(encoder.id())).isNotEqualTo(hash(shippedId));
    }
  }

  @Test
  void whatIsNoModelSaysSo() throws IOException {
    assertThatThrownBy(() -> OnnxTextEncoder.open(folder(Pooling.CLS)))
        .isInstanceOfSatisfying(
            PannierException.class,
            e -> {
              assertThat(e.code()).isEqualTo(StandardErrorCode.FILE_FAILED);
              assertThat(e).hasMessageContaining("model.onnx");
            });
    Files.writeString(folder.resolve("model.onnx"), "nonsense");
    Files.writeString(folder.resolve("tokenizer.json"), "{}");
    assertThatThrownBy(() -> OnnxTextEncoder.open(folder(Pooling.CLS)))
        .isInstanceOfSatisfying(
            PannierException.class,
            e -> assertThat(e.code()).isEqualTo(StandardErrorCode.MODEL_FILE_INVALID));
  }

  private TextConfig folder(Pooling pooling) {
    return new TextConfig(true, folder.toString(), pooling, 128, 16, 1, 1, 10_000);
  }

  private static TextConfig model(String name) {
    return new TextConfig(true, name, Pooling.MEAN, 128, 16, 1, 1, 10_000);
  }

  private static String hash(String id) {
    return id.substring(id.lastIndexOf('-'));
  }

  private static double cosine(float[] one, float[] other) {
    double sum = 0;
    for (int d = 0; d < one.length; d++) {
      sum += (double) one[d] * other[d];
    }
    return sum;
  }
}
