package io.pannier.app.demo;

import io.pannier.messages.Shop;
import io.pannier.store.Models;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trains what needs a model on the demo's own past, once, in a process of its own at the lowest
 * priority: the one that serves never loads PyTorch, and shoppers come first. It goes into service
 * by the same command that a person would type.
 */
final class DemoTraining implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DemoTraining.class);
  private static final String STRATEGY = "transformer";
  private static final long STOP_SECONDS = 30;
  private static final Path NICE = Path.of("/usr/bin/nice");

  /** Where the launcher says that the class path for training is. */
  private static final String LEARNING = "pannier.learning";

  private final Process process;

  private DemoTraining(Process process) {
    this.process = process;
  }

  /**
   * Starts the training, unless there is a model or nothing to train with.
   *
   * @param data folder of the running demo
   * @return null where nothing was started
   */
  static @Nullable DemoTraining start(Path data, Models models, Shop shop) {
    String learning = System.getProperty(LEARNING, "");
    if (models.current(shop.number(), STRATEGY).isPresent()) {
      return null;
    }
    if (learning.isEmpty() || !Files.exists(Path.of(learning))) {
      LOG.info("{} stays without a model: this program came without what trains it", STRATEGY);
      return null;
    }
    Path log = data.resolve("training-" + STRATEGY + ".log");
    try {
      Process process =
          new ProcessBuilder(command(data, learning))
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      process
          .onExit()
          .thenAccept(
              ended -> {
                if (ended.exitValue() == 0) {
                  LOG.info("{} is trained: see {}", STRATEGY, log);
                } else {
                  LOG.warn("{} has no model: the training says why in {}", STRATEGY, log);
                }
              });
      return new DemoTraining(process);
    } catch (IOException e) {
      LOG.warn("{} has no model: the training cannot be started", STRATEGY, e);
      return null;
    }
  }

  private static List<String> command(Path data, String learning) {
    List<String> command = new ArrayList<>();
    if (Files.isExecutable(NICE)) {
      command.addAll(List.of(NICE.toString(), "-n", "19"));
    }
    command.add(ProcessHandle.current().info().command().orElse("java"));
    passedOn().forEach(command::add);
    command.addAll(
        List.of(
            "-Xmx1g",
            "-Dai.djl.pytorch.num_threads=1",
            "-cp",
            System.getProperty("java.class.path") + java.io.File.pathSeparator + learning,
            "io.pannier.app.cli.Main",
            "train",
            "--strategy",
            STRATEGY,
            "--data",
            data.toString(),
            "--set",
            "minutes=4",
            "--set",
            "epochs=12",
            "--promote",
            "--reason",
            "trained by the demo on its own past"));
    return command;
  }

  /** The flags of this process, without those of its heap and collector. */
  private static Stream<String> passedOn() {
    return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(flag -> !flag.startsWith("-Xm") && !flag.startsWith("-agentlib"));
  }

  /** A training that is interrupted leaves no model. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
