package io.pannier.app.flow;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Hands the one {@link Installation} to whoever asks for it, and stops it after the last test. */
final class SharedInstallation implements ParameterResolver {
  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Installation.class;
  }

  @Override
  public Installation resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(ExtensionContext.Namespace.create(SharedInstallation.class))
        .computeIfAbsent(Installation.class, type -> start(), Installation.class);
  }

  private static Installation start() {
    try {
      return Installation.start(Files.createTempDirectory("pannier-flow-"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
