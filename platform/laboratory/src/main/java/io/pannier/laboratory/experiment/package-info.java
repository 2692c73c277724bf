/** What experiments on live traffic say, at any time that somebody looks. */
@NullMarked
package io.pannier.laboratory.experiment;

import org.jspecify.annotations.NullMarked;
