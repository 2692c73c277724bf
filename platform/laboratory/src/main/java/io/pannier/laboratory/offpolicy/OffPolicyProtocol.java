package io.pannier.laboratory.offpolicy;

import static io.pannier.spi.StandardErrorCode.FILE_FAILED;

import io.pannier.spi.PannierException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The protocol {@code off-policy}: estimates the click rate of one policy of the Open Bandit
 * Dataset from the log of the other, by every estimator, and compares it with the rate that was
 * logged.
 *
 * <p>The random policy shows each item with equal probability, so its probabilities are exact. The
 * Thompson sampler changed over the week and only the propensities of what it showed are logged;
 * its probabilities are taken to be how often it showed each item at each position. The estimate of
 * its rate is therefore one of the sampler averaged over the week, and the sampling error of these
 * frequencies is not in the interval.
 *
 * <p>The reward model of DM and DR is the shrunk mean click rate of item and position, predicted
 * across ten folds. The files' user features are not used.
 */
public final class OffPolicyProtocol {
  private static final List<String> POLICIES = List.of("random", "bts");

  /**
   * How many impressions a position's click rate is worth against an item's own, chosen so that an
   * item with an average number of impressions is believed about by half.
   */
  private static final double SHRINKAGE = 100;

  private final Path folder;
  private final long seed;
  private final EstimateOptions options;

  /**
   * @param folder holds {@code random-men} and {@code bts-men}, each with {@code men.csv} or {@code
   *     men.csv.gz}
   * @param seed of the folds
   */
  public OffPolicyProtocol(Path folder, long seed, EstimateOptions options) {
    this.folder = folder;
    this.seed = seed;
    this.options = options;
  }

  /**
   * Estimates both ways.
   *
   * @return first the random policy from the sampler's log, then the sampler from the random log
   * @throws PannierException {@code FILE_FAILED} or {@code CSV_ROW_INVALID} for data that are
   *     missing or broken
   */
  public List<OffPolicyResult> run() {
    OpenBanditLog random = OpenBanditLog.read(file(POLICIES.getFirst()));
    OpenBanditLog sampler = OpenBanditLog.read(file(POLICIES.getLast()));
    int items = Math.max(random.items(), sampler.items());
    int positions = Math.max(random.positions(), sampler.positions());
    double[] uniform = new double[positions * items];
    Arrays.fill(uniform, 1.0 / items);
    return List.of(
        result(POLICIES.getFirst(), POLICIES.getLast(), sampler, random, uniform, items, positions),
        result(
            POLICIES.getLast(),
            POLICIES.getFirst(),
            random,
            sampler,
            sampler.frequencies(positions, items),
            items,
            positions));
  }

  private OffPolicyResult result(
      String evaluated,
      String logger,
      OpenBanditLog log,
      OpenBanditLog own,
      double[] policy,
      int items,
      int positions) {
    List<LoggedDecision> decisions = decisions(log, policy, items, positions);
    List<Estimate> estimates = new ArrayList<>();
    for (Estimator estimator : Estimator.values()) {
      estimates.add(Estimate.of(decisions, estimator, options));
    }
    Agreement logged = Agreement.of(own.clicks(), own.rows().size(), options.confidence());
    return new OffPolicyResult(
        evaluated, logger, own.clickRate(), logged.lower(), logged.upper(), estimates);
  }

  private List<LoggedDecision> decisions(
      OpenBanditLog log, double[] policy, int items, int positions) {
    List<OpenBanditLog.Row> rows = log.rows();
    ActionMeans model =
        new ActionMeans(
            rows.stream().mapToInt(OpenBanditLog.Row::item).toArray(),
            rows.stream().mapToInt(OpenBanditLog.Row::position).toArray(),
            rows.stream().mapToDouble(row -> row.clicked() ? 1 : 0).toArray(),
            items,
            positions,
            SHRINKAGE,
            seed);
    List<LoggedDecision> decisions = new ArrayList<>(rows.size());
    for (int i = 0; i < rows.size(); i++) {
      OpenBanditLog.Row row = rows.get(i);
      decisions.add(
          new LoggedDecision(
              row.clicked() ? 1 : 0,
              row.propensity(),
              policy[row.position() * items + row.item()],
              model.predict(i, row.item(), row.position(), policy)));
    }
    return decisions;
  }

  private Path file(String policy) {
    for (String name : List.of("men.csv.gz", "men.csv")) {
      Path file = folder.resolve(policy + "-men").resolve(name);
      if (Files.exists(file)) {
        return file;
      }
    }
    throw new PannierException(
        FILE_FAILED,
        "no "
            + policy
            + "-men/men.csv or men.csv.gz in "
            + folder
            + "; expected a folder of the Open Bandit Dataset with random-men and bts-men");
  }
}
