package io.pannier.spitestkit;

import io.pannier.spi.Capability;
import io.pannier.spi.StrategyFactory;
import java.util.ArrayList;
import java.util.List;

/**
 * All promises that a strategy makes by what it declares. A plugin's own build runs them through
 * {@link StrategyContractTest}; the platform runs them on a zip before it lets it in.
 */
public final class ContractChecks {
  /** Grows with every change of the checks, so that verdicts of older ones are not trusted. */
  public static final int REVISION = 3;

  private ContractChecks() {}

  public static List<ContractCheck> of(StrategyFactory factory) {
    return of(ContractSubject.of(factory));
  }

  public static List<ContractCheck> of(ContractSubject subject) {
    List<ContractCheck> checks = new ArrayList<>(DescriptorChecks.of(subject));
    checks.addAll(LifecycleChecks.of(subject));
    if (subject.can(Capability.SCORING)) {
      checks.addAll(ScoringChecks.of(subject));
    }
    if (subject.can(Capability.COMPLEMENTARITY)) {
      checks.addAll(ComplementarityChecks.of(subject));
    }
    if (subject.can(Capability.BUNDLING)) {
      checks.addAll(BundlingChecks.of(subject));
      checks.addAll(DemandChecks.of(subject));
      checks.addAll(FrontChecks.of(subject));
    }
    if (subject.can(Capability.ONLINE_LEARNING)) {
      checks.addAll(LearningChecks.of(subject));
    }
    if (subject.can(Capability.TRAINING)) {
      checks.addAll(TrainingChecks.of(subject));
    }
    return checks;
  }
}
