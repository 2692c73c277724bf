package io.pannier.feature;

import java.io.DataOutput;
import java.io.IOException;

/** A piece of state with one owner, which a snapshot writes once. */
abstract class OwnedState {
  /** Number of the last snapshot that holds this piece, or under whose way it was born. */
  int snapshotEpoch;

  abstract void write(DataOutput out) throws IOException;
}
