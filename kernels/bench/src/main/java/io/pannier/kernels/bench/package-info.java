/**
 * The kernels beside what one would use instead, measured in one process.
 *
 * <p>{@link io.pannier.kernels.bench.Pair} is our operation and a peer's with the same inputs, and
 * the check that both give the same. The {@code …Pairs} classes make them, {@link
 * io.pannier.kernels.bench.Pairing} times them in turns, and {@link
 * io.pannier.kernels.bench.KernelBench} prints what {@code bench kernels} shows. The JMH benchmarks
 * in the package {@code jmh} run the same pairs.
 */
@NullMarked
package io.pannier.kernels.bench;

import org.jspecify.annotations.NullMarked;
