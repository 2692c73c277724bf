package io.pannier.kernels.bench;

/**
 * The same work done by us and by a peer, ready to be repeated.
 *
 * @param name for progress and failures
 * @param ours writes its result where {@code check} finds it
 * @param peer likewise
 * @param check throws if the last results of both disagree
 */
public record Pair(String name, Runnable ours, Runnable peer, Runnable check) {
  /** Runs both once and compares their results. */
  public void verify() {
    ours.run();
    peer.run();
    check.run();
  }

  /** The same beside another peer that writes its result to the same place. */
  Pair against(Runnable otherPeer) {
    return new Pair(name, ours, otherPeer, check);
  }
}
