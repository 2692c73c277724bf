package io.pannier.scoring;

import io.pannier.spi.Catalogue;
import io.pannier.spi.Product;
import java.util.List;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * One shop's products as they were last published: an immutable table of pages, so that taking in a
 * change copies only the pages that it touches.
 */
final class CatalogueTable implements Catalogue {
  private static final int PAGE_BITS = 8;
  static final int PAGE_SIZE = 1 << PAGE_BITS;
  private static final int PAGE_MASK = PAGE_SIZE - 1;

  private final @Nullable Product[] @Nullable [] pages;
  private final int size;
  private final long version;
  private final ToIntFunction<String> itemOfSku;

  private CatalogueTable(
      @Nullable Product[] @Nullable [] pages,
      int size,
      long version,
      ToIntFunction<String> itemOfSku) {
    this.pages = pages;
    this.size = size;
    this.version = version;
    this.itemOfSku = itemOfSku;
  }

  /**
   * @param itemOfSku the ordinal of a SKU, or -1
   */
  static CatalogueTable empty(ToIntFunction<String> itemOfSku) {
    return new CatalogueTable(new Product[0][], 0, 0, itemOfSku);
  }

  /** This table with the given products in place of those with the same ordinals. */
  CatalogueTable with(List<Product> products) {
    int newSize = size;
    for (Product product : products) {
      newSize = Math.max(newSize, product.item() + 1);
    }
    int pageCount = (newSize + PAGE_MASK) >> PAGE_BITS;
    @Nullable Product[] @Nullable [] newPages = new Product[pageCount][];
    System.arraycopy(pages, 0, newPages, 0, pages.length);
    boolean[] copied = new boolean[pageCount];
    for (Product product : products) {
      int at = product.item() >> PAGE_BITS;
      @Nullable Product[] page = newPages[at];
      if (page == null) {
        page = new Product[PAGE_SIZE];
        newPages[at] = page;
      } else if (!copied[at]) {
        page = page.clone();
        newPages[at] = page;
      }
      copied[at] = true;
      page[product.item() & PAGE_MASK] = product;
    }
    return new CatalogueTable(newPages, newSize, version + 1, itemOfSku);
  }

  int pages() {
    return pages.length;
  }

  /**
   * The products of {@link #PAGE_SIZE} ordinals: the same array as long as none of them changed.
   */
  @Nullable Product @Nullable [] page(int at) {
    return at < pages.length ? pages[at] : null;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public @Nullable Product product(int item) {
    if (item < 0 || item >= size) {
      return null;
    }
    @Nullable Product[] page = pages[item >> PAGE_BITS];
    return page == null ? null : page[item & PAGE_MASK];
  }

  @Override
  public int item(String sku) {
    return itemOfSku.applyAsInt(sku);
  }

  @Override
  public long version() {
    return version;
  }
}
