/**
 * Training: orders in, model files out, on PyTorch through DJL. It is on the class path of commands
 * that train and never of one that serves.
 */
@NullMarked
package io.pannier.learning;

import org.jspecify.annotations.NullMarked;
