package io.pannier.pluginhost;

import io.pannier.spi.PannierException;
import io.pannier.spi.SpiVersion;
import io.pannier.spi.StandardErrorCode;
import io.pannier.spi.StrategyFactory;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.pf4j.ClassLoadingStrategy;
import org.pf4j.DefaultPluginLoader;
import org.pf4j.DefaultPluginManager;
import org.pf4j.Plugin;
import org.pf4j.PluginClassLoader;
import org.pf4j.PluginDescriptor;
import org.pf4j.PluginDescriptorFinder;
import org.pf4j.PluginFactory;
import org.pf4j.PluginLoader;
import org.pf4j.PluginManager;
import org.pf4j.PluginState;
import org.pf4j.PropertiesPluginDescriptorFinder;

/**
 * One unpacked plugin, loaded by PF4J behind the {@link PluginBorder}. Each plugin has a plugin
 * manager of its own: while requests move from an old version to a new one both are loaded, and
 * PF4J knows one version of an id at a time.
 */
final class PluginRoom implements AutoCloseable {
  private static final String SERVICES = "META-INF/services/" + StrategyFactory.class.getName();

  private final DefaultPluginManager manager;
  private final String id;
  private final PluginClassLoader classLoader;

  private PluginRoom(DefaultPluginManager manager, String id) {
    this.manager = manager;
    this.id = id;
    this.classLoader = (PluginClassLoader) manager.getPluginClassLoader(id);
  }

  /**
   * Loads the plugin; runs none of its code.
   *
   * @throws PannierException PLUGIN_INVALID if PF4J does not accept it
   */
  static PluginRoom open(Path unpacked) {
    DefaultPluginManager manager = new BorderedPlugins(unpacked.resolve("..").normalize());
    manager.setSystemVersion(SpiVersion.CURRENT);
    String id;
    try {
      id = manager.loadPlugin(unpacked);
    } catch (RuntimeException e) {
      throw new PannierException(StandardErrorCode.PLUGIN_INVALID, "not loaded: " + e, e);
    }
    if (id == null || manager.startPlugin(id) != PluginState.STARTED) {
      throw new PannierException(StandardErrorCode.PLUGIN_INVALID, "PF4J did not start " + id);
    }
    return new PluginRoom(manager, id);
  }

  ClassLoader classLoader() {
    return classLoader;
  }

  /**
   * Makes the factories that the plugin names. Runs the plugin's code: call it contained.
   *
   * @throws PannierException PLUGIN_INVALID if a factory cannot be made
   */
  List<StrategyFactory> factories() throws IOException {
    Set<String> names = new LinkedHashSet<>();
    for (URL services : Collections.list(classLoader.findResources(SERVICES))) {
      URLConnection connection = services.openConnection();
      // A cached connection would keep a jar of the plugin open after it is gone.
      connection.setUseCaches(false);
      try (BufferedReader reader =
          new BufferedReader(
              new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8))) {
        reader
            .lines()
            .map(line -> line.replaceFirst("#.*", "").trim())
            .filter(line -> !line.isEmpty())
            .forEach(names::add);
      }
    }
    List<StrategyFactory> factories = new ArrayList<>();
    for (String name : names) {
      factories.add(factory(name));
    }
    if (factories.isEmpty()) {
      throw new PannierException(StandardErrorCode.PLUGIN_INVALID, SERVICES + " names no factory");
    }
    return factories;
  }

  private StrategyFactory factory(String name) {
    try {
      Class<?> type = Class.forName(name, true, classLoader);
      return type.asSubclass(StrategyFactory.class).getDeclaredConstructor().newInstance();
    } catch (InvocationTargetException e) {
      throw new PannierException(
          StandardErrorCode.PLUGIN_INVALID,
          "the constructor of " + name + " threw " + e.getCause());
    } catch (ReflectiveOperationException | LinkageError | ClassCastException e) {
      throw new PannierException(
          StandardErrorCode.PLUGIN_INVALID,
          "the factory "
              + name
              + " cannot be made (public class, constructor without parameters): "
              + e);
    }
  }

  @Override
  public void close() {
    manager.stopPlugin(id);
    manager.unloadPlugin(id);
  }

  /** PF4J with the border as parent of the plugin's class loader. */
  private static final class BorderedPlugins extends DefaultPluginManager {
    private BorderedPlugins(Path root) {
      super(root);
    }

    @Override
    protected PluginDescriptorFinder createPluginDescriptorFinder() {
      return new PropertiesPluginDescriptorFinder();
    }

    @Override
    protected PluginLoader createPluginLoader() {
      return new BorderedLoader(this);
    }

    /** Plugins have no life-cycle class: PF4J is not visible to them. */
    @Override
    protected PluginFactory createPluginFactory() {
      return wrapper -> new Plugin() {};
    }
  }

  private static final class BorderedLoader extends DefaultPluginLoader {
    private BorderedLoader(PluginManager manager) {
      super(manager);
    }

    @Override
    protected PluginClassLoader createPluginClassLoader(Path path, PluginDescriptor descriptor) {
      return new PluginClassLoader(
          pluginManager,
          descriptor,
          new PluginBorder(PluginRoom.class.getClassLoader()),
          ClassLoadingStrategy.PDA);
    }
  }
}
