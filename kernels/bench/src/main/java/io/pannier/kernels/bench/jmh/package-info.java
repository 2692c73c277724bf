/**
 * The pairs under JMH, for a closer look at one of them: forks, more iterations, profilers. Our
 * side and the peer's are methods of one benchmark, so they run in the same invocation with the
 * same parameters, one after the other rather than in turns.
 */
@NullMarked
package io.pannier.kernels.bench.jmh;

import org.jspecify.annotations.NullMarked;
