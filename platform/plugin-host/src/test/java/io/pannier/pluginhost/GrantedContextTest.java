package io.pannier.pluginhost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import io.pannier.spi.Strategy;
import io.pannier.spi.StrategyConfig;
import io.pannier.spi.StrategyContext;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a strategy may ask the platform for. */
final class GrantedContextTest {
  @TempDir private Path folder;

  @Test
  void whatIsGrantedIsNewEachTimeAndTheRestHasACode() {
    ScriptedFactory factory = new ScriptedFactory();
    try (PluginHost host =
            new PluginHost(
                Hosts.config(folder),
                new SimpleMeterRegistry(),
                type ->
                    type == StringBuilder.class
                        ? Optional.of(new StringBuilder())
                        : Optional.empty());
        StrategyInstance instance =
            host.install("1.0.0", factory).instance(1, StrategyConfig.DEFAULTS)) {
      Hosts.get(instance.call(Strategy.class, s -> 1, Hosts.in(Duration.ofSeconds(10))));
      StrategyContext context = Objects.requireNonNull(factory.context);
      assertThat(context.grant(StringBuilder.class))
          .isNotSameAs(context.grant(StringBuilder.class));
      assertThatThrownBy(() -> context.grant(Runnable.class))
          .isInstanceOfSatisfying(
              PannierException.class,
              e -> assertThat(e.code()).isEqualTo(StandardErrorCode.CAPABILITY_UNSUPPORTED))
          .hasMessageContaining("java.lang.Runnable is not granted");
    }
  }
}
