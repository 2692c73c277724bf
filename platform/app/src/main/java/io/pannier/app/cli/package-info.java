/**
 * The command line. Results go to stdout and to {@code --json FILE}, progress and problems to
 * stderr; wrong usage exits with 2, a failure with 1, each after one clear line.
 */
@NullMarked
package io.pannier.app.cli;

import org.jspecify.annotations.NullMarked;
