package io.pannier.plugins.transformer;

import io.pannier.spi.StrategyConfig;
import io.pannier.spi.StrategyFactory;
import io.pannier.spitestkit.FakeStrategyContext;
import io.pannier.spitestkit.StrategyContractTest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The contract with a model, and with PyTorch to train another. */
class TransformerContractTest extends StrategyContractTest {
  @TempDir private static Path folder;

  @BeforeAll
  static void train() throws IOException {
    Services.needPyTorch();
    PlantedShop.train(folder.resolve("model"), SMALL);
  }

  static final Map<String, String> SMALL =
      Map.of(
          "width",
          "16",
          "heads",
          "2",
          "layers",
          "1",
          "feed-forward",
          "32",
          "epochs",
          "3",
          "batch",
          "16");

  @Override
  protected StrategyFactory factory() {
    return new TransformerFactory();
  }

  @Override
  protected StrategyConfig config() {
    return new StrategyConfig(SMALL);
  }

  @Override
  protected Optional<Path> model() {
    return Optional.of(folder.resolve("model"));
  }

  @Override
  protected FakeStrategyContext granting(FakeStrategyContext context) {
    return Services.granting(context);
  }
}
