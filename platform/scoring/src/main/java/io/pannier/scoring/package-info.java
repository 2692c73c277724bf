/**
 * The third stage: contexts in, scored candidates out. Requests that wait while a strategy is busy
 * are scored together; what a strategy answers is checked before it goes on; a strategy that cannot
 * answer is replaced by the next rung of the degrade ladder.
 */
@NullMarked
package io.pannier.scoring;

import org.jspecify.annotations.NullMarked;
