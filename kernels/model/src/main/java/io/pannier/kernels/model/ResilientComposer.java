package io.pannier.kernels.model;

import io.pannier.kernels.api.BeamConfig;
import io.pannier.kernels.api.Beams;
import io.pannier.kernels.api.CandidateBatch;
import io.pannier.kernels.api.ComposerModel;
import io.pannier.kernels.api.ComposerSpec;
import io.pannier.kernels.api.EventBatch;
import io.pannier.kernels.api.Rows;
import io.pannier.kernels.api.TopK;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A composer in the memory of a device that may be lost. The call that meets the loss is answered
 * by a composer that is put together from operations, and so is every later one.
 */
final class ResilientComposer implements ComposerModel {
  private final ComposerModel device;
  private final Supplier<ComposerModel> standbys;
  private @Nullable ComposerModel standby;

  /**
   * @param standbys makes the other composer, once
   */
  ResilientComposer(ComposerModel device, Supplier<ComposerModel> standbys) {
    this.device = device;
    this.standbys = standbys;
  }

  private void run(Consumer<ComposerModel> call) {
    if (standby == null) {
      try {
        call.accept(device);
        return;
      } catch (PannierException failure) {
        if (failure.code() != StandardErrorCode.DEVICE_LOST
            && failure.code() != StandardErrorCode.DEVICE_FAILED) {
          throw failure;
        }
        standby = standbys.get();
      }
    }
    call.accept(running());
  }

  private ComposerModel running() {
    return standby == null ? device : standby;
  }

  @Override
  public ComposerSpec spec() {
    return device.spec();
  }

  @Override
  public String description() {
    return running().description();
  }

  @Override
  public void encode(EventBatch events, Rows out) {
    run(model -> model.encode(events, out));
  }

  @Override
  public void recommend(EventBatch events, long @Nullable [] hidden, TopK out) {
    run(model -> model.recommend(events, hidden, out));
  }

  @Override
  public void compose(EventBatch events, CandidateBatch candidates, BeamConfig config, Beams out) {
    run(model -> model.compose(events, candidates, config, out));
  }

  @Override
  public void close() {
    device.close();
    if (standby != null) {
      standby.close();
    }
  }
}
