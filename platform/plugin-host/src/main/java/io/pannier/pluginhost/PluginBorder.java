package io.pannier.pluginhost;

import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What crosses the border between the platform and a plugin: the packages of {@link #VISIBLE}, the
 * JDK's {@code java.*}, and no resource. It is the parent of every plugin's class loader, so
 * whatever it does not show, a plugin cannot see.
 */
final class PluginBorder extends ClassLoader {
  /** The one written list. A plugin's zip must not bring classes of these packages along. */
  static final List<String> VISIBLE =
      List.of("io.pannier.spi", "io.pannier.kernels.api", "org.jspecify.annotations");

  private static final String JDK = "java.";

  private final ClassLoader platform;

  PluginBorder(ClassLoader platform) {
    super("pannier-plugin-border", null);
    this.platform = platform;
  }

  /** True for a class that plugins get from the platform. */
  static boolean visible(String className) {
    if (className.startsWith(JDK)) {
      return true;
    }
    int dot = className.lastIndexOf('.');
    return dot > 0 && VISIBLE.contains(className.substring(0, dot));
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!visible(name)) {
      throw new ClassNotFoundException(
          name + " is not visible to plugins; they see java.* and " + VISIBLE);
    }
    return platform.loadClass(name);
  }

  @Override
  public @Nullable URL getResource(String name) {
    return null;
  }

  @Override
  public Enumeration<URL> getResources(String name) {
    return Collections.emptyEnumeration();
  }
}
