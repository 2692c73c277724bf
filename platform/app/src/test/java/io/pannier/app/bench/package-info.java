@NullMarked
package io.pannier.app.bench;

import org.jspecify.annotations.NullMarked;
