/**
 * The configuration as a tested contract: YAML into records, every problem at once.
 *
 * <p>Each module states what can be configured as a record with {@code defaults()}; this package
 * knows none of them but binds them all. Keys are the components' names in kebab case.
 */
@NullMarked
package io.pannier.app.config;

import org.jspecify.annotations.NullMarked;
