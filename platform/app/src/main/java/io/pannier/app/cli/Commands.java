package io.pannier.app.cli;

import java.util.List;

/** Every command, in the order in which a newcomer meets them. */
final class Commands {
  private Commands() {}

  static List<Object> all() {
    return List.of(
        new DemoCommand(),
        new WatchShopCommand(),
        new ServeCommand(),
        new ImportCommand(),
        new ShopCommand(),
        new UserCommand(),
        new KeyCommand(),
        new PlacementCommand(),
        new StrategiesCommand(),
        new PluginCommand(),
        new TrainCommand(),
        new ModelCommand(),
        new GateCommand(),
        new EvaluateCommand(),
        new OptimizeCommand(),
        new BenchCommand());
  }
}
