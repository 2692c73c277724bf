package io.pannier.laboratory.simulator;

import java.util.ArrayList;
import java.util.List;

/** The words and price levels of the simulated shop's categories. */
final class Vocabulary {
  /**
   * One category.
   *
   * @param path as in a product
   * @param medianPrice minor units
   * @param nouns things of this category
   * @param styles put before the noun
   * @param sizes put behind it
   * @param complements indices of the categories whose things are used together with these
   */
  record Category(
      String path,
      long medianPrice,
      List<String> nouns,
      List<String> styles,
      List<String> sizes,
      int[] complements) {}

  static final List<String> BRANDS =
      List.of(
          "Alder & Finch",
          "Nordholm",
          "Casa Verde",
          "Pinewick",
          "Halloway",
          "Mirabel",
          "Oakline",
          "Tessaro",
          "Brightwater",
          "Lumen Co.",
          "Kestrel",
          "Fjordby",
          "Maple Row",
          "Sorrel",
          "Quillon",
          "Harrow",
          "Bellamy",
          "Ostara",
          "Tannery Lane",
          "Wren & Co.");

  static final List<String> COLOURS =
      List.of(
          "Sage",
          "Charcoal",
          "Ivory",
          "Terracotta",
          "Navy",
          "Blush",
          "Mustard",
          "Walnut",
          "Slate",
          "Cream",
          "Forest",
          "Indigo",
          "Copper",
          "Sand");

  // path | median price | nouns | styles | sizes | complements by path
  private static final String[] TABLE = {
    "Kitchen > Coffee|2400|Pour-over dripper,French press,Moka pot,Coffee grinder,Milk"
        + " frother|Stoneware,Stainless steel,Borosilicate,Hand-turned|2 cups,4 cups,6 cups,0.6"
        + " l|Kitchen > Mugs,Pantry > Coffee",
    "Kitchen > Mugs|1100|Mug,Espresso cup,Travel mug,Latte"
        + " cup|Stoneware,Porcelain,Enamel,Double-walled|250 ml,350 ml,450 ml|Kitchen >"
        + " Coffee,Pantry > Tea",
    "Kitchen > Cookware|4900|Frying pan,Saucepan,Casserole,Stockpot,Wok|Cast iron,Carbon"
        + " steel,Non-stick,Copper-base|20 cm,24 cm,28 cm,4 l|Kitchen > Utensils,Pantry > Oils",
    "Kitchen > Utensils|900|Spatula,Ladle,Whisk,Tongs,Peeler,Wooden spoon"
        + "|Beech,Olive wood,Silicone,Stainless steel|small,large,set of 3|Kitchen > Cookware",
    "Kitchen > Knives|5400|Chef's knife,Paring knife,Bread knife,Santoku"
        + "|Forged,Damascus,High-carbon|9 cm,16 cm,20 cm|Kitchen > Boards",
    "Kitchen > Boards|2900|Chopping board,Serving board,Bread board"
        + "|Acacia,Bamboo,End-grain,Olive wood|30 cm,40 cm,50 cm|Kitchen > Knives",
    "Kitchen > Baking|1600|Cake tin,Loaf tin,Muffin tray,Rolling pin,Cookie cutters"
        + "|Non-stick,Silicone,Anodised,Beech|20 cm,23 cm,12 pieces|Pantry > Baking",
    "Pantry > Coffee|950|Coffee beans,Espresso blend,Filter coffee,Decaf beans"
        + "|Ethiopian,Colombian,Guatemalan,House|250 g,500 g,1 kg|Kitchen > Coffee",
    "Pantry > Tea|650|Green tea,Earl Grey,Chamomile infusion,Masala chai"
        + "|Loose-leaf,Organic,First-flush|50 g,100 g,20 bags|Kitchen > Mugs",
    "Pantry > Oils|1300|Olive oil,Rapeseed oil,Balsamic vinegar,Sesame oil"
        + "|Cold-pressed,Extra virgin,Aged|250 ml,500 ml,750 ml|Kitchen > Cookware",
    "Pantry > Baking|480|Bread flour,Vanilla sugar,Baking chocolate,Dried yeast"
        + "|Organic,Stone-ground,Fair-trade|100 g,500 g,1 kg|Kitchen > Baking",
    "Home > Candles|1700|Scented candle,Pillar candle,Tealights,Reed diffuser"
        + "|Fig & cedar,Beeswax,Sea salt,Lavender|20 h,40 h,60 h|Home > Holders",
    "Home > Holders|1500|Candle holder,Lantern,Tealight holder,Candlestick"
        + "|Brass,Blown-glass,Ceramic,Iron|8 cm,15 cm,25 cm|Home > Candles",
    "Home > Textiles|3500|Throw,Cushion cover,Blanket,Table runner"
        + "|Linen,Wool,Waffle-knit,Cotton|45 × 45,130 × 170,40 × 150|Home > Cushions",
    "Home > Cushions|1800|Cushion pad,Floor cushion,Seat cushion"
        + "|Feather,Recycled,Kapok|40 cm,45 cm,60 cm|Home > Textiles",
    "Home > Vases|2600|Vase,Bud vase,Planter,Pot"
        + "|Stoneware,Ribbed-glass,Terracotta,Concrete|12 cm,20 cm,28 cm|Garden > Plants",
    "Garden > Plants|1900|Monstera,Fern,Snake plant,Herb pot,Olive tree"
        + "|Young,Potted,Trailing|12 cm pot,17 cm pot,21 cm pot|Home > Vases,Garden > Care",
    "Garden > Care|1200|Watering can,Plant mister,Potting soil,Secateurs"
        + "|Galvanised,Brass,Peat-free,Forged|0.5 l,1.5 l,10 l|Garden > Plants",
    "Stationery > Notebooks|1400|Notebook,Sketchbook,Weekly planner,Journal"
        + "|Linen-bound,Dotted,Hardcover,Recycled|A6,A5,A4|Stationery > Pens",
    "Stationery > Pens|1250|Fountain pen,Rollerball,Fineliner set,Brush pen"
        + "|Brass,Matte,Refillable|fine,medium,broad|Stationery > Notebooks,Stationery > Ink",
    "Stationery > Ink|900|Bottled ink,Ink cartridges,Calligraphy ink"
        + "|Iron-gall,Shimmer,Archival|30 ml,50 ml,12 pieces|Stationery > Pens",
    "Bath > Towels|2200|Bath towel,Hand towel,Bath mat,Hammam towel"
        + "|Organic cotton,Waffle,Linen|50 × 90,70 × 140,100 × 180|Bath > Soap",
    "Bath > Soap|750|Soap bar,Hand wash,Body scrub,Bath salts"
        + "|Olive,Oat & honey,Rosemary,Unscented|100 g,250 ml,500 ml|Bath > Towels",
    "Play > Games|2700|Board game,Card game,Jigsaw puzzle,Dominoes"
        + "|Cooperative,Wooden,Travel,Family|500 pieces,2–4 players,2–6 players|Play > Toys",
    "Play > Toys|1900|Building blocks,Pull-along dog,Stacking rings,Play kitchen set"
        + "|Beech,Felt,Painted,Organic|12 months+,2 years+,3 years+|Play > Games",
  };

  private Vocabulary() {}

  /** All categories. */
  static List<Category> categories() {
    List<String[]> rows = new ArrayList<>();
    List<String> paths = new ArrayList<>();
    for (String line : TABLE) {
      String[] row = line.split("\\|");
      rows.add(row);
      paths.add(row[0]);
    }
    List<Category> categories = new ArrayList<>();
    for (String[] row : rows) {
      String[] names = row[5].split(",");
      int[] complements = new int[names.length];
      for (int i = 0; i < names.length; i++) {
        complements[i] = paths.indexOf(names[i]);
      }
      categories.add(
          new Category(
              row[0],
              Long.parseLong(row[1]),
              List.of(row[2].split(",")),
              List.of(row[3].split(",")),
              List.of(row[4].split(",")),
              complements));
    }
    return List.copyOf(categories);
  }
}
