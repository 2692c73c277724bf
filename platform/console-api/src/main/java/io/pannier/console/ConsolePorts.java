package io.pannier.console;

import io.micrometer.core.instrument.MeterRegistry;
import io.pannier.gateway.ExperimentReport;
import io.pannier.gateway.GatewayConfig;
import io.pannier.gateway.StrategyReport;
import io.pannier.store.Store;
import java.time.InstantSource;

/**
 * What the console is connected to. One set is shared by all doors, so every member is safe for use
 * from several threads.
 *
 * @param gateway limits of questions and bodies
 * @param strategies what is installed and what serves where
 * @param experiments what the arms of placements bring
 * @param health how strategies are doing
 * @param recomposer composes again what the ledger holds
 * @param workbench composes what is only tried
 * @param plugins takes plugins in
 * @param registry the process's figures
 * @param clock wall clock: how long sessions live
 */
public record ConsolePorts(
    Store store,
    GatewayConfig gateway,
    StrategyReport strategies,
    ExperimentReport experiments,
    StrategyHealth health,
    Recomposer recomposer,
    Workbench workbench,
    PluginDesk plugins,
    MeterRegistry registry,
    InstantSource clock) {}
