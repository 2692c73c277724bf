package io.pannier.app.cli;

import java.util.Objects;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints: the program's version and the Java that runs it. */
final class ProgramVersion implements IVersionProvider {
  @Override
  public String[] getVersion() {
    String version = getClass().getPackage().getImplementationVersion();
    return new String[] {
      "pannier " + Objects.requireNonNullElse(version, "development"),
      "Java " + Runtime.version() + " on " + System.getProperty("os.name")
    };
  }
}
