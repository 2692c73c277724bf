package io.pannier.messages.json;

import io.pannier.messages.SubmissionResult.Rejected;
import java.util.List;

/**
 * What a document held.
 *
 * @param elements those that are valid, in the order of the sender
 * @param indexes for each of them its place in the document, from 0
 * @param rejected the others, by place
 */
public record Parsed<T>(List<T> elements, int[] indexes, List<Rejected> rejected) {
  /** Number of elements in the document. */
  public int total() {
    return elements.size() + rejected.size();
  }
}
