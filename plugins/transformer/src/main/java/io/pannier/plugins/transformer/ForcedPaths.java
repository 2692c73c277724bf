package io.pannier.plugins.transformer;

import io.pannier.kernels.api.CandidateWord;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Leads beam searches along given paths, some for each request, and writes down how probable each
 * of their steps would have been. A request needs as many beams as it has paths.
 */
final class ForcedPaths implements CandidateWord {
  private final int candidates;
  private final int minItems;
  private final List<Request> requests = new ArrayList<>();
  private final float[] said;

  /** Of which candidate a path must not think; −1 for none. */
  private record Path(int[] steps, int without, double[] logs) {
    private boolean begins(int[] chosen, int size) {
      return size <= steps.length && Arrays.equals(steps, 0, size, chosen, 0, size);
    }
  }

  private record Request(BundleWord word, List<Path> paths) {}

  /**
   * @param minItems before a bundle may end
   */
  ForcedPaths(int candidates, int minItems) {
    this.candidates = candidates;
    this.minItems = minItems;
    this.said = new float[candidates + 1];
  }

  /** Begins the next request. */
  void request(BundleWord word) {
    requests.add(new Request(word, new ArrayList<>()));
  }

  /**
   * Adds a path to the request that was begun last; first those that leave nothing out.
   *
   * @param steps candidates in the order in which they are chosen, at least one
   * @param without a candidate that is taken for not there; −1 for none
   * @return the logarithms of the steps' probabilities, once the search was led
   */
  double[] add(int[] steps, int without) {
    double[] logs = new double[steps.length];
    requests.getLast().paths().add(new Path(steps, without, logs));
    return logs;
  }

  int requests() {
    return requests.size();
  }

  /** Most paths of a request. */
  int width() {
    return requests.stream().mapToInt(request -> request.paths().size()).max().orElse(1);
  }

  @Override
  public void speak(int request, int[] chosen, int size, float[] logits) {
    Request asked = requests.get(request);
    boolean mayEnd = false;
    boolean spoken = false;
    int without = -1;
    double sum = 0;
    boolean[] next = new boolean[candidates];
    for (Path path : asked.paths()) {
      if (!path.begins(chosen, size)) {
        continue;
      }
      if (size == path.steps().length) {
        mayEnd = true;
        continue;
      }
      if (!spoken || path.without() != without) {
        without = path.without();
        spoken = true;
        say(asked.word(), chosen, size, without, logits);
        sum = logSum();
      }
      int step = path.steps()[size];
      path.logs()[size] = said[step] - sum;
      next[step] = true;
    }
    for (int j = 0; j < candidates; j++) {
      logits[j] = next[j] ? 0 : FORBIDDEN;
    }
    logits[candidates] = mayEnd ? 0 : FORBIDDEN;
  }

  private void say(BundleWord word, int[] chosen, int size, int without, float[] logits) {
    System.arraycopy(logits, 0, said, 0, said.length);
    if (without >= 0) {
      said[without] = FORBIDDEN;
    }
    word.speak(0, chosen, size, said);
    if (size < minItems) {
      said[candidates] = FORBIDDEN;
    }
  }

  private double logSum() {
    float most = FORBIDDEN;
    for (float logit : said) {
      most = Math.max(most, logit);
    }
    double sum = 0;
    for (float logit : said) {
      sum += Math.exp((double) logit - most);
    }
    return most + Math.log(sum);
  }
}
