/**
 * The first stage: resolves SKUs, journals durably, acknowledges, publishes. A cart goes on to the
 * feature stage at once and is journaled meanwhile; everything else is told to the other stages
 * once it is durable.
 */
@NullMarked
package io.pannier.ingestion;

import org.jspecify.annotations.NullMarked;
