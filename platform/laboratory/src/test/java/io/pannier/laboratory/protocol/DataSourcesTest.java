package io.pannier.laboratory.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a newcomer points at is understood, and what it is not is told. */
class DataSourcesTest {
  @TempDir private Path folder = Path.of("");

  private static void fails(StandardErrorCode code, String says, Runnable body) {
    assertThatThrownBy(body::run)
        .isInstanceOf(PannierException.class)
        .hasMessageContaining(says)
        .satisfies(e -> assertThat(PannierException.codeOf(e)).isEqualTo(code));
  }

  @Test
  void aFileIsToldByItsContentWhateverItsName() throws IOException {
    Path retail = Samples.retail(folder.resolve("a.dat"), 1);
    Path baskets = Samples.groceries(folder.resolve("b.dat"), 1);
    assertThat(DataSources.find(retail, null).format()).isEqualTo(DataFormat.ONLINE_RETAIL);
    assertThat(DataSources.find(baskets, null).format()).isEqualTo(DataFormat.GROCERIES);
    assertThat(DataSources.find(packed(retail), null).format()).isEqualTo(DataFormat.ONLINE_RETAIL);
  }

  @Test
  void aFolderIsToldByItsFiles() throws IOException {
    Path bundles = Samples.bundles(folder.resolve("food"), 1);
    assertThat(DataSources.find(bundles, null).format()).isEqualTo(DataFormat.AMAZON_BUNDLES);
    assertThat(DataSources.find(bundles.resolve("item_titles.csv"), null).files()).hasSize(6);
    Files.createDirectories(folder.resolve("retail"));
    Samples.retail(folder.resolve("retail/online-retail.csv"), 1);
    assertThat(DataSources.find(folder.resolve("retail"), null).format())
        .isEqualTo(DataFormat.ONLINE_RETAIL);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n\n",
        "one\n",
        "a,b\na,b\n",
        "{\"a\": 1}\n{\"a\": 1, \"b\": [2]}\n",
        "1 2 3\n4 5\n",
        "<html>,x\na\n"
      })
  void whatIsNothingKnownIsRefusedWithWhatWasExpected(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("some.txt"), text);
    fails(
        StandardErrorCode.FORMAT_UNKNOWN,
        "Expected online-retail",
        () -> DataSources.find(file, null));
  }

  @Test
  void aMissingFileAndAnEmptyFolderAreToldApart() {
    fails(
        StandardErrorCode.FILE_FAILED,
        "no file or folder",
        () -> DataSources.find(folder.resolve("none"), null));
    fails(StandardErrorCode.FORMAT_UNKNOWN, "none of", () -> DataSources.find(folder, null));
    fails(
        StandardErrorCode.FORMAT_UNKNOWN,
        "no amazon-bundles: expected a folder with bundle_item",
        () -> DataSources.find(folder, DataFormat.AMAZON_BUNDLES));
  }

  @Test
  void aCutOffGzipFails() throws IOException {
    Path whole = packed(Samples.retail(folder.resolve("a.csv"), 1));
    byte[] bytes = Files.readAllBytes(whole);
    Path cut = Files.write(folder.resolve("cut.gz"), Arrays.copyOf(bytes, bytes.length / 2));
    DataSource source = DataSources.find(cut, DataFormat.ONLINE_RETAIL);
    fails(
        StandardErrorCode.FILE_FAILED,
        "complete",
        () -> new WithinBasket().prepare(source, 0, done -> {}));
  }

  @Test
  void dataThatLeavesNothingToAskIsRefused() throws IOException {
    for (String text : new String[] {"", "a,b\n", "milk\n".repeat(50)}) {
      Path file = Files.writeString(folder.resolve("few.txt"), text);
      DataSource source = DataSources.find(file, DataFormat.GROCERIES);
      fails(
          StandardErrorCode.DATA_INVALID,
          "is left",
          () -> new WithinBasket().prepare(source, 0, done -> {}));
    }
  }

  @Test
  void theWrongDataForAProtocolIsRefusedWithWhatItReads() throws IOException {
    DataSource bundles = DataSources.find(Samples.bundles(folder.resolve("food"), 1), null);
    fails(
        StandardErrorCode.DATA_INVALID,
        "it expects online-retail",
        () -> new WithinBasket().prepare(bundles, 0, done -> {}));
    DataSource baskets = DataSources.find(Samples.groceries(folder.resolve("b"), 1), null);
    fails(
        StandardErrorCode.DATA_INVALID,
        "it expects amazon-bundles",
        () -> new BundleConstruction().prepare(baskets, 0, done -> {}));
  }

  @Test
  void aRetailFileOfBrokenRowsIsRefused() throws IOException {
    Path file = Samples.retail(folder.resolve("a.csv"), 1);
    Files.writeString(file, Files.readString(file).replace("10:00:00", "noon"));
    DataSource source = DataSources.find(file, null);
    fails(
        StandardErrorCode.CSV_ROW_INVALID,
        "InvoiceDate is no time",
        () -> new WithinBasket().prepare(source, 0, done -> {}));
  }

  /** Both parts of basket 1 are given, and all of its second part is wanted. */
  @Test
  void basConvFiles() throws IOException {
    Files.writeString(folder.resolve("train_b2i.txt"), "1 a b c\n2 a d\n3 b d e\n");
    Files.writeString(folder.resolve("test_b2i.txt"), "1 d e\n2 b a\n4 a b\n3 zzz\n");
    DataSource source = DataSources.find(folder, null);
    assertThat(source.format()).isEqualTo(DataFormat.BASCONV);
    EvaluationTask task = new WithinBasket().prepare(source, 0, done -> {});
    assertThat(task.catalogue().size()).isEqualTo(5);
    assertThat(task.observations()).isEqualTo(8);
    assertThat(task.cases()).hasSize(2);
    assertThat(task.cases().get(0).cart()).containsExactly(0, 1, 2);
    assertThat(task.cases().get(0).wanted()).containsExactly(3, 4);
    // What is in the cart already is not asked for, nor what nobody sold.
    assertThat(task.cases().get(1).wanted()).containsExactly(1);
  }

  @Test
  void checksumsAreThoseOfTheFiles() throws IOException {
    Path file = Files.writeString(folder.resolve("abc"), "abc");
    DataSource source = DataSources.find(file, DataFormat.GROCERIES);
    // FIPS 180-2, appendix B.1
    assertThat(source.checksums())
        .containsEntry("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  }

  private static Path packed(Path file) throws IOException {
    Path packed = file.resolveSibling(file.getFileName() + ".gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
      Files.copy(file, out);
    }
    return packed;
  }
}
