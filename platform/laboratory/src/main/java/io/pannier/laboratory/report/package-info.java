/** Reports for people: pages that are one file and need no network. */
@NullMarked
package io.pannier.laboratory.report;

import org.jspecify.annotations.NullMarked;
