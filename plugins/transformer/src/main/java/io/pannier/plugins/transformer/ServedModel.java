package io.pannier.plugins.transformer;

import io.pannier.kernels.api.ComposerLoader;
import io.pannier.kernels.api.ComposerModel;
import io.pannier.kernels.api.ItemDescriptions;
import io.pannier.kernels.api.NamedTensors;
import io.pannier.kernels.api.TensorFiles;
import io.pannier.kernels.api.TextProjection;
import io.pannier.kernels.api.WideTables;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import io.pannier.spi.StrategyContext;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A model file as it serves: the composer, the neighbours beside it, and the names of its rows.
 *
 * @param skus names of the rows
 * @param items vectors of the rows, (rows, width)
 * @param descriptions words and categories of the rows; null in a file of before there were any
 * @param categories of the model by path
 * @param texts how it reads the vectors of a language model; null where it does not
 */
record ServedModel(
    ComposerModel composer,
    WideTables tables,
    List<String> skus,
    float[] items,
    @Nullable ItemDescriptions descriptions,
    Categories categories,
    @Nullable TextProjection texts)
    implements AutoCloseable {
  private static final String VOCABULARY = "vocabulary";
  private static final String ITEMS = "embedding.item";

  /**
   * Opens a file by the services that a strategy is granted.
   *
   * @throws PannierException FILE_FAILED, MODEL_FILE_TRUNCATED, MODEL_FILE_INVALID or
   *     MODEL_TENSOR_MISSING; CAPABILITY_UNSUPPORTED where nothing is granted
   */
  static ServedModel open(StrategyContext context, Path file) {
    NamedTensors tensors = context.grant(TensorFiles.class).read(file);
    WideTables tables = WideTables.read(tensors);
    List<String> skus = tensors.texts(VOCABULARY);
    float[] items = tensors.floats(ITEMS);
    ItemDescriptions described = ItemDescriptions.read(tensors).orElse(null);
    TextProjection texts = TextProjection.read(tensors).orElse(null);
    ComposerModel composer = context.grant(ComposerLoader.class).load(file);
    int rows = composer.spec().items();
    if (tables.counts().items() != rows
        || skus.size() != rows
        || (described != null
            && (described.words().items() != rows
                || described.categories().size() > composer.spec().categories()))
        || (texts != null && texts.width() != composer.spec().width())
        || items.length != rows * composer.spec().width()) {
      composer.close();
      throw new PannierException(
          StandardErrorCode.MODEL_FILE_INVALID,
          file
              + " holds a composer of "
              + rows
              + " items, names of "
              + skus.size()
              + " and counts of "
              + tables.counts().items()
              + "; train it again");
    }
    return new ServedModel(
        composer,
        tables,
        skus,
        items,
        described,
        new Categories(described == null ? List.of() : described.categories()),
        texts);
  }

  int rows() {
    return skus.size();
  }

  int width() {
    return composer.spec().width();
  }

  @Override
  public void close() {
    composer.close();
  }
}
