package io.pannier.messages;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
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
}
