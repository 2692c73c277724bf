package io.pannier.kernels.cuda;

/** Where the intermediate and final results of a scan lie in device memory. */
final class ScanMemory {
  private final long thresholdBytes;
  private final long listBytes;
  private final long countBytes;
  private final long candidateBytes;
  private final long bestBytes;
  private final long coarseBytes;
  private final long scaleBytes;

  /** Whether a second pass scores the candidates again. */
  private final boolean twoPasses;

  private long from;

  /**
   * @param queries of the scan
   * @param k results of a query
   * @param rowBytes of a query in the first pass
   */
  ScanMemory(ScanPlan plan, int queries, int k, int rowBytes) {
    twoPasses = plan.twoPasses();
    long count = queries;
    thresholdBytes = DeviceMemory.aligned(count * Long.BYTES);
    listBytes = DeviceMemory.aligned(count * plan.groups() * plan.keep() * Long.BYTES);
    countBytes = DeviceMemory.aligned(count * plan.groups() * Integer.BYTES);
    candidateBytes = DeviceMemory.aligned(count * plan.keep() * Integer.BYTES);
    bestBytes = twoPasses ? DeviceMemory.aligned(count * k * Integer.BYTES) : 0;
    coarseBytes = twoPasses ? DeviceMemory.aligned(count * rowBytes) : 0;
    scaleBytes = twoPasses ? DeviceMemory.aligned(count * Float.BYTES) : 0;
  }

  long bytes() {
    return thresholdBytes
        + listBytes
        + countBytes
        + 2 * candidateBytes
        + 2 * bestBytes
        + coarseBytes
        + scaleBytes;
  }

  /** Puts it at an aligned address. */
  void place(long address) {
    from = address;
  }

  /** One word of 64 bits for each query. */
  long thresholds() {
    return from;
  }

  long lists() {
    return thresholds() + thresholdBytes;
  }

  long listCounts() {
    return lists() + listBytes;
  }

  /** The merged list of the first pass. */
  long candidates() {
    return listCounts() + countBytes;
  }

  long candidateScores() {
    return candidates() + candidateBytes;
  }

  long coarseQueries() {
    return candidateScores() + candidateBytes;
  }

  long queryScales() {
    return coarseQueries() + coarseBytes;
  }

  /** The result, (queries, k). */
  long bestItems() {
    return twoPasses ? queryScales() + scaleBytes : candidates();
  }

  long bestScores() {
    return twoPasses ? bestItems() + bestBytes : candidateScores();
  }
}
