@NullMarked
package io.pannier.app.problem;

import org.jspecify.annotations.NullMarked;
