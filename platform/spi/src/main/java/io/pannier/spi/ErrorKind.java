package io.pannier.spi;

/** Who has to act on an error. */
public enum ErrorKind {
  /** The caller sent something that cannot be accepted. */
  USER,
  /** The configuration of the installation is wrong. */
  CONFIG,
  /** A plugin broke its contract. */
  PLUGIN,
  /** An accelerator failed or is missing. */
  DEVICE,
  /** A limit was reached: memory, rate, time, space. */
  RESOURCE,
  /** Something outside the process failed: the database, Kafka, the file system. */
  EXTERNAL,
  /** A defect of Pannier itself. */
  INTERNAL
}
