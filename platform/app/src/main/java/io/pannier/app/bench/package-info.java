/** What benchmarks measure inside of answers: how good bundles are beside a long search. */
@NullMarked
package io.pannier.app.bench;

import org.jspecify.annotations.NullMarked;
