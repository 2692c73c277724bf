/**
 * The arithmetic of the hot path: what each operation computes, with shapes, units and errors, and
 * the choice of the backend that runs it. Strategies see this package and no backend.
 *
 * <p>Letters in shapes: T tokens of all sequences together, L length of one sequence, H heads, D
 * width of a head, N items or columns, K inner width, W beams.
 */
@NullMarked
package io.pannier.kernels.api;

import org.jspecify.annotations.NullMarked;
