package io.pannier.kernels.api;

import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;

/**
 * The architecture of the composer: a pre-norm Transformer that reads a shopper's events and
 * composes a bundle item by item. All vectors have {@link #width} elements; a linear layer is
 * {@code x · weightᵀ + bias} with weight (out, in) as PyTorch stores it; LN is layer norm with
 * epsilon 1e-5; GELU is {@link Activation#GELU}.
 *
 * <pre>{@code
 * product(i)  = embedding.item[i] + embedding.category[category(i)] + embedding.price[price(i)]
 * event x[t]  = product(item[t]) + embedding.type[type[t]] + embedding.gap[bucket(time[t] − time[t−1])]
 * encoder l:    x += out(selfAttention(qkv(LN1(x))))     causal, position and time bias, scale 1/√D
 *               x += ffn.out(GELU(ffn.in(LN2(x))))
 * states      = LN(x); the shopper's vector is the state of the last event
 * score of i  = shopper · embedding.item[i]
 *
 * decoder y[0] = decoder.start + decoder.position[0]
 *         y[t] = product(chosen item t−1) + decoder.position[t]
 * decoder l:    y += out(causal selfAttention(qkv(LN1(y))))            no bias
 *               y += cross.out(crossAttention(cross.query(LN2(y)), cross.kv(states)))
 *               y += ffn.out(GELU(ffn.in(LN3(y))))
 * pointer     = pointer(LN(y))
 * logit of candidate j = pointer · product(j) / √width; of the end = pointer · decoder.end / √width
 * }</pre>
 *
 * An id of −1 adds nothing, so a product that the model has never seen still has its category and
 * price. The first event's gap is bucket 0. The probability of a step is the softmax over the end
 * (once the beam search lets a bundle end) and the candidates that are allowed and not chosen yet.
 *
 * <p>Tensors by name: {@code embedding.{item,category,price,type,gap}}, {@code
 * encoder.L.{norm1,norm2}.{weight,bias}}, {@code encoder.L.attention.{qkv,out}.{weight,bias}} with
 * qkv (3·width, width) in the order query, key, value, {@code
 * encoder.L.attention.{position_bias,time_bias}} (heads, buckets), {@code
 * encoder.L.ffn.{in,out}.{weight,bias}}, {@code encoder.norm.*}, {@code decoder.{start,end}}
 * (width), {@code decoder.position} (maxItems, width), {@code decoder.L.*} like the encoder without
 * biases tables, with {@code norm3}, {@code decoder.L.cross.{query,kv,out}.{weight,bias}} with kv
 * (2·width, width), {@code decoder.norm.*}, {@code pointer.{weight,bias}}.
 *
 * @param width of every vector; a multiple of {@code heads}
 * @param heads of every attention
 * @param feedForward inner width of the feed-forward layers
 * @param items rows of {@code embedding.item}
 * @param categories rows of {@code embedding.category}
 * @param priceBuckets rows of {@code embedding.price}
 * @param eventTypes rows of {@code embedding.type}
 * @param gapBuckets rows of {@code embedding.gap}, by {@link AttentionSpec#timeBucket}
 * @param positionBuckets columns of {@code position_bias}
 * @param timeBuckets columns of {@code time_bias}
 * @param maxEvents most events of a shopper
 * @param maxItems most items of a bundle
 */
public record ComposerSpec(
    int width,
    int heads,
    int encoderLayers,
    int decoderLayers,
    int feedForward,
    int items,
    int categories,
    int priceBuckets,
    int eventTypes,
    int gapBuckets,
    int positionBuckets,
    int timeBuckets,
    int maxEvents,
    int maxItems) {
  public static final float NORM_EPSILON = 1e-5f;

  public ComposerSpec {
    boolean positive =
        Math.min(
                Math.min(Math.min(width, heads), Math.min(feedForward, items)),
                Math.min(
                    Math.min(Math.min(categories, priceBuckets), Math.min(eventTypes, gapBuckets)),
                    Math.min(
                        Math.min(positionBuckets, timeBuckets), Math.min(maxEvents, maxItems))))
            >= 1;
    if (!positive || encoderLayers < 1 || decoderLayers < 0 || width % heads != 0) {
      throw new PannierException(
          StandardErrorCode.KERNEL_SHAPE_MISMATCH,
          "not an architecture: sizes from 1 and heads that divide the width are expected");
    }
  }

  public int headWidth() {
    return width / heads;
  }
}
