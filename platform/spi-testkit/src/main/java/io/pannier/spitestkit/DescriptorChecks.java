package io.pannier.spitestkit;

import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import io.pannier.spi.Strategy;
import io.pannier.spi.StrategyConfig;
import io.pannier.spi.StrategyDescriptor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** That a factory says truly what its strategies are. */
final class DescriptorChecks {
  private static final List<String> NONSENSE = List.of("☠", "", "NaN", "-1e308", "1e99999");

  private final ContractSubject subject;

  private DescriptorChecks(ContractSubject subject) {
    this.subject = subject;
  }

  static List<ContractCheck> of(ContractSubject subject) {
    var checks = new DescriptorChecks(subject);
    return List.of(
        new ContractCheck("descriptor", "is complete and always the same", checks::complete),
        new ContractCheck(
            "descriptor", "declares what is implemented and nothing else", checks::agrees),
        new ContractCheck(
            "descriptor",
            "a wrong configuration value is refused with STRATEGY_CONFIG_INVALID",
            checks::refusesNonsense));
  }

  private void complete() {
    StrategyDescriptor descriptor = subject.factory().descriptor();
    Check.that(!descriptor.description().isBlank(), "the description is empty");
    Check.that(!descriptor.capabilities().isEmpty(), "no capability is declared");
    descriptor
        .parameters()
        .forEach(
            (key, documentation) -> {
              Check.that(
                  key.matches("[a-z][a-z0-9]*(-[a-z0-9]+)*"),
                  "the configuration key '%s' is not kebab-case",
                  key);
              Check.that(!documentation.isBlank(), "the key '%s' is not documented", key);
            });
    Check.that(
        descriptor.equals(subject.factory().descriptor()), "two descriptors of one factory differ");
  }

  private void agrees() {
    try (Strategy strategy = subject.create()) {
      subject
          .factory()
          .descriptor()
          .mismatch(strategy)
          .ifPresent(
              difference -> {
                throw new AssertionError("the strategy " + difference);
              });
    }
  }

  /** A value is taken or refused with the one code; what the key accepts is its own affair. */
  private void refusesNonsense() {
    for (String key : subject.factory().descriptor().parameters().keySet()) {
      for (String value : NONSENSE) {
        Map<String, String> values = new HashMap<>(subject.config().values());
        values.put(key, value);
        try (Strategy accepted =
            subject
                .factory()
                .create(new StrategyConfig(values), new FakeStrategyContext(subject.seed()))) {
          Check.that(accepted != null, "the factory returned null");
        } catch (PannierException e) {
          Check.that(
              e.code() == StandardErrorCode.STRATEGY_CONFIG_INVALID,
              "'%s' = '%s' failed with %s",
              key,
              value,
              e.code().name());
          Check.that(
              String.valueOf(e.getMessage()).contains(key),
              "the message for a wrong '%s' does not name it: %s",
              key,
              e.getMessage());
        } catch (RuntimeException e) {
          throw new AssertionError("'" + key + "' = '" + value + "' threw " + e, e);
        }
      }
    }
  }
}
