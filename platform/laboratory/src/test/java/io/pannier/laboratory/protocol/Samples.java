package io.pannier.laboratory.protocol;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;

/** Small files in the forms of the public data sets, drawn by seed. */
public final class Samples {
  private static final String RETAIL_HEADER =
      "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n";

  private Samples() {}

  /** A hundred invoices before and after the cut of the protocol, of items in pairs. */
  public static Path retail(Path file, long seed) throws IOException {
    Random random = new Random(seed);
    StringBuilder text = new StringBuilder(RETAIL_HEADER);
    for (int invoice = 0; invoice < 100; invoice++) {
      String day = invoice < 70 ? "2011-08-1" + invoice % 10 : "2011-10-1" + invoice % 10;
      for (int item : pairs(random, 10)) {
        text.append(536_000 + invoice).append(",1%02d,ITEM %d,".formatted(item, item));
        text.append(1 + random.nextInt(5)).append(',').append(day);
        text.append(" 10:00:00,2.50,").append(1000 + invoice % 9).append(".0,United Kingdom\n");
      }
    }
    // What the protocol drops: a cancellation, a return, a gift, a fee.
    text.append("C536000,101,ITEM 1,2,2011-10-10 10:00:00,2.5,1000.0,United Kingdom\n");
    text.append("536001,101,ITEM 1,-2,2011-10-10 10:00:00,2.5,1000.0,United Kingdom\n");
    text.append("536001,777,GIFT,1,2011-08-10 10:00:00,0.0,1000.0,United Kingdom\n");
    text.append("536001,POST,POSTAGE,1,2011-08-10 10:00:00,18.0,1000.0,United Kingdom\n");
    text.append("536001,DCGS0003,GIFT VOUCHER,1,2011-08-10 10:00:00,8.0,,United Kingdom\n");
    Files.writeString(file, text);
    return file;
  }

  /** Two hundred baskets of items in pairs. */
  public static Path groceries(Path file, long seed) throws IOException {
    Random random = new Random(seed);
    StringBuilder text = new StringBuilder();
    for (int basket = 0; basket < 200; basket++) {
      List<String> items = new ArrayList<>();
      pairs(random, 12).forEach(item -> items.add("item " + item));
      text.append(String.join(",", items.subList(0, Math.max(1, items.size() - basket % 2))));
      text.append('\n');
    }
    Files.writeString(file, text);
    return file;
  }

  /** Sessions with one or two bundles each. */
  public static Path bundles(Path folder, long seed) throws IOException {
    Random random = new Random(seed);
    StringBuilder bundleItem = new StringBuilder("bundle ID,item ID\n");
    StringBuilder sessionBundle = new StringBuilder("session ID,bundle ID\n");
    StringBuilder userBundle = new StringBuilder("user ID,bundle ID,timestamp\n");
    StringBuilder intents = new StringBuilder("bundle ID,intent\n");
    TreeSet<Integer> all = new TreeSet<>();
    int bundle = 0;
    for (int session = 0; session < 60; session++) {
      for (int i = 0; i <= session % 2; i++) {
        for (int item : pairs(random, 40)) {
          bundleItem.append(bundle).append(',').append(item).append('\n');
          all.add(item);
        }
        sessionBundle.append(session).append(',').append(bundle).append('\n');
        userBundle.append(session % 50).append(',').append(bundle).append(',');
        intents.append(bundle).append(",\"Snacks, for session ").append(session).append("\"\n");
        userBundle.append(1_400_000_000L + session * 86_400L).append('\n');
        bundle++;
      }
    }
    StringBuilder titles = new StringBuilder("item ID,titles\n");
    StringBuilder categories = new StringBuilder("item ID,categories\n");
    for (int item : all) {
      titles.append(item).append(",\"Snack, number ").append(item).append("\"\n");
      categories.append(item).append(",\"[[Grocery,Coffee, Tea & Cocoa,Tea],[Gifts]]\"\n");
    }
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("bundle_item.csv"), bundleItem);
    Files.writeString(folder.resolve("bundle_intent.csv"), intents);
    Files.writeString(folder.resolve("session_bundle.csv"), sessionBundle);
    Files.writeString(folder.resolve("user_bundle.csv"), userBundle);
    Files.writeString(folder.resolve("item_titles.csv"), titles);
    Files.writeString(folder.resolve("item_categories.csv"), categories);
    return folder;
  }

  /** One to three pairs (2i, 2i + 1). */
  private static SortedSet<Integer> pairs(Random random, int kinds) {
    TreeSet<Integer> items = new TreeSet<>();
    int count = 1 + random.nextInt(3);
    for (int i = 0; i < count; i++) {
      int pair = random.nextInt(kinds);
      items.add(2 * pair);
      items.add(2 * pair + 1);
    }
    return items;
  }
}
