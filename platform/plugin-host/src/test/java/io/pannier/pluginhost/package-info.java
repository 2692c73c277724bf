@NullMarked
package io.pannier.pluginhost;

import org.jspecify.annotations.NullMarked;
