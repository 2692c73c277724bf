package io.pannier.pluginhost;

import io.pannier.spi.StrategyFactory;
import io.pannier.spitestkit.ContractCheck;
import io.pannier.spitestkit.ContractChecks;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The child process that runs a plugin's code for the first time: loads the unpacked plugin, runs
 * the contract checks on each of its strategies and writes down what it found. Reads the parent's
 * secret from standard input and ends when the parent does.
 */
final class VerifierMain {
  private VerifierMain() {}

  /**
   * @param arguments the unpacked plugin's folder; the file for {@link ResultLines}
   */
  public static void main(String[] arguments) throws IOException {
    BufferedReader parent =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    String secret = parent.readLine();
    Thread.ofPlatform().daemon().name("parent-watch").start(() -> endWith(parent));
    ResultLines results = new ResultLines(Path.of(arguments[1]));
    try (PluginRoom room = PluginRoom.open(Path.of(arguments[0]))) {
      Thread.currentThread().setContextClassLoader(room.classLoader());
      Set<String> names = new HashSet<>();
      for (StrategyFactory factory : room.factories()) {
        String name = factory.descriptor().name();
        if (!names.add(name)) {
          throw new IllegalStateException("two factories make strategies named '" + name + "'");
        }
        verify(name, ContractChecks.of(factory), results);
      }
      results.writeDone(secret == null ? "" : secret);
    } catch (Throwable e) {
      results.writeError(e.getMessage() == null ? e.toString() : e.getMessage());
      Runtime.getRuntime().halt(1);
    }
    // Threads that the plugin left, and shutdown hooks that it registered, do not get their way.
    Runtime.getRuntime().halt(0);
  }

  private static void verify(String strategy, List<ContractCheck> checks, ResultLines results)
      throws IOException {
    for (ContractCheck check : checks) {
      long start = System.nanoTime();
      String message = "";
      boolean passed = false;
      try {
        check.run();
        passed = true;
      } catch (OutOfMemoryError e) {
        throw e;
      } catch (Throwable e) {
        message = e instanceof AssertionError ? String.valueOf(e.getMessage()) : "threw " + e;
      }
      long millis = (System.nanoTime() - start) / 1_000_000;
      results.write(
          new VerificationReport.Result(strategy, check.toString(), passed, millis, message));
    }
  }

  private static void endWith(BufferedReader parent) {
    try {
      String line;
      do {
        line = parent.readLine();
      } while (line != null);
    } catch (IOException e) {
      System.err.println("lost the parent process: " + e);
    }
    Runtime.getRuntime().halt(2);
  }
}
