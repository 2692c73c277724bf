package io.pannier.spitestkit;

import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.pannier.spi.StrategyConfig;
import io.pannier.spi.StrategyFactory;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The contract as tests of a plugin's own build. A plugin extends it and names its factory. */
public abstract class StrategyContractTest {
  /** The factory under test. */
  protected abstract StrategyFactory factory();

  /** A valid configuration; all defaults unless overridden. */
  protected StrategyConfig config() {
    return StrategyConfig.DEFAULTS;
  }

  /** A model file for strategies that need one. */
  protected Optional<Path> model() {
    return Optional.empty();
  }

  /** From which all chance of the checks comes. */
  protected long seed() {
    return 20_261_121L;
  }

  /** Adds the services that the strategy may ask for; none unless overridden. */
  protected FakeStrategyContext granting(FakeStrategyContext context) {
    return context;
  }

  @TestFactory
  Stream<DynamicNode> contract() {
    ContractSubject subject =
        new ContractSubject(factory(), config(), model().orElse(null), seed(), this::granting);
    Map<String, List<DynamicTest>> sections =
        ContractChecks.of(subject).stream()
            .collect(
                Collectors.groupingBy(
                    ContractCheck::section,
                    LinkedHashMap::new,
                    Collectors.mapping(
                        check -> dynamicTest(check.name(), check::run), Collectors.toList())));
    return sections.entrySet().stream()
        .map(section -> dynamicContainer(section.getKey(), section.getValue()));
  }
}
