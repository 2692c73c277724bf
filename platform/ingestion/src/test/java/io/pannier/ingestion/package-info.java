@NullMarked
package io.pannier.ingestion;

import org.jspecify.annotations.NullMarked;
