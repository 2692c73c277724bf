package io.pannier.kernels.api;

import io.pannier.kernels.api.KernelOptions.Choice;
import io.pannier.spi.ErrorCode;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/**
 * The choice of a backend: the first that can run, or the one that was demanded. Every backend that
 * was passed over is named with its reason, so that nobody has to guess why a GPU idles.
 */
public final class KernelSelector {
  private final List<KernelProvider> providers;
  private final List<Verdict> broken = new ArrayList<>();
  private final KernelOptions options;
  private final KernelListener listener;

  /**
   * What was found out about a backend.
   *
   * @param availability usable, or the refusal with its code
   */
  public record Verdict(String backend, Availability availability) {
    @Override
    public String toString() {
      ErrorCode refusal = availability.refusal();
      return backend
          + (refusal == null ? ": can run: " : ": refused, " + refusal.name() + ": ")
          + availability.explanation();
    }
  }

  /**
   * What was chosen.
   *
   * @param verdicts on every backend up to the chosen one, in the order of preference
   */
  public record Selection(Kernels kernels, List<Verdict> verdicts) {
    public Selection {
      verdicts = List.copyOf(verdicts);
    }

    /** True where a preferred backend was refused. */
    public boolean fallback() {
      return verdicts.stream().anyMatch(verdict -> !verdict.availability().usable());
    }
  }

  /** A selector among the backends on the class path. */
  public KernelSelector(KernelOptions options, KernelListener listener) {
    // With the platform's class loader: the calling thread's may be a plugin's, who has none.
    this(
        ServiceLoader.load(KernelProvider.class, KernelSelector.class.getClassLoader()).iterator(),
        options,
        listener);
  }

  KernelSelector(
      Iterator<KernelProvider> candidates, KernelOptions options, KernelListener listener) {
    this.options = options;
    this.listener = listener;
    List<KernelProvider> found = new ArrayList<>();
    while (true) {
      try {
        if (!candidates.hasNext()) {
          break;
        }
        found.add(candidates.next());
      } catch (ServiceConfigurationError | LinkageError e) {
        broken.add(
            new Verdict(
                "a backend on the class path",
                Availability.refused(
                    StandardErrorCode.DEVICE_UNAVAILABLE, "does not load: " + e.getMessage())));
      }
    }
    found.sort(Comparator.comparing(KernelProvider::backend));
    this.providers = List.copyOf(found);
  }

  /**
   * Opens the backend of the configured choice.
   *
   * @throws PannierException with the code of the refusal where a demanded backend cannot run, or
   *     DEVICE_UNAVAILABLE where none can
   */
  public Selection open() {
    List<Verdict> verdicts = new ArrayList<>(broken);
    for (KernelProvider provider : providers) {
      if (options.choice() != Choice.AUTO
          && !options.choice().name().equals(provider.backend().name())) {
        continue;
      }
      Optional<Kernels> opened = open(provider, verdicts);
      if (opened.isPresent()) {
        return new Selection(opened.get(), verdicts);
      }
    }
    throw none(verdicts);
  }

  private Optional<Kernels> open(KernelProvider provider, List<Verdict> verdicts) {
    String word = provider.backend().word();
    try {
      Availability availability = provider.probe(options);
      verdicts.add(new Verdict(word, availability));
      return availability.usable() ? Optional.of(observed(provider)) : Optional.empty();
    } catch (PannierException | LinkageError e) {
      // A device may turn out to be unusable only when it is opened.
      ErrorCode code =
          e instanceof PannierException known ? known.code() : StandardErrorCode.DEVICE_UNAVAILABLE;
      verdicts.removeIf(verdict -> verdict.backend().equals(word));
      verdicts.add(new Verdict(word, Availability.refused(code, String.valueOf(e.getMessage()))));
      return Optional.empty();
    }
  }

  private Kernels observed(KernelProvider provider) {
    Kernels counted = new CountedKernels(provider.open(options), listener);
    return provider.backend() == Backend.CUDA
        ? new ResilientKernels(counted, this::standby, listener)
        : counted;
  }

  /** The best backend that no device can take away. */
  private Kernels standby() {
    for (KernelProvider provider : providers) {
      if (provider.backend() != Backend.CUDA && provider.probe(options).usable()) {
        return new CountedKernels(provider.open(options), listener);
      }
    }
    throw new PannierException(
        StandardErrorCode.DEVICE_UNAVAILABLE,
        "the device is lost and no backend on the class path can stand in; add kernels/simd or"
            + " kernels/scalar");
  }

  private PannierException none(List<Verdict> verdicts) {
    ErrorCode code =
        verdicts.stream()
            .map(verdict -> verdict.availability().refusal())
            .filter(refusal -> refusal != null)
            .reduce((first, last) -> last)
            .orElse(StandardErrorCode.DEVICE_UNAVAILABLE);
    String asked =
        options.choice() == Choice.AUTO
            ? "no backend of the kernels can run"
            : "the kernels are configured for "
                + Backend.valueOf(options.choice().name()).word()
                + ", which cannot run";
    String why =
        verdicts.isEmpty()
            ? "it is not on the class path"
            : verdicts.stream().map(Verdict::toString).collect(Collectors.joining("; "));
    return new PannierException(code, asked + ": " + why);
  }
}
