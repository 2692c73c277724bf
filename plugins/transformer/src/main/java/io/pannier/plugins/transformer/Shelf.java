package io.pannier.plugins.transformer;

/** What the model reads of products, by the numbers of whoever asks. */
interface Shelf {
  /** The model's row of an item; −1 where the model does not know it. */
  int row(int item);

  /** The bucket of an item's price; −1 where it is unknown. */
  int price(int item);

  /** The model's number of an item's category; −1 where it does not know it. */
  int category(int item);
}
