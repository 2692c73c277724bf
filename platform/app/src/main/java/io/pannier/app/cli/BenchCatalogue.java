package io.pannier.app.cli;

import io.pannier.app.demo.DemoOptions;
import io.pannier.laboratory.load.SkuPopularity;
import io.pannier.laboratory.orders.OrderFormats;
import io.pannier.laboratory.orders.OrderOptions;
import io.pannier.laboratory.orders.OrderSource;
import io.pannier.laboratory.simulator.SimulatedHistory;
import io.pannier.laboratory.simulator.SimulatorConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that say which shop is put under load. */
final class BenchCatalogue {
  private static final int DEMO_PRODUCTS = 2_000;
  private static final String ONLINE_RETAIL = "online-retail";
  private static final Path SHARED_ORDERS =
      Path.of("..", "shared", "data", "online-retail", "online-retail.csv.gz");

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--catalogue",
      paramLabel = "C",
      defaultValue = "demo",
      description =
          "The shop: demo (2,000 simulated products), online-retail, or a number"
              + " of simulated products. Default: ${DEFAULT-VALUE}.")
  private String catalogue = "demo";

  @Option(
      names = "--orders",
      paramLabel = "FILE",
      description =
          "The file of --catalogue online-retail. Default: the one in ../shared/data beside the"
              + " program's folder, where there is one.")
  private @Nullable Path orders;

  /** The options with which a demo makes this shop. */
  List<String> demoOptions() {
    if (catalogue.equals(ONLINE_RETAIL)) {
      return List.of("--orders", file().toString(), "--format", ONLINE_RETAIL);
    }
    return List.of("--products", Integer.toString(products()));
  }

  /** What is bought how often in it. */
  SkuPopularity popularity() {
    try (OrderSource source = source()) {
      return SkuPopularity.of(source);
    }
  }

  private OrderSource source() {
    if (catalogue.equals(ONLINE_RETAIL)) {
      return OrderFormats.open(ONLINE_RETAIL, file(), OrderOptions.defaults());
    }
    SimulatorConfig standard = SimulatorConfig.defaults(LocalDate.now(ZoneOffset.UTC));
    return new SimulatedHistory(
        standard
            .withSeed(DemoOptions.SEED)
            .withSize(products(), standard.shoppers(), standard.days()));
  }

  private Path file() {
    if (orders != null) {
      return orders.toAbsolutePath();
    }
    Path shared =
        Path.of(System.getProperty("pannier.home", "")).toAbsolutePath().resolve(SHARED_ORDERS);
    if (!Files.exists(shared)) {
      throw new ParameterException(
          spec.commandLine(), "--catalogue online-retail needs --orders FILE");
    }
    return shared.normalize();
  }

  private int products() {
    if (catalogue.equals("demo")) {
      return DEMO_PRODUCTS;
    }
    try {
      int products = Integer.parseInt(catalogue);
      if (products >= 10) {
        return products;
      }
    } catch (NumberFormatException e) {
      // Told below, like a number that is too small.
    }
    throw new ParameterException(
        spec.commandLine(),
        "--catalogue is '" + catalogue + "', expected demo, online-retail or a number from 10");
  }
}
