package io.pannier.kernels.api;

import java.nio.file.Path;

/**
 * Where a training writes down how far it is, so that it can go on after an interruption.
 *
 * @param file replaced after each pass, whole or not at all
 * @param resume whether the training goes on from what the file holds, and is refused where it
 *     cannot; else it begins anew
 */
public record Checkpoint(Path file, boolean resume) {}
