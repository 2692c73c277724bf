package io.pannier.laboratory.orders;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Derives a category from an English product description: the department and the name of the thing
 * itself, which in such descriptions is the last noun that is no colour, size, pattern or number.
 *
 * <p>"SET OF 3 CAKE TINS PANTRY DESIGN" is read from its end: DESIGN and PANTRY name no known
 * thing, TINS does, so the category is {@code Kitchen > Tin}. What follows WITH, FOR, IN or FROM
 * describes the thing and is looked at only when nothing before it names one. Where no word is
 * known, the category is {@code Other}.
 */
final class CategoryRule {
  private static final String[] DEPARTMENTS = {
    "Kitchen: mug cup teacup saucer plate bowl teapot pot jug jar tin bottle tray cutlery spoon"
        + " fork cutter mould apron cakestand cake-stand baking lunchbox lunch-box snack popcorn"
        + " teatowel towel napkin doily doilies dish scale scales recipe mixing egg pan kettle"
        + " coaster placemat straw beaker glass tumbler tea-set teaset cookie jelly butter toast"
        + " cruet",
    "Bags: bag shopper purse rucksack backpack suitcase handbag holdall satchel wallet luggage"
        + " umbrella",
    "Christmas: christmas bauble reindeer santa advent nativity stocking tinsel",
    "Party: balloon bunting garland candles-set partyware banner invite invites pinata confetti"
        + " crown feather streamer",
    "Stationery: card notebook pencil pen ruler eraser sketchbook notepad sticker stickers tape"
        + " wrap ribbon ribbons tissue tissues envelope calendar journal stamp folder bookmark"
        + " chalk gift-tag tag paper passport",
    "Lighting: candle t-light lantern light lights lamp chandelier candlestick tealight",
    "Home: cushion clock frame sign mirror drawer cabinet hook rack knob hanger doormat doorstop"
        + " basket box storage chest shelf stool chair table screen blind curtain throw quilt rug"
        + " bin vase ornament decoration wall-art painting picture chalkboard blackboard board"
        + " bell letter magnet magnets thermometer planter bath soap holder stand warmer coat",
    "Garden: garden watering trowel plant birdhouse feeder herb parasol windmill seed thermostat"
        + " gnome deckchair",
    "Toys: game doll dolls toy puzzle dominoes soldier bear rabbit skipping playhouse kite jigsaw"
        + " marbles spinning jack-in-box harmonica whistle paint colouring plasters bank money-box",
    "Jewellery: bracelet necklace earring earrings ring brooch bangle charm key-ring keyring"
        + " hairclip hair-clip pendant fob comb headband",
    "Crafts: knitting sewing wool button embroidery stitch felt craft scissor crochet",
    "Clothing: glove gloves scarf slipper slippers sock hat poncho shirt flip-flops",
    "Vouchers: voucher",
  };

  private static final Set<String> DESCRIBED_BY = Set.of("WITH", "FOR", "IN", "FROM", "W");

  private static final String OTHER = "Other";

  private final Map<String, String> categoryOfNoun = new HashMap<>();

  CategoryRule() {
    for (String department : DEPARTMENTS) {
      int colon = department.indexOf(':');
      String name = department.substring(0, colon);
      for (String noun : department.substring(colon + 2).split(" ")) {
        String shown = Character.toUpperCase(noun.charAt(0)) + noun.substring(1);
        categoryOfNoun.putIfAbsent(noun.toUpperCase(Locale.ROOT), name + " > " + shown);
      }
    }
  }

  /** The category path of a description. */
  String category(String description) {
    String[] words = description.toUpperCase(Locale.ROOT).split("[^A-Z-]+");
    int end = words.length;
    for (int i = 1; i < words.length; i++) {
      if (DESCRIBED_BY.contains(words[i])) {
        end = i;
        break;
      }
    }
    String category = lastKnown(words, 0, end);
    if (category == null) {
      category = lastKnown(words, end, words.length);
    }
    return category == null ? OTHER : category;
  }

  private @Nullable String lastKnown(String[] words, int from, int to) {
    for (int i = to - 1; i >= from; i--) {
      String word = words[i];
      String category = categoryOfNoun.get(word);
      if (category == null && word.endsWith("S")) {
        category = categoryOfNoun.get(word.substring(0, word.length() - 1));
      }
      if (category == null && word.endsWith("ES")) {
        category = categoryOfNoun.get(word.substring(0, word.length() - 2));
      }
      if (category != null) {
        return category;
      }
    }
    return null;
  }
}
