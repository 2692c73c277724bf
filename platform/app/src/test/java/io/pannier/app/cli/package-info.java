@NullMarked
package io.pannier.app.cli;

import org.jspecify.annotations.NullMarked;
