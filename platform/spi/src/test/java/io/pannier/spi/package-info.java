@org.jspecify.annotations.NullMarked
package io.pannier.spi;
