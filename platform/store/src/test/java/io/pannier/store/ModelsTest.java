package io.pannier.store;

import static io.pannier.store.TestStore.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pannier.messages.Shop;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ModelsTest {
  private final TestStore test = TestStore.shared();
  private final Store store = test.store();
  private final Models models = store.models();
  private final Shop shop = test.newShop();

  @TempDir private Path folder;

  private Path file(String name, int bytes) throws IOException {
    byte[] content = new byte[bytes];
    new Random(name.hashCode()).nextBytes(content);
    return Files.write(folder.resolve(name), content);
  }

  private static void refused(Runnable call, StandardErrorCode code) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(PannierException.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  /** Of several chunks, the last one not full; and of none. */
  @Test
  void givesBackWhatWasStored() throws IOException {
    for (int bytes : new int[] {(9 << 20) + 7, 4 << 20, 1}) {
      Path file = file("model-" + bytes, bytes);
      ModelRevision made = await(models.promote(shop, "knn", file, "{}", "ada", "a test"));
      Path copy = folder.resolve("copy-" + bytes);
      await(models.copy(made, copy));
      assertThat(copy).hasSameBinaryContentAs(file);
    }
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).as("nothing half-written").hasSize(6);
    }
  }

  @Test
  void theNewestPromotedRevisionIsTheCurrentOne() throws IOException {
    Path first = file("first", 10);
    Path second = file("second", 20);
    assertThat(models.current(shop.number(), "knn")).isEmpty();
    await(models.promote(shop, "knn", first, "{\"value\":1}", "ada", "the first"));
    await(models.promote(shop, "knn", second, "{}", "ada", "the second"));
    await(models.refuse(shop, "knn", "{\"why\":\"worse\"}", "ada", "the third"));
    assertThat(models.current(shop.number(), "knn").orElseThrow().id()).isEqualTo("knn/2");

    ModelRevision back = await(models.revert(shop, "knn", 1, "eve", "the second sold less"));
    assertThat(back.revision()).isEqualTo(4);
    assertThat(models.current(shop.number(), "knn")).contains(back);
    Path copy = folder.resolve("copy");
    await(models.copy(back, copy));
    assertThat(copy).hasSameBinaryContentAs(first);

    await(models.retire(shop, "knn", "eve", "none at all"));
    ModelRevision none = models.current(shop.number(), "knn").orElseThrow();
    assertThat(none.file()).isNull();
    refused(() -> await(models.copy(none, copy)), StandardErrorCode.NOT_FOUND);

    List<ModelRevision> history = await(models.history(shop, "knn"));
    assertThat(history).extracting(ModelRevision::revision).containsExactly(5L, 4L, 3L, 2L, 1L);
    assertThat(history.get(2).promoted()).isFalse();
    assertThat(history.get(2).verdict()).contains("worse");
    refused(
        () -> await(models.revert(shop, "knn", 3, "eve", "it was refused")),
        StandardErrorCode.NOT_FOUND);
    refused(
        () -> await(models.revert(shop, "knn", 99, "eve", "there is none")),
        StandardErrorCode.NOT_FOUND);
  }

  @Test
  void hearsOfWhatAnotherProcessPromotes() throws Exception {
    CompletableFuture<ModelRevision> heard = new CompletableFuture<>();
    models.onChange(
        (where, revision) -> {
          if (where.equals(shop)) {
            heard.complete(revision);
          }
        });
    try (Store other = await(Store.open(test.vertx(), test.config()))) {
      await(other.models().promote(shop, "knn", file("far", 5), "{}", "ada", "a test"));
      assertThat(heard.get(30, TimeUnit.SECONDS).id()).isEqualTo("knn/1");
      assertThat(models.current(shop)).hasSize(1);
    }
    try (Store later = await(Store.open(test.vertx(), test.config()))) {
      assertThat(later.models().current(shop.number(), "knn")).isPresent();
    }
  }

  @Test
  void aFileThatIsNotThereOrNotWhatItsNameSaysIsRefused() throws Exception {
    refused(
        () -> await(models.promote(shop, "knn", folder.resolve("nowhere"), "{}", "ada", "a test")),
        StandardErrorCode.FILE_FAILED);
    assertThat(await(models.history(shop, "knn"))).isEmpty();

    ModelRevision made = await(models.promote(shop, "knn", file("good", 9), "{}", "ada", "x"));
    Database database = new Database(test.vertx(), test.config());
    await(
        database.query(
            "update model_file_chunk set data = '\\x00' where sha256 = $1", Tuple.of(made.file())));
    Path copy = folder.resolve("copy");
    refused(() -> await(models.copy(made, copy)), StandardErrorCode.STORE_FAILED);
    assertThat(copy).doesNotExist();
    await(database.close());
  }
}
