/**
 * The contract of {@link io.pannier.spi} as checks that anybody can run against a strategy: a
 * plugin by extending {@link io.pannier.spitestkit.StrategyContractTest}, the platform by running
 * {@link io.pannier.spitestkit.ContractChecks} on a zip before it lets it in.
 *
 * <p>Beside them stand the fakes and generators that the checks use, for a plugin's own tests. All
 * of them draw their chance from seeds.
 */
@NullMarked
package io.pannier.spitestkit;

import org.jspecify.annotations.NullMarked;
