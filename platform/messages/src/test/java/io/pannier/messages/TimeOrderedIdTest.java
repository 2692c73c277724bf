package io.pannier.messages;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class TimeOrderedIdTest {
  @Test
  void isAVersion7UuidThatTellsItsTime() {
    UUID id = TimeOrderedId.next(1_700_000_000_123L);

    assertThat(id.version()).isEqualTo(7);
    assertThat(id.variant()).isEqualTo(2);
    assertThat(TimeOrderedId.millis(id)).isEqualTo(1_700_000_000_123L);
  }

  @Test
  void idsOfOneMillisecondDiffer() {
    Set<UUID> ids = new HashSet<>();
    for (int i = 0; i < 10_000; i++) {
      ids.add(TimeOrderedId.next(1));
    }
    assertThat(ids).hasSize(10_000);
  }

  @Test
  void idsOfOneMillisecondStandInTheOrderInWhichTheyWereMade() {
    List<UUID> made = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      made.add(TimeOrderedId.next(1_700_000_000_124L));
    }
    assertThat(made).isSorted();
    assertThat(made).allMatch(id -> TimeOrderedId.millis(id) == 1_700_000_000_124L);
  }

  @Test
  void aClockThatGoesBackIsTakenAtItsWord() {
    TimeOrderedId.next(1_700_000_000_125L);
    assertThat(TimeOrderedId.millis(TimeOrderedId.next(1_600_000_000_000L)))
        .isEqualTo(1_600_000_000_000L);
  }
}
