@NullMarked
package io.pannier.spitestkit;

import org.jspecify.annotations.NullMarked;
