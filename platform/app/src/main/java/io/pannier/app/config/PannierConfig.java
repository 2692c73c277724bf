package io.pannier.app.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.pannier.app.guard.GuardrailConfig;
import io.pannier.console.ConsoleConfig;
import io.pannier.delivery.DeliveryConfig;
import io.pannier.feature.FeatureConfig;
import io.pannier.gateway.GatewayConfig;
import io.pannier.ingestion.IngestionConfig;
import io.pannier.ingestion.KafkaConfig;
import io.pannier.optimizer.OptimizerConfig;
import io.pannier.pluginhost.PluginHostConfig;
import io.pannier.scoring.ScoringConfig;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import io.pannier.store.StoreConfig;
import io.pannier.text.TextConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything that can be configured, one block for each room.
 *
 * @param store the database
 * @param gateway where it listens and what it takes
 * @param plugins where strategies come from and what they may do
 * @param ingestion how much may wait to become durable
 * @param kafka the second way in, off by default
 * @param feature what is remembered of shoppers and products
 * @param kernels where the arithmetic of strategies runs
 * @param text which language model reads the products' texts
 * @param scoring how requests are batched and strategies configured
 * @param optimizer how long searches may take
 * @param delivery how long offers bind and channels live
 * @param console how long people stay signed in to the console
 * @param guardrails when an arm of a placement is taken out of traffic
 * @param security secrets of the installation
 * @param logging what is logged, how and where
 * @param tracing where spans go
 */
public record PannierConfig(
    StoreConfig store,
    GatewayConfig gateway,
    PluginHostConfig plugins,
    IngestionConfig ingestion,
    KafkaConfig kafka,
    FeatureConfig feature,
    KernelsConfig kernels,
    TextConfig text,
    ScoringConfig scoring,
    OptimizerConfig optimizer,
    DeliveryConfig delivery,
    ConsoleConfig console,
    GuardrailConfig guardrails,
    SecurityConfig security,
    LoggingConfig logging,
    TracingConfig tracing) {
  private static final Logger LOG = LoggerFactory.getLogger(PannierConfig.class);

  /** Former paths of keys and what they are called now. */
  private static final Map<String, String> RENAMED = Map.of();

  public static PannierConfig defaults() {
    return new PannierConfig(
        StoreConfig.defaults(),
        GatewayConfig.defaults(),
        PluginHostConfig.defaults(),
        IngestionConfig.defaults(),
        KafkaConfig.defaults(),
        FeatureConfig.defaults(),
        KernelsConfig.defaults(),
        TextConfig.defaults(),
        ScoringConfig.defaults(),
        OptimizerConfig.defaults(),
        DeliveryConfig.defaults(),
        ConsoleConfig.defaults(),
        GuardrailConfig.defaults(),
        SecurityConfig.defaults(),
        LoggingConfig.defaults(),
        TracingConfig.defaults());
  }

  /**
   * Reads a file; keys that it leaves out keep their defaults.
   *
   * @throws PannierException CONFIG_INVALID with everything that is wrong with it; FILE_FAILED if
   *     it cannot be read
   */
  public static PannierConfig read(Path file) {
    try {
      return parse(file.toString(), Files.readString(file));
    } catch (IOException e) {
      throw new PannierException(
          StandardErrorCode.FILE_FAILED, "configuration " + file + " cannot be read", e);
    }
  }

  static PannierConfig parse(String source, String yaml) {
    JsonNode root;
    try {
      root =
          new YAMLMapper(
                  YAMLFactory.builder()
                      .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                      .build())
              .readTree(yaml);
    } catch (JsonProcessingException e) {
      throw new PannierException(
          StandardErrorCode.CONFIG_INVALID, source + ": " + e.getMessage(), e);
    }
    ConfigBinder.Bound<PannierConfig> bound =
        new ConfigBinder(RENAMED, System::getenv).bind(source, root, defaults());
    bound.warnings().forEach(LOG::warn);
    return bound.value();
  }

  /** The same on another database, port and plugin folder, with another secret for tokens. */
  public PannierConfig at(StoreConfig database, int port, Path pluginFolder, String tokenSecret) {
    return new PannierConfig(
        database,
        gateway.at(port),
        PluginHostConfig.of(pluginFolder),
        ingestion,
        kafka,
        feature,
        kernels,
        text,
        scoring,
        optimizer,
        delivery,
        console,
        guardrails,
        new SecurityConfig(tokenSecret),
        logging,
        tracing);
  }

  /** The same with browser tokens that are valid for another time. */
  public PannierConfig withTokenLifetime(Duration lifetime) {
    return new PannierConfig(
        store,
        gateway.withTokenLifetime(lifetime),
        plugins,
        ingestion,
        kafka,
        feature,
        kernels,
        text,
        scoring,
        optimizer,
        delivery,
        console,
        guardrails,
        security,
        logging,
        tracing);
  }

  /** The same with a language model, or with none. */
  public PannierConfig withText(boolean enabled) {
    return new PannierConfig(
        store,
        gateway,
        plugins,
        ingestion,
        kafka,
        feature,
        kernels,
        enabled ? text : text.off(),
        scoring,
        optimizer,
        delivery,
        console,
        guardrails,
        security,
        logging,
        tracing);
  }

  /** The same with plugins from elsewhere, or under other rules. */
  public PannierConfig withPlugins(PluginHostConfig changed) {
    return new PannierConfig(
        store,
        gateway,
        changed,
        ingestion,
        kafka,
        feature,
        kernels,
        text,
        scoring,
        optimizer,
        delivery,
        console,
        guardrails,
        security,
        logging,
        tracing);
  }

  /** The same with another way into the console. */
  public PannierConfig withConsole(ConsoleConfig changed) {
    return new PannierConfig(
        store,
        gateway,
        plugins,
        ingestion,
        kafka,
        feature,
        kernels,
        text,
        scoring,
        optimizer,
        delivery,
        changed,
        guardrails,
        security,
        logging,
        tracing);
  }

  /** The same with spans that go elsewhere. */
  public PannierConfig withTracing(TracingConfig changed) {
    return new PannierConfig(
        store,
        gateway,
        plugins,
        ingestion,
        kafka,
        feature,
        kernels,
        text,
        scoring,
        optimizer,
        delivery,
        console,
        guardrails,
        security,
        logging,
        changed);
  }

  /** The same without a way in but a free port of that address. */
  public PannierConfig closed(String address) {
    return new PannierConfig(
        store,
        gateway.on(address).at(0),
        plugins,
        ingestion,
        KafkaConfig.defaults(),
        feature,
        kernels,
        text,
        scoring,
        optimizer,
        delivery,
        console,
        guardrails,
        security,
        logging,
        tracing);
  }

  /** As YAML, secrets masked. */
  @Override
  public String toString() {
    return ConfigPrinter.print(this);
  }
}
