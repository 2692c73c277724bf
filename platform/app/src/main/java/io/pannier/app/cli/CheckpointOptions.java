package io.pannier.app.cli;

import io.pannier.kernels.api.Checkpoint;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Where a training is written down as it goes, and whether it goes on from there. */
final class CheckpointOptions {
  private static final String SUFFIX = ".checkpoint";

  @Option(
      names = "--checkpoint",
      paramLabel = "FILE",
      description =
          "Where a training is written down after each pass over the orders. Default: the model's"
              + " FILE.checkpoint; without --model nowhere. A training that comes to its end"
              + " deletes it; one that is stopped, killed or out of time leaves it.")
  private @Nullable Path file;

  @Option(
      names = "--resume",
      description =
          "Go on from the checkpoint, with the same data and settings; only minutes may differ."
              + " Needs --model or --checkpoint.")
  private boolean resume;

  /**
   * The checkpoint of a training; null where it has none.
   *
   * @param model where the model file goes, if anywhere
   * @throws ParameterException where there is nothing to go on from
   */
  @Nullable Checkpoint of(@Nullable Path model, CommandSpec spec) {
    Path place =
        file != null || model == null ? file : model.resolveSibling(model.getFileName() + SUFFIX);
    if (place == null) {
      if (resume) {
        throw new ParameterException(
            spec.commandLine(), "--resume needs --model FILE or --checkpoint FILE to go on from");
      }
      return null;
    }
    WholeFile.check(place);
    if (resume && !Files.exists(place)) {
      throw new PannierException(
          StandardErrorCode.NOT_FOUND,
          "there is no checkpoint " + place + " to go on from; train without --resume");
    }
    if (!resume && Files.exists(place)) {
      PrintWriter err = spec.commandLine().getErr();
      err.println(
          place
              + " is of a training that was interrupted, and is replaced after the first pass;"
              + " --resume goes on with it");
      err.flush();
    }
    return new Checkpoint(place, resume);
  }

  /** What a person can do after a training that did not come to its end. */
  static String advice(@Nullable Checkpoint checkpoint) {
    return checkpoint != null && Files.exists(checkpoint.file())
        ? "; --resume goes on with " + checkpoint.file()
        : "";
  }
}
