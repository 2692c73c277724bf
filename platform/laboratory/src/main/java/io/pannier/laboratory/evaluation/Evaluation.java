package io.pannier.laboratory.evaluation;

import io.pannier.laboratory.protocol.EvaluationTask;
import io.pannier.spi.Capability;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs strategies through one task. Each strategy gets what it gets in production: a trainer a file
 * to write and then a new instance that is granted it, a learner the training part as events in
 * journal order, a scorer batches of contexts.
 */
public final class Evaluation {
  private final EvaluationTask task;
  private final Path workFolder;
  private final EvaluationListener listener;
  private final QuestionTexts texts;

  /**
   * Without a language model.
   *
   * @param workFolder where models are written; left to the caller to empty
   */
  public Evaluation(EvaluationTask task, Path workFolder, EvaluationListener listener) {
    this(task, workFolder, listener, QuestionTexts.WORDS_ONLY);
  }

  /**
   * @param workFolder where models are written; left to the caller to empty
   * @param texts what texts say to each question
   */
  public Evaluation(
      EvaluationTask task, Path workFolder, EvaluationListener listener, QuestionTexts texts) {
    this.task = task;
    this.texts = texts;
    this.workFolder = workFolder;
    this.listener = listener;
  }

  /**
   * @param contestants at least one
   * @throws PannierException CAPABILITY_UNSUPPORTED, before anything is trained, if one of them
   *     cannot score; STRATEGY_INVALID_ANSWER if an answer breaks the contract; else the code by
   *     which a strategy failed
   */
  public EvaluationResult run(List<Contestant> contestants) {
    for (Contestant contestant : contestants) {
      if (!contestant.capabilities().contains(Capability.SCORING)) {
        throw new PannierException(
            StandardErrorCode.CAPABILITY_UNSUPPORTED,
            contestant.id()
                + " does not score products, which is what "
                + task.protocol()
                + " measures; it declares "
                + contestant.capabilities().stream().sorted().toList()
                + ".");
      }
    }
    List<StrategyResult> results = new ArrayList<>();
    for (Contestant contestant : contestants) {
      results.add(run(contestant));
    }
    return EvaluationResult.of(task, results);
  }

  private StrategyResult run(Contestant contestant) {
    long started = System.nanoTime();
    Lessons lessons = new Lessons(task, listener, texts);
    try (Contestant.Seat seat = contestant.open(lessons.train(contestant, workFolder))) {
      if (contestant.capabilities().contains(Capability.ONLINE_LEARNING)) {
        lessons.teach(contestant.name(), seat);
      }
      long taught = System.nanoTime();
      Examination examination = new Examination(task, listener, texts);
      List<double[]> ranks = examination.ranks(contestant.id(), contestant.name(), seat);
      return new StrategyResult(
          contestant.name(),
          contestant.id(),
          StrategyResult.table(task.metrics(), ranks),
          examination.answered(),
          (taught - started) / 1e9,
          (System.nanoTime() - taught) / 1e9);
    }
  }
}
