package io.pannier.app.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.pannier.app.guard.AllocationConfig;
import io.pannier.app.guard.GuardrailConfig;
import io.pannier.app.node.NodeConfig;
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
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything that can be configured, one block for each room.
 *
 * @param node this process among those that share its database
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
 * @param allocation how the shares of arms follow their figures, where a placement wants that
 * @param security secrets of the installation
 * @param logging what is logged, how and where
 * @param tracing where spans go
 */
public record PannierConfig(
    NodeConfig node,
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
    AllocationConfig allocation,
    SecurityConfig security,
    LoggingConfig logging,
    TracingConfig tracing) {
  private static final Logger LOG = LoggerFactory.getLogger(PannierConfig.class);

  /** Former paths of keys and what they are called now. */
  private static final Map<String, String> RENAMED = Map.of();

  public static PannierConfig defaults() {
    return new PannierConfig(
        NodeConfig.defaults(),
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
        AllocationConfig.defaults(),
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
    return with(
        database,
        gateway.at(port),
        PluginHostConfig.of(pluginFolder),
        new SecurityConfig(tokenSecret));
  }

  /** The same with browser tokens that are valid for another time. */
  public PannierConfig withTokenLifetime(Duration lifetime) {
    return with(gateway.withTokenLifetime(lifetime));
  }

  /** The same with a language model, or with none. */
  public PannierConfig withText(boolean enabled) {
    return enabled ? this : with(text.off());
  }

  /** The same without a way in but a free port of that address. */
  public PannierConfig closed(String address) {
    return with(gateway.on(address).at(0), KafkaConfig.defaults());
  }

  /**
   * The same with these parts in place of its own.
   *
   * @param parts components; each has a type of its own, by which its place is found
   */
  public PannierConfig with(Record... parts) {
    RecordComponent[] components = PannierConfig.class.getRecordComponents();
    Class<?>[] types = new Class<?>[components.length];
    Object[] values = new Object[components.length];
    int placed = 0;
    try {
      for (int i = 0; i < components.length; i++) {
        types[i] = components[i].getType();
        values[i] = components[i].getAccessor().invoke(this);
        for (Record part : parts) {
          if (types[i].isInstance(part)) {
            values[i] = part;
            placed++;
          }
        }
      }
      if (placed != parts.length) {
        throw new IllegalArgumentException("a part that no configuration has, or one given twice");
      }
      return PannierConfig.class.getDeclaredConstructor(types).newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the configuration is a plain record", e);
    }
  }

  /** As YAML, secrets masked. */
  @Override
  public String toString() {
    return ConfigPrinter.print(this);
  }
}
