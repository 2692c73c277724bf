package io.pannier.app.train;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.pannier.app.KernelRoom;
import io.pannier.kernels.api.ComposerTrainer;
import io.pannier.kernels.api.KernelOptions;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What strategies are granted where they are trained: all that they get where they serve, and the
 * trainers. The kernels are opened for the first strategy that asks: most do not.
 */
public final class TrainingGrants implements Function<Class<?>, Optional<?>> {
  private @Nullable KernelRoom kernels;

  @Override
  public synchronized Optional<?> apply(Class<?> type) {
    if (type == ComposerTrainer.class) {
      // Only commands that train have it on the class path: what serves never sees PyTorch.
      return ServiceLoader.load(ComposerTrainer.class, TrainingGrants.class.getClassLoader())
          .findFirst();
    }
    KernelRoom opened = kernels;
    if (opened == null) {
      opened = new KernelRoom(KernelOptions.defaults(), new SimpleMeterRegistry());
      kernels = opened;
    }
    return opened.grant(type);
  }
}
