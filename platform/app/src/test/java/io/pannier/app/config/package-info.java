@NullMarked
package io.pannier.app.config;

import org.jspecify.annotations.NullMarked;
