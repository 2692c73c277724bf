package io.pannier.app.train;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.pannier.app.KernelRoom;
import io.pannier.kernels.api.Checkpoint;
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
  private @Nullable Checkpoint checkpoint;
  private @Nullable CheckpointedTrainer checkpointed;

  /** Trainers that are granted from now on keep a checkpoint, or none. */
  public synchronized void keep(@Nullable Checkpoint kept) {
    checkpoint = kept;
    checkpointed = null;
  }

  /** Whether a training that kept the checkpoint came to its end. */
  public synchronized boolean complete() {
    return checkpointed != null && checkpointed.complete();
  }

  @Override
  public synchronized Optional<?> apply(Class<?> type) {
    if (type == ComposerTrainer.class) {
      // Only commands that train have it on the class path: what serves never sees PyTorch.
      return ServiceLoader.load(ComposerTrainer.class, TrainingGrants.class.getClassLoader())
          .findFirst()
          .map(this::keeping);
    }
    KernelRoom opened = kernels;
    if (opened == null) {
      opened = new KernelRoom(KernelOptions.defaults(), new SimpleMeterRegistry());
      kernels = opened;
    }
    return opened.grant(type);
  }

  private ComposerTrainer keeping(ComposerTrainer trainer) {
    Checkpoint kept = checkpoint;
    if (kept == null) {
      return trainer;
    }
    CheckpointedTrainer keeping = new CheckpointedTrainer(trainer, kept);
    checkpointed = keeping;
    return keeping;
  }
}
