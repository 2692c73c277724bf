/** Load generators, the importer over HTTP, and the report that benchmarks print. */
@NullMarked
package io.pannier.laboratory.load;

import org.jspecify.annotations.NullMarked;
