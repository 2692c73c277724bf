package io.pannier.app;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.pannier.kernels.api.Backend;
import io.pannier.kernels.api.ComposerLoader;
import io.pannier.kernels.api.ComposerModel;
import io.pannier.kernels.api.KernelListener;
import io.pannier.kernels.api.KernelOperation;
import io.pannier.kernels.api.KernelOptions;
import io.pannier.kernels.api.KernelSelector;
import io.pannier.kernels.api.KernelSelector.Selection;
import io.pannier.kernels.api.Kernels;
import io.pannier.kernels.api.TensorFiles;
import io.pannier.kernels.model.ComposerModels;
import io.pannier.kernels.model.SafetensorsFiles;
import io.pannier.kernels.model.WarmUp;
import io.pannier.spi.PannierException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The kernels that strategies are granted. Says at start which backend runs and why no better one,
 * and counts what ran where: {@code pannier.kernels.calls}, {@code .fallbacks} and {@code
 * .backend}.
 */
public final class KernelRoom implements KernelListener {
  private static final Logger LOG = LoggerFactory.getLogger(KernelRoom.class);

  /** For loading a model: a call to cold code takes a second, and no shopper should wait for it. */
  private static final Duration WARM_UP = Duration.ofSeconds(10);

  private static final double NANOS_OF_MILLI = 1e6;

  private final KernelOptions options;
  private final MeterRegistry registry;
  private final Counter[][] calls =
      new Counter[Backend.values().length][KernelOperation.values().length];

  /**
   * @throws PannierException with the refusal's code where the configured backend cannot run
   */
  public KernelRoom(KernelOptions options, MeterRegistry registry) {
    this.options = options;
    this.registry = registry;
    for (Backend backend : Backend.values()) {
      for (KernelOperation operation : KernelOperation.values()) {
        calls[backend.ordinal()][operation.ordinal()] =
            Counter.builder("pannier.kernels.calls")
                .description("Operations of the kernels, by what ran them")
                .tag("backend", backend.word())
                .tag("operation", operation.word())
                .register(registry);
      }
    }
    Selection selection = new KernelSelector(options, this).open();
    selection.verdicts().forEach(verdict -> LOG.info("kernels: {}", verdict));
    try (Kernels kernels = selection.kernels()) {
      LOG.info("kernels run on {}", kernels.description());
      Gauge.builder("pannier.kernels.backend", () -> 1)
          .description("The backend that was chosen at start")
          .tag("backend", kernels.backend().word())
          .register(registry);
    }
  }

  /** What a strategy gets when it asks for a type. */
  public Optional<?> grant(Class<?> type) {
    if (type == Kernels.class) {
      return Optional.of(open());
    } else if (type == ComposerLoader.class) {
      return Optional.of((ComposerLoader) this::load);
    } else if (type == TensorFiles.class) {
      return Optional.of(new SafetensorsFiles());
    }
    return Optional.empty();
  }

  private ComposerModel load(Path file) {
    Kernels kernels = open();
    try {
      ComposerModel model = ComposerModels.open(file, kernels);
      WarmUp.Outcome warm = WarmUp.run(model, WARM_UP);
      LOG.info(
          "kernels: {} loaded; the first call took {} ms, and after {} calls one takes {} ms",
          model.description(),
          warm.first().toMillis(),
          warm.calls(),
          warm.fastest().toNanos() / NANOS_OF_MILLI);
      return new GrantedComposer(model, kernels);
    } catch (PannierException e) {
      kernels.close();
      throw e;
    }
  }

  private Kernels open() {
    return new KernelSelector(options, this).open().kernels();
  }

  @Override
  public void ran(Backend backend, KernelOperation operation) {
    calls[backend.ordinal()][operation.ordinal()].increment();
  }

  @Override
  public void fellBack(Backend from, Backend to, PannierException cause) {
    Counter.builder("pannier.kernels.fallbacks")
        .description("Backends that were given up for another")
        .tag("from", from.word())
        .tag("to", to.word())
        .tag("code", cause.code().name())
        .register(registry)
        .increment();
    LOG.error(
        "kernels: {} is given up for {} until a restart; no call was lost",
        from.word(),
        to.word(),
        cause);
  }
}
