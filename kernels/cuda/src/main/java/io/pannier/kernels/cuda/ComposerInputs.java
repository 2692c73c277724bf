package io.pannier.kernels.cuda;

import io.pannier.kernels.api.AttentionSpec;
import io.pannier.kernels.api.CandidateBatch;
import io.pannier.kernels.api.EventBatch;
import io.pannier.kernels.api.Sequences;
import io.pannier.kernels.api.TopK;
import java.util.Arrays;
import java.util.Objects;

/** Writes the inputs of a composer's calls in the form that the kernels read. */
final class ComposerInputs {
  private static final int EVENT_IDS = 5;
  private static final int CANDIDATE_IDS = 3;
  private static final int NONE = -1;

  private final Staging staging;
  private final boolean fused;
  private final int gapBuckets;
  private final QueryTiles queryTiles = new QueryTiles();
  private int[] gaps = {};
  private int[] last = {};
  private int[] lists = {};
  private int[] offsets = {};

  /**
   * @param fused whether the encoder is made of the fused kernels
   */
  ComposerInputs(Staging staging, boolean fused, int gapBuckets) {
    this.staging = staging;
    this.fused = fused;
    this.gapBuckets = gapBuckets;
  }

  /** Bytes of a shape's inputs. */
  long bytes(ComposerShape shape, int hiddenWords) {
    long tokens = (EVENT_IDS + 1) * ints(shape.tokens()) + DeviceMemory.aligned(shape.tokens());
    long requests =
        4 * ints(shape.requests() + 1)
            + ints(EncoderPass.TILES.length * shape.requests())
            + ints(2 * QueryTiles.PAIR * shape.queryTiles(Attentions.SELF_TILE));
    long candidates =
        CANDIDATE_IDS * ints(shape.candidates()) + DeviceMemory.aligned(shape.candidates());
    return tokens + requests + candidates + DeviceMemory.aligned((long) hiddenWords * Long.BYTES);
  }

  private static long ints(int count) {
    return DeviceMemory.aligned((long) count * Integer.BYTES);
  }

  EncoderPass.Inputs events(ComposerShape shape, EventBatch events) {
    Sequences sequences = events.sequences();
    int tokens = sequences.tokens();
    int count = sequences.count();
    int[] times = Objects.requireNonNull(sequences.times());
    findGaps(sequences, times);
    findLast(sequences);
    long[] ids = {
      staging.ints(events.items(), tokens, shape.tokens(), NONE),
      staging.ints(events.categories(), tokens, shape.tokens(), NONE),
      staging.ints(events.prices(), tokens, shape.tokens(), NONE),
      staging.ints(events.types(), tokens, shape.tokens(), NONE),
      staging.ints(gaps, tokens, shape.tokens(), NONE)
    };
    long timesAt = staging.ints(times, tokens, shape.tokens(), 0);
    long visibleAt = staging.flags(sequences.visible(), tokens, shape.tokens());
    long offsetsAt = staging.ints(sequences.offsets(), count + 1, shape.requests() + 1, tokens);
    long lastAt = staging.ints(last, count, shape.requests(), NONE);
    long listsAt = 0;
    long tilesAt = 0;
    if (fused) {
      sortBySize(sequences, shape.requests());
      int size = EncoderPass.TILES.length * shape.requests();
      listsAt = staging.ints(lists, size, size, NONE);
    } else {
      queryTiles.cut(sequences, Attentions.SELF_TILE);
      tilesAt =
          staging.ints(
              queryTiles.pairs(),
              QueryTiles.PAIR * queryTiles.count(),
              QueryTiles.PAIR * shape.queryTiles(Attentions.SELF_TILE),
              NONE);
    }
    return new EncoderPass.Inputs(ids, timesAt, visibleAt, offsetsAt, listsAt, tilesAt, lastAt);
  }

  DecoderPass.Inputs candidates(ComposerShape shape, CandidateBatch batch) {
    Sequences candidates = batch.candidates();
    int count = candidates.tokens();
    int size = shape.candidates();
    long[] ids = {
      staging.ints(batch.items(), count, size, NONE),
      staging.ints(batch.categories(), count, size, NONE),
      staging.ints(batch.prices(), count, size, NONE),
      0,
      0
    };
    long allowedAt = staging.flags(batch.allowed(), count, size);
    int requests = candidates.count();
    long offsetsAt = staging.ints(candidates.offsets(), requests + 1, shape.requests() + 1, count);
    if (offsets.length < 2 * shape.requests() + 1) {
      offsets = new int[2 * shape.requests() + 1];
    }
    for (int r = 0; r <= shape.requests(); r++) {
      offsets[r] = r * shape.beamWidth();
    }
    long beamsAt = staging.ints(offsets, shape.requests() + 1, shape.requests() + 1, 0);
    for (int r = 0; r < shape.requests(); r++) {
      offsets[QueryTiles.PAIR * r] = r < requests ? r : NONE;
      offsets[QueryTiles.PAIR * r + 1] = 0;
    }
    int pairs = QueryTiles.PAIR * shape.requests();
    long tilesAt = staging.ints(offsets, pairs, pairs, NONE);
    return new DecoderPass.Inputs(ids, allowedAt, offsetsAt, beamsAt, tilesAt);
  }

  long hidden(long[] words, int count) {
    return staging.words(words, count);
  }

  private void findGaps(Sequences sequences, int[] times) {
    if (gaps.length < sequences.tokens()) {
      gaps = new int[2 * sequences.tokens()];
    }
    for (int s = 0; s < sequences.count(); s++) {
      int first = sequences.offsets()[s];
      for (int t = first; t < sequences.offsets()[s + 1]; t++) {
        gaps[t] = t == first ? 0 : AttentionSpec.timeBucket(times[t] - times[t - 1], gapBuckets);
      }
    }
  }

  /** The last visible event of each sequence, or none. */
  private void findLast(Sequences sequences) {
    if (last.length < sequences.count()) {
      last = new int[2 * sequences.count()];
    }
    boolean[] visible = sequences.visible();
    for (int s = 0; s < sequences.count(); s++) {
      int first = sequences.offsets()[s];
      int event = sequences.offsets()[s + 1] - 1;
      while (event >= first && visible != null && !visible[event]) {
        event--;
      }
      last[s] = event < first ? TopK.NO_ITEM : event;
    }
  }

  /** For each size of the fused attention the sequences that it takes, in their own places. */
  private void sortBySize(Sequences sequences, int requests) {
    int sizes = EncoderPass.TILES.length;
    if (lists.length < sizes * requests) {
      lists = new int[2 * sizes * requests];
    }
    Arrays.fill(lists, 0, sizes * requests, NONE);
    int[] filled = new int[sizes];
    for (int s = 0; s < sequences.count(); s++) {
      int tiles = Lane.blocks(sequences.length(s), ComposerShape.TILE);
      if (tiles > 0) {
        int size = EncoderPass.sizeIndex(tiles);
        lists[size * requests + filled[size]++] = s;
      }
    }
  }
}
