package io.pannier.scoring;

import io.pannier.messages.OfferRequest;
import io.pannier.messages.Placement;
import io.pannier.pluginhost.Answer;
import io.pannier.pluginhost.ShadowCalls;
import io.pannier.spi.ScoredCandidates;
import io.pannier.spi.ScoringContext;
import io.pannier.spi.ScoringStrategy;
import io.pannier.store.Shadows;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Notes how often the scoring strategies in shadow would have named what was named. */
final class ScoringShadow {
  private static final int COMPARED = 10;

  private final ShadowCalls calls;
  private final Shadows shadows;

  ScoringShadow(ShadowCalls calls, Shadows shadows) {
    this.calls = calls;
    this.shadows = shadows;
  }

  /** Called for answers that the placement's own strategy gave. */
  void compare(ScoringTask task, ScoredCandidates shown, Scorer scorer) {
    OfferRequest request = task.request();
    ScoringContext asked = task.context;
    Placement placement = request.placement();
    if (placement.shadow().isEmpty() || asked.candidates() != null || shown.size() == 0) {
      return;
    }
    calls.ask(
        request.shop().number(),
        placement.shadow(),
        placement.scoring(),
        ScoringStrategy.class,
        strategy -> {
          RuledAnswer.Asked ask =
              question -> {
                List<ScoredCandidates> answers = List.copyOf(strategy.score(List.of(question)));
                AnswerCheck.check(List.of(question), answers);
                return answers.getFirst();
              };
          // Under the same rules: they are not what the two are compared in.
          return task.ruled(ask.ask(asked), ask);
        },
        answer -> note(request, answer, shown, scorer));
  }

  /** A strategy that has nothing to say, as one without a model, disagrees with nobody. */
  private void note(
      OfferRequest request,
      Answer<ScoredCandidates> answer,
      ScoredCandidates shown,
      Scorer scorer) {
    ScoredCandidates named = answer.value();
    if (named.size() == 0) {
      return;
    }
    int size = Math.min(COMPARED, shown.size());
    Set<Integer> first = new HashSet<>();
    for (int rank = 0; rank < size; rank++) {
      first.add(shown.item(rank));
    }
    int both = 0;
    for (int rank = 0; rank < Math.min(size, named.size()); rank++) {
      both += first.contains(named.item(rank)) ? 1 : 0;
    }
    shadows.compared(
        new Shadows.Pair(
            request.shop().number(),
            request.placement().name(),
            answer.by(),
            Answer.by(scorer.strategy(), scorer.model())),
        named.item(0) == shown.item(0),
        (double) both / size);
  }
}
