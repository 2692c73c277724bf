// Written by scripts/types.mjs from openapi.yaml; change that and run "npm run types".

export type Strategies = {
  strategies: Strategy[];
};

export type Strategy = {
  name: Name;
  /** That is installed; null where none is */
  version: string | null;
  description: string;
  capabilities: string[];
  /** Id of the model that serves, such as transformer/3 */
  model: string | null;
  /** Placements whose offers it takes part in */
  live: Name[];
  /** Placements that have it in shadow */
  shadow: Name[];
  /** How often it would have chosen what was shown, in the last seven days */
  agreement: Array<{
    placement: Name;
    /** name@version and the model that was asked */
    strategy: string;
    /** The same of what was shown */
    incumbent: string;
    compared: number;
    /** With the same first choice */
    agreed: number;
    /** End of the 95 % interval (Wilson) of the share that agreed */
    lower: number;
    upper: number;
    /** Mean share of what both chose, 0 to 1 */
    overlap: number;
  }>;
};

export type FoundProducts = {
  products: Array<{
    sku: string;
    title: string;
    price: number;
    currency: string;
  }>;
};

export type Name = string;

export type Id = string;

/** At most the decimals of the currency; more is MONEY_SCALE */
export type Money = number;

export type Problem = {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: Code;
  instance: string;
};

/** Stable; words are added, never renamed */
export type Code = 'MALFORMED_JSON' | 'INVALID_UTF8' | 'NESTING_TOO_DEEP' | 'FIELD_MISSING' | 'FIELD_INVALID' | 'ID_INVALID' | 'EVENT_TYPE_UNKNOWN' | 'EVENT_TIME_OUT_OF_RANGE' | 'MONEY_SCALE' | 'MONEY_INVALID' | 'CURRENCY_MISMATCH' | 'QUANTITY_INVALID' | 'SKU_UNKNOWN' | 'CART_TOO_LARGE' | 'PLACEMENT_UNKNOWN' | 'SHOP_UNKNOWN' | 'DECISION_UNKNOWN' | 'MESSAGE_TYPE_UNKNOWN' | 'MESSAGE_OUT_OF_ORDER' | 'NOT_FOUND' | 'METHOD_NOT_ALLOWED' | 'UNSUPPORTED_MEDIA_TYPE' | 'CSV_ROW_INVALID' | 'PROBLEM_INVALID' | 'PROBLEM_INFEASIBLE' | 'SHOPPER_ERASED' | 'CONSENT_MISSING' | 'FORMAT_UNKNOWN' | 'DATA_INVALID' | 'MODEL_NOT_BETTER' | 'REVISION_CONFLICT' | 'CONFLICT' | 'CHECKPOINT_MISMATCH' | 'UNAUTHENTICATED' | 'TOKEN_EXPIRED' | 'TOKEN_INVALID' | 'FORBIDDEN' | 'SIGN_IN_FAILED' | 'APPROVAL_REQUIRED' | 'CONFIG_INVALID' | 'CONFIG_KEY_UNKNOWN' | 'STRATEGY_CONFIG_INVALID' | 'PLUGIN_INVALID' | 'PLUGIN_CHECKSUM_MISMATCH' | 'PLUGIN_SPI_INCOMPATIBLE' | 'PLUGIN_CAPABILITY_MISMATCH' | 'PLUGIN_VERIFICATION_FAILED' | 'STRATEGY_UNKNOWN' | 'STRATEGY_FAILED' | 'STRATEGY_TIMEOUT' | 'STRATEGY_INVALID_ANSWER' | 'STRATEGY_QUARANTINED' | 'STRATEGY_ALLOCATION_EXCEEDED' | 'CAPABILITY_UNSUPPORTED' | 'STRATEGY_SWITCHED_OFF' | 'DEVICE_UNAVAILABLE' | 'KERNEL_SHAPE_MISMATCH' | 'KERNEL_OFFSETS_INVALID' | 'KERNEL_INPUT_NOT_FINITE' | 'KERNEL_OPERAND_FOREIGN' | 'DEVICE_DRIVER_TOO_OLD' | 'DEVICE_IMAGE_UNSUPPORTED' | 'DEVICE_MEMORY_EXHAUSTED' | 'DEVICE_LOST' | 'DEVICE_FAILED' | 'BODY_TOO_LARGE' | 'BATCH_TOO_LARGE' | 'MESSAGE_TOO_LARGE' | 'RATE_LIMITED' | 'OVERLOADED' | 'DEADLINE_EXCEEDED' | 'SUBSCRIPTIONS_EXCEEDED' | 'ITEMS_EXCEEDED' | 'STORE_UNAVAILABLE' | 'STORE_FAILED' | 'KAFKA_FAILED' | 'FILE_FAILED' | 'MODEL_FILE_TRUNCATED' | 'MODEL_FILE_INVALID' | 'MODEL_TENSOR_MISSING' | 'TRAINING_DIVERGED' | 'PROVIDER_UNAVAILABLE' | 'INTERNAL_ERROR';

export type Event = {
  id: Id;
  type: 'product-viewed' | 'product-clicked' | 'cart-added' | 'cart-removed' | 'purchased' | 'rated' | 'reviewed' | 'shared' | 'offer-shown' | 'offer-clicked' | 'offer-accepted' | 'offer-dismissed';
  time: string;
  shopper?: Id;
  session?: Id;
  sku?: Id;
  quantity?: number;
  /** Unit price paid */
  price?: Money;
  currency?: string;
  order?: Id;
  /** Required for offer-* events; the decision that this outcome answers */
  decision?: string;
  bundle?: number;
  position?: number;
  value?: number;
  text?: string;
  [field: string]: unknown;
};

export type Product = {
  sku: Id;
  title?: string;
  description?: string;
  /** Path from the root */
  category?: string | string[];
  brand?: string;
  tags?: string[];
  images?: string[];
  price: Money;
  /** The shop's; another is CURRENCY_MISMATCH */
  currency?: string;
  cost?: Money;
  stock: number;
  attributes?: {
    [field: string]: unknown;
  };
  /** SKUs by kind */
  relations?: {
    [field: string]: Id[];
  };
  /** Named embeddings of one's own */
  vectors?: {
    [field: string]: unknown;
  };
  [field: string]: unknown;
};

export type Profile = {
  shopper: Id;
  /**
   * Segment, birth year, region, anything. One without consent refuses the whole profile
   * (CONSENT_MISSING).
   */
  attributes: {
    [field: string]: {
      value: string | number | boolean;
      consent: true;
    };
  };
  [field: string]: unknown;
};

export type Submission = {
  accepted: number;
  duplicates: number;
  rejected: Array<{
    /** Place in the batch, from 0 */
    index: number;
    code: Code;
    message: string;
  }>;
};

export type CartLine = {
  sku: Id;
  quantity?: number;
};

export type Cart = CartLine[];

export type OfferQuestion = {
  placement: Name;
  shopper?: Id;
  session?: Id;
  cart?: Cart;
  /** Bundles wanted; the placement's own number by default */
  limit?: number;
  /** Also tell what was rejected and why */
  explain?: boolean;
  /** False leaves out the placement's rules, so that a trial measures the algorithm */
  rules?: boolean;
  /** What is looked for, in words, such as "a picnic for four". The strategy that the installation names for it, text unless configured otherwise, finds the candidates in place of the placement's; the cart only says what not to offer. It has 150 ms, or as long as the placement says if that is more. Without it, or where it has failed, the placement's fallback answers and the offer says degraded */
  query?: string;
};

export type RankQuestion = {
  placement: Name;
  shopper?: Id;
  session?: Id;
  cart?: Cart;
  candidates: Id[];
  limit?: number;
  explain?: boolean;
  /** False leaves out the placement's rules, so that a trial measures the algorithm */
  rules?: boolean;
  /** What is looked for, in words, such as "a picnic for four". The strategy that the installation names for it, text unless configured otherwise, finds the candidates in place of the placement's; the cart only says what not to offer. It has 150 ms, or as long as the placement says if that is more. Without it, or where it has failed, the placement's fallback answers and the offer says degraded */
  query?: string;
};

export type Offer = {
  /** Name it in every outcome */
  decision: string;
  placement: Name;
  /** name@version of what scored + name@version of what composed */
  strategy: string;
  /** The model file behind the scores; null for strategies without one */
  model: string | null;
  /** True when not the placement's own strategies answered */
  degraded: boolean;
  /** How far down the ladder the answer comes from */
  rung?: 'strategy' | 'fallback' | 'cached' | 'popularity';
  /** The arm that the visitor is in, where the placement is divided */
  arm?: {
    name: Name;
    share: number;
  };
  /** Until when the prices bind */
  validUntil: string;
  /** For example SKUs of the cart that are unknown */
  warnings: string[];
  bundles: Bundle[];
  /** Why there is no bundle, where there is none */
  reason?: string;
  /** Where asked for, the candidates and what was rejected, each with why */
  explain?: {
    [field: string]: unknown;
  };
  timing: Timing;
};

/** Where the time went */
export type Timing = {
  [field: string]: number;
};

export type Reason = {
  kind: string;
  /** The item that it is about */
  sku?: Id;
  /** What carried it, for example the SKU of a co-purchase */
  because?: string;
  text: string;
};

export type Bundle = {
  bundle: number;
  position: number;
  items: Array<{
    sku: Id;
    title: string;
    quantity: number;
    /** Unit list price */
    price: Money;
  }>;
  /** Sum of price × quantity */
  listPrice: Money;
  /** listPrice − discount */
  price: Money;
  discount: Money;
  currency: string;
  objectives: {
    [field: string]: number;
  };
  propensity: number;
  reasons: Reason[];
};

/** The candidates in order, best first */
export type Ranking = {
  decision: string;
  placement: Name;
  strategy: string;
  degraded: boolean;
  warnings: string[];
  candidates: Array<{
    sku: Id;
    score: number;
    reasons: Reason[];
  }>;
  timing: Timing;
};

/** The offer's fields, and those about the decision */
export type Decision = {
  /** Name it in every outcome */
  decision: string;
  placement: Name;
  /** name@version of what scored + name@version of what composed */
  strategy: string;
  /** The model file behind the scores; null for strategies without one */
  model: string | null;
  /** True when not the placement's own strategies answered */
  degraded: boolean;
  /** How far down the ladder the answer comes from */
  rung?: 'strategy' | 'fallback' | 'cached' | 'popularity';
  /** The arm that the visitor is in, where the placement is divided */
  arm?: {
    name: Name;
    share: number;
  };
  /** Until when the prices bind */
  validUntil: string;
  /** For example SKUs of the cart that are unknown */
  warnings: string[];
  bundles: Bundle[];
  /** Why there is no bundle, where there is none */
  reason?: string;
  /** Where asked for, the candidates and what was rejected, each with why */
  explain?: {
    [field: string]: unknown;
  };
  timing: Timing;
  /** True while validUntil is ahead */
  binding: boolean;
  decidedAt: string;
  /** Empty where unknown */
  shopper: string;
  /** Empty where unknown */
  session: string;
};

/** A shopper, a session, or both */
export type TokenQuestion = {
  shopper?: Id;
  session?: Id;
  /** What the browser may follow; all of the shop by default */
  placements?: Name[];
};

export type Token = {
  token: string;
  expiresAt: string;
};

export type Receipt = {
  receipt: string;
};

export type Health = {
  status: 'up' | 'starting';
};

export type Constraints = {
  minItems?: number;
  maxItems?: number;
  maxQuantity?: number;
  /** Highest bundle price; null for none */
  budget?: number | null;
  /** Lowest (price − cost) / price; null for none */
  marginFloor?: number | null;
  /** Largest discount as a share of the list price */
  maxDiscount?: number;
  /** Most distinct items of one category; null for none */
  maxPerCategory?: number | null;
};

export type ConversionModel = {
  baseRate?: number;
  liftWeight?: number;
  elasticity?: number;
  unitPenalty?: number;
};

export type PlacementFields = {
  /** Scoring strategy by name */
  scoring?: Name;
  /** Scoring strategy that answers when that one cannot */
  fallback?: Name;
  /** Strategy that knows what goes together; empty for none */
  complementarity?: string;
  /** Bundling strategy by name */
  bundling?: Name;
  /**
   * Strategies that are asked about a sample of what this placement is asked, and whose
   * answers are compared with what is shown and shown to nobody
   */
  shadow?: Name[];
  deadlineMillis?: number;
  candidates?: number;
  limit?: number;
  objectiveWeights?: {
    [field: string]: number;
  };
  eventWeights?: {
    [field: string]: number;
  };
  constraints?: Constraints;
  model?: ConversionModel;
  /**
   * Shares of the visitors who are answered otherwise: a canary, variants of an experiment, a
   * hold-out. What they leave is the arm `control`, the placement itself. A visitor, who is a
   * shopper or else a session, stays in its arm while only shares change
   */
  arms?: Arm[];
  /**
   * Who decides about the shares of the arms: people (`fixed`), or the figures (`bandit`): an arm
   * gets the share that is the probability of its margin per session being the highest
   */
  allocation?: 'fixed' | 'bandit';
  /**
   * Merchandising rules, given as a whole. Precedence: exclude, include-only, require, pin, then
   * bury and boost, whose factors multiply; the constraints beat them all
   */
  rules?: Rule[];
};

export type Rule = {
  /** For people; unique in its placement */
  name: string;
  /**
   * `exclude` never offers what is meant and `include-only` nothing else; `require` asks every
   * bundle to hold one of them; `pin` puts them first where all constraints hold; `bury` and
   * `boost` multiply their scores
   */
  action: 'exclude' | 'include-only' | 'require' | 'pin' | 'bury' | 'boost';
  /** From 0.01 to below 1 to bury, above 1 to 100 to boost, left out otherwise */
  factor?: number;
  /** A product that meets all of these is meant */
  where: RuleCondition[];
  when?: RuleWhen;
  enabled?: boolean;
};

export type RuleCondition = {
  /**
   * `sku`, `category` (whose `starts-with` goes by whole parts of the path), `brand`, `tag`,
   * `price`, `margin` (a share of the price), `stock`, `age-days` (since first stated) or
   * `attribute.NAME`
   */
  field: string;
  /** Texts other than SKUs are compared without regard to case */
  op: 'is' | 'is-not' | 'in' | 'at-least' | 'at-most' | 'contains' | 'starts-with';
  /** A text or a number, for `in` up to 200 of them */
  value: string | number | Array<string | number>;
};

/** The requests that a rule holds for; left out for all */
export type RuleWhen = {
  /** Some product in the cart meets all of these */
  cart?: RuleCondition[];
  /** Consented attributes that the shopper has */
  profile?: {
    [field: string]: string;
  };
  from?: string;
  /** Exclusive */
  until?: string;
};

export type RulesQuestion = {
  /** Left out for those of the placement as it stands */
  rules?: Rule[];
};

export type RulesPreview = {
  /** Products that the shop sells */
  sellable: number;
  /** Those of them that the rules for all requests let be offered */
  left: number;
  rules: Array<{
    name: string;
    /** Products that the rule means */
    means: number;
    /** The first 20 of them */
    products: NamedItem[];
  }>;
  findings: RuleFinding[];
};

/** What about a rule is worth a second look; it is saved all the same */
export type RuleFinding = {
  /**
   * `means-nothing` in the catalogue as it is; `overruled` by another one; `over`, its time;
   * `nothing-left` that might be offered
   */
  code: 'means-nothing' | 'overruled' | 'over' | 'nothing-left';
  /** Its name; empty where it is about all of them */
  rule: string;
  /** The rule that overrules it; empty where none does */
  by: string;
};

export type RuleEffect = {
  name: string;
  action: string;
  factor?: number;
  /** Products that it kept out, put in or weighed */
  touched: number;
  /** Some of them */
  skus: string[];
};

export type DialQuestion = {
  /** Fields of the placement that are tried; none for the placement as it stands */
  change?: PlacementFields;
  /** Whose candidates are taken; left out for the placement's newest */
  decision?: string;
};

export type Front = {
  decision: string;
  at: string;
  /** name@version that found the front */
  strategy: string;
  currency: string;
  /** What each objective is divided by before it is weighed */
  scales: ObjectiveValues;
  /** Bundles of which none is worse than another one in everything */
  points: Array<{
    items: Array<{
      sku: string;
      title?: string;
      quantity: number;
    }>;
    price: number;
    discount: number;
    objectives: ObjectiveValues;
    utility: number;
  }>;
  /** Index of the point with the highest utility; null where there is none */
  chosen: number | null;
};

/** By objective; revenue and margin in the shop's currency */
export type ObjectiveValues = {
  [field: string]: number;
};

export type TriedBundle = {
  items: Array<{
    sku: string;
    title?: string;
    quantity: number;
  }>;
  price: number;
  discount: number;
};

export type RehearsalQuestion = {
  change: PlacementFields;
  /** How far back, 360 where left out */
  minutes?: number;
  /** How many, drawn at random; 200 where left out */
  decisions?: number;
};

/**
 * Recorded questions, composed once as the placement stands and once as it would, from the
 * candidates of then with the same chance. Figures are means of what is expected of the first
 * bundle; nothing offered is worth nothing
 */
export type Rehearsal = {
  decisions: number;
  from: string;
  /** Rules that go by the cart or the shopper, which recorded traffic does not tell */
  untried?: string[];
  /** Decisions whose first bundle would be another one */
  changed: number;
  emptyBefore: number;
  emptyAfter: number;
  objectives: Array<{
    objective: string;
    before: number;
    after: number;
    difference: number;
    /** Of the 95 % interval of the difference, paired by decision */
    lower: number | null;
    upper: number | null;
  }>;
  samples: Array<{
    decision: string;
    /** As `TriedBundle`; null where nothing fits */
    before: {
      [field: string]: unknown;
    } | null;
    /** As `TriedBundle`; null where nothing fits */
    after: {
      [field: string]: unknown;
    } | null;
  }>;
};

/**
 * Visitors are counted by the arm that they were first asked about in, and what they buy from
 * then on, offered or not, is theirs. Money is in the shop's currency. Intervals are confidence
 * sequences by visitor (delta method); null bounds tell that too little is known
 */
export type Experiment = {
  placement: Name;
  /** When the first visitor came under these arms and shares */
  since: string | null;
  metric: string;
  currency: string;
  confidence: number;
  arms: Array<{
    name: Name;
    share: number;
    offers: boolean;
    visitors: number;
    sessions: number;
    /** Visitors who bought anything */
    buyers: number;
    /** Visitors who bought from a bundle that was offered */
    attached: number;
    /** Decisions of which a bundle was seen */
    shown: number;
    /** Decisions of which a bundle was taken */
    accepted: number;
    revenue: number;
    margin: number;
    perSession: number;
    lower: number | null;
    upper: number | null;
  }>;
  /** Of each arm to the control */
  difference: Array<{
    arm: Name;
    estimate: number;
    lower: number | null;
    upper: number | null;
  }>;
  /**
   * What a session brings more in the arm `control` than where no offers are shown; null where no
   * arm is a hold-out
   */
  holdOut: {
    arm: Name;
    /** Who are shown nothing */
    visitors: number;
    margin: {
      estimate: number;
      lower: number | null;
      upper: number | null;
    };
    revenue: {
      estimate: number;
      lower: number | null;
      upper: number | null;
    };
  } | null;
  /** Whether each arm has the visitors that its share promises */
  sampleRatio: {
    chiSquare: number;
    pValue: number;
    ok: boolean;
  };
  /**
   * The last days of the placement, and the smallest difference per session that an experiment
   * of that length would see four times in five. Only the visitors of this placement count
   */
  baseline: {
    /** Looked at; less than seven where the placement is younger or asked much */
    days: number;
    visitorsPerDay: number;
    sessionsPerDay: number;
    perSession: number | null;
    detectable: Array<{
      days: number;
      perSession: number | null;
    }>;
  };
  /**
   * The same by the attribute `segment` of the shopper's profile at the first question, else
   * `known` for shoppers with an id and `anonymous` for others. The intervals of all segments
   * share the error between them
   */
  segments: Array<{
    segment: string;
    confidence: number;
    arms: Array<{
      name: Name;
      visitors: number;
      buyers: number;
      perSession: number;
      /** To the control; not of the control itself */
      difference?: number;
      lower?: number | null;
      upper?: number | null;
    }>;
  }>;
  /**
   * What all periods of these arms together say, compared within each period; null before the
   * first visitor
   */
  allocation: {
    periods: number;
    arms: Array<{
      name: Name;
      /** The probability that no other arm brings more */
      best: number;
      /** Margin per session beyond the control's */
      effect: number;
      /** Standard error of the effect */
      error: number;
    }>;
  } | null;
};

export type Arm = {
  /** Anything but `control`, once */
  name: Name;
  /** Of the visitors; all shares together are 1 at the most */
  share: number;
  /** False for a hold-out, whose visitors are shown no bundles */
  offers?: boolean;
  /** Left out for the placement's own */
  scoring?: string;
  /** Left out for the placement's own */
  bundling?: string;
  /** Left out for the placement's own */
  objectiveWeights?: {
    [field: string]: number;
  };
};

export type Placement = {
  /** Scoring strategy by name */
  scoring: Name;
  /** Scoring strategy that answers when that one cannot */
  fallback: Name;
  /** Strategy that knows what goes together; empty for none */
  complementarity: string;
  /** Bundling strategy by name */
  bundling: Name;
  /**
   * Strategies that are asked about a sample of what this placement is asked, and whose
   * answers are compared with what is shown and shown to nobody
   */
  shadow: Name[];
  deadlineMillis: number;
  candidates: number;
  limit: number;
  objectiveWeights: {
    [field: string]: number;
  };
  eventWeights: {
    [field: string]: number;
  };
  constraints: Constraints;
  model: ConversionModel;
  /**
   * Shares of the visitors who are answered otherwise: a canary, variants of an experiment, a
   * hold-out. What they leave is the arm `control`, the placement itself. A visitor, who is a
   * shopper or else a session, stays in its arm while only shares change
   */
  arms: Arm[];
  /**
   * Who decides about the shares of the arms: people (`fixed`), or the figures (`bandit`): an arm
   * gets the share that is the probability of its margin per session being the highest
   */
  allocation: 'fixed' | 'bandit';
  /**
   * Merchandising rules, given as a whole. Precedence: exclude, include-only, require, pin, then
   * bury and boost, whose factors multiply; the constraints beat them all
   */
  rules?: Rule[];
  name: Name;
  revision: number;
  /** Told by the console's change of the rules */
  findings?: RuleFinding[];
  /** Made anew when arms other than their shares change; null without arms */
  salt?: string | null;
};

export type PlacementChange = {
  /** Scoring strategy by name */
  scoring?: Name;
  /** Scoring strategy that answers when that one cannot */
  fallback?: Name;
  /** Strategy that knows what goes together; empty for none */
  complementarity?: string;
  /** Bundling strategy by name */
  bundling?: Name;
  /**
   * Strategies that are asked about a sample of what this placement is asked, and whose
   * answers are compared with what is shown and shown to nobody
   */
  shadow?: Name[];
  deadlineMillis?: number;
  candidates?: number;
  limit?: number;
  objectiveWeights?: {
    [field: string]: number;
  };
  eventWeights?: {
    [field: string]: number;
  };
  constraints?: Constraints;
  model?: ConversionModel;
  /**
   * Shares of the visitors who are answered otherwise: a canary, variants of an experiment, a
   * hold-out. What they leave is the arm `control`, the placement itself. A visitor, who is a
   * shopper or else a session, stays in its arm while only shares change
   */
  arms?: Arm[];
  /**
   * Who decides about the shares of the arms: people (`fixed`), or the figures (`bandit`): an arm
   * gets the share that is the probability of its margin per session being the highest
   */
  allocation?: 'fixed' | 'bandit';
  /**
   * Merchandising rules, given as a whole. Precedence: exclude, include-only, require, pin, then
   * bury and boost, whose factors multiply; the constraints beat them all
   */
  rules?: Rule[];
  /** Why it is changed; kept with the revision */
  reason: string;
};

/** Each may do what those before it may */
export type Role = 'viewer' | 'operator' | 'admin';

export type SignIn = {
  name: string;
  password: string;
};

export type ConsoleSession = {
  /** A provider of identities vouches for the person and says the role */
  external: boolean;
  name: string;
  role: Role;
  /** Sent back in X-CSRF-Token with everything that changes something */
  csrf: string;
};

export type PasswordChange = {
  current: string;
  password: string;
};

export type WithReason = {
  /** Why it is done; kept with who did it */
  reason: string;
};

export type AdminShop = {
  name: Name;
  currency: string;
  decimals: number;
};

export type AdminShops = {
  shops: AdminShop[];
};

export type Person = {
  /** A provider of identities vouches for the person and says the role */
  external: boolean;
  name: string;
  role: Role;
  createdAt: string;
  disabled: boolean;
  /** Told once, where none was given */
  password?: string;
};

export type People = {
  people: Person[];
};

export type NewPerson = {
  name: string;
  role: Role;
  password?: string;
  /** Why it is done; kept with who did it */
  reason?: string;
};

/** What is left out stays; any change ends the person's sessions */
export type PersonChange = {
  role?: Role;
  disabled?: boolean;
  password?: string;
  /** Why it is done; kept with who did it */
  reason: string;
};

export type AuditEntry = {
  id: number;
  at: string;
  author: string;
  /** noun.happened */
  action: string;
  shop: string | null;
  subject: string;
  reason: string;
  detail: {
    [field: string]: unknown;
  };
};

export type AuditPage = {
  entries: AuditEntry[];
  /** Give it as before to read on; null at the end */
  next: number | null;
};

export type Plugin = {
  /** The plugin's id, or the file's name where it was refused */
  id: string;
  version: string;
  strategies: string[];
  state: 'active' | 'loading' | 'rejected';
  reason: string | null;
};

export type Plugins = {
  plugins: Plugin[];
};

export type ApiKey = {
  id: string;
  label: string;
  scopes: string[];
  createdAt: string;
  revokedAt: string | null;
};

export type ApiKeys = {
  keys: ApiKey[];
};

export type NewApiKey = {
  label: string;
  scopes: Array<'events' | 'offers' | 'import' | 'admin'>;
  /** Why it is done; kept with who did it */
  reason: string;
};

export type MadeApiKey = {
  label: string;
  scopes: string[];
  /** Told this once */
  key: string;
};

/** A share with its 95 % interval by Wilson; nulls where nothing was shown */
export type Share = {
  shown: number;
  accepted: number;
  rate: number | null;
  lower: number | null;
  upper: number | null;
};

/** How a shop is doing, by minute of the decision; a figure is never older than a tenth of its minute's age, or a second */
export type Overview = {
  at: string;
  /** Over the last minute */
  offersPerSecond: number;
  acceptance: Share;
  attach: Share;
  degradedShare: number | null;
  latency: Array<{
    /** A stage of the flow, or offer for the whole way */
    stage: string;
    p50Millis: number | null;
    p99Millis: number | null;
  }>;
  series: Array<{
    at: string;
    offers: number;
    accepted: number;
    /** Price of the accepted bundles */
    revenue: number;
    /** The same less what their items cost today */
    margin: number;
  }>;
  placements: Array<{
    name: Name;
    offers: number;
    shown: number;
    accepted: number;
    revenue: number;
    degradedShare: number;
  }>;
  freshness: {
    lastEventAt: string | null;
    lastOrderAt: string | null;
    /** Longest that an event lately waited to be on disk */
    journalLagMillis: number;
  };
  deadLetters: number;
};

export type AdminPlacements = {
  placements: Placement[];
};

export type AdminPlacementChange = {
  /** Scoring strategy by name */
  scoring?: Name;
  /** Scoring strategy that answers when that one cannot */
  fallback?: Name;
  /** Strategy that knows what goes together; empty for none */
  complementarity?: string;
  /** Bundling strategy by name */
  bundling?: Name;
  /**
   * Strategies that are asked about a sample of what this placement is asked, and whose
   * answers are compared with what is shown and shown to nobody
   */
  shadow?: Name[];
  deadlineMillis?: number;
  candidates?: number;
  limit?: number;
  objectiveWeights?: {
    [field: string]: number;
  };
  eventWeights?: {
    [field: string]: number;
  };
  constraints?: Constraints;
  model?: ConversionModel;
  /**
   * Shares of the visitors who are answered otherwise: a canary, variants of an experiment, a
   * hold-out. What they leave is the arm `control`, the placement itself. A visitor, who is a
   * shopper or else a session, stays in its arm while only shares change
   */
  arms?: Arm[];
  /**
   * Who decides about the shares of the arms: people (`fixed`), or the figures (`bandit`): an arm
   * gets the share that is the probability of its margin per session being the highest
   */
  allocation?: 'fixed' | 'bandit';
  /**
   * Merchandising rules, given as a whole. Precedence: exclude, include-only, require, pin, then
   * bury and boost, whose factors multiply; the constraints beat them all
   */
  rules?: Rule[];
  /** Why it is changed; kept with the revision */
  reason: string;
  /** The one that the author saw; 0 for a new placement. Another one is current: 409 REVISION_CONFLICT */
  revision: number;
};

/** The value of one field before and after; null where it was absent */
export type FieldChange = {
  /** Names with dots between them */
  path: string;
  /** Any JSON */
  from: unknown;
  /** Any JSON */
  to: unknown;
};

export type PlacementRevision = {
  revision: number;
  author: string;
  /** The second person; null where one was enough */
  approver?: string | null;
  reason: string;
  madeAt: string;
  placement: Placement;
  changes: FieldChange[];
};

export type PlacementRevisions = {
  revisions: PlacementRevision[];
};

export type Revert = {
  revision: number;
  /** Why it is done; kept with who did it */
  reason: string;
};

export type ScheduledChange = {
  id: string;
  at: string;
  change: PlacementFields;
  reason: string;
  author: string;
  state: 'waiting' | 'done' | 'failed' | 'cancelled';
};

export type ScheduledChanges = {
  scheduled: ScheduledChange[];
};

export type Providers = {
  providers: Array<{
    label: string;
    /** Where a browser goes to sign in */
    start: string;
    /** The provider was found */
    available: boolean;
  }>;
};

export type ApprovalRule = {
  required: boolean;
  /** Who decided that; absent where nobody ever did */
  author?: string;
  reason?: string;
  at?: string;
};

export type NewApprovalRule = {
  required: boolean;
  /** Why it is done; kept with who did it */
  reason: string;
};

export type Proposal = {
  id: string;
  kind: 'placement' | 'schedule' | 'strategy-on' | 'model-revert' | 'model-retire' | 'approval-off';
  /** Name of the placement or the strategy */
  subject: string;
  /** What it was proposed upon; the revision of a placement or a model */
  base: number;
  /** When a scheduled change shall come into force */
  at: string | null;
  changes: FieldChange[];
  author: string;
  reason: string;
  state: 'waiting' | 'approved' | 'rejected' | 'withdrawn' | 'expired';
  /** What it was proposed upon has changed since, so that it can no longer be approved */
  overtaken: boolean;
  madeAt: string;
  /** After which nobody can approve it */
  expiresAt: string;
  decidedBy: string | null;
  decidedAt: string | null;
  /** Why, in the words of who decided */
  decision: string | null;
};

export type Proposals = {
  proposals: Proposal[];
  /** How many of the shop wait */
  waiting: number;
  /** The before of the next page; null where there is none */
  next: string | null;
};

export type Proposed = {
  proposal: Proposal;
};

export type NewScheduledChange = {
  at: string;
  change: PlacementFields;
  /** Why it is done; kept with who did it */
  reason: string;
};

export type SwitchedOff = {
  author: string;
  reason: string;
  at: string;
} | null;

/**
 * `ready` answers; `idle` is installed, and the shop has not asked for it since the process
 * started; `preparing` is being made or brought up to date; `quarantined` failed too often and is
 * left alone for a while; of `absent` no version is installed
 */
export type StrategyHealthState = 'ready' | 'idle' | 'preparing' | 'quarantined' | 'absent';

/** One process of the installation, as it last described itself */
export type StrategyNode = {
  /** That of the configuration, else the machine's and the port */
  name: string;
  started: string;
  /** When it last described itself, which it does every 5 s */
  seenAt: string;
  /** Since then, by the database's clock */
  silentSeconds: number;
  /**
   * It has been silent for more than 15 s and may not be running any more; after 15 minutes
   * it is forgotten
   */
  stale: boolean;
  /** Null where none is installed */
  version: string | null;
  state: StrategyHealthState;
  /** Whether this process has heard that it is switched off */
  switchedOff: boolean;
  /** Since it started, over all shops */
  calls: number;
  failures: number;
  p99Millis: number | null;
  /** Its code */
  lastFailure: string | null;
  lastFailureAt: string | null;
};

/** In the process that answers, over all shops */
export type StrategyHealth = {
  state: StrategyHealthState;
  calls: number;
  failures: number;
  p99Millis: number | null;
  /** Its code */
  lastFailure: string | null;
  lastFailureAt: string | null;
};

export type AdminStrategy = {
  name: Name;
  /** That is installed; null where none is */
  version: string | null;
  description: string;
  capabilities: string[];
  /** Id of the model that serves, such as transformer/3 */
  model: string | null;
  /** Placements whose offers it takes part in */
  live: Name[];
  /** Placements that have it in shadow */
  shadow: Name[];
  /** How often it would have chosen what was shown, in the last seven days */
  agreement: Array<{
    placement: Name;
    /** name@version and the model that was asked */
    strategy: string;
    /** The same of what was shown */
    incumbent: string;
    compared: number;
    /** With the same first choice */
    agreed: number;
    /** End of the 95 % interval (Wilson) of the share that agreed */
    lower: number;
    upper: number;
    /** Mean share of what both chose, 0 to 1 */
    overlap: number;
  }>;
  switchedOff: SwitchedOff;
  health: StrategyHealth;
  /** In each process of the installation, those that started first first */
  nodes: StrategyNode[];
};

export type AdminStrategies = {
  strategies: AdminStrategy[];
};

export type SwitchTurn = {
  on: boolean;
  /** Why it is done; kept with who did it */
  reason: string;
};

export type SwitchState = {
  name: Name;
  switchedOff: SwitchedOff;
};

export type ModelRevision = {
  /** As offers name it; null without a file */
  id: string | null;
  revision: number;
  promoted: boolean;
  current: boolean;
  author: string;
  reason: string;
  madeAt: string;
  /** What was measured, and why it was promoted or refused */
  verdict: {
    [field: string]: unknown;
  };
};

export type ModelRevisions = {
  models: ModelRevision[];
};

export type ExplainQuestion = {
  placement: Name;
  shopper?: Id;
  /** Where no shopper is named, the arm of a divided placement is this session's */
  session?: Id;
  cart?: Cart;
  limit?: number;
  /** False to see what is offered without the placement's rules */
  rules?: boolean;
  query?: string;
};

export type NamedItem = {
  sku: Id;
  title?: string;
  quantity?: number;
};

export type Candidate = {
  sku: Id;
  title?: string;
  score: number;
  price?: number;
  cost?: number;
  stock: number;
  /** What carried it, in words */
  because?: string;
  liftWithCart?: number;
};

export type Explanation = {
  offer: Offer;
  context: {
    cart: NamedItem[];
    /** The shopper's newest events as they were sent */
    history: Array<{
      [field: string]: unknown;
    }>;
  };
  candidates: Candidate[];
  /** The rules that were followed, by precedence, and what each did */
  rules?: RuleEffect[];
  rejections: Array<{
    items: NamedItem[];
    constraint: string;
    reason: string;
  }>;
  /** Strategies that were tried before, each with its code */
  failures: string[];
  timing: Timing;
};

export type DecisionLine = {
  id: string;
  at: string;
  placement: Name;
  strategy: string;
  degraded: boolean;
  shopper: string | null;
  /** How many were offered */
  bundles: number;
};

export type DecisionPage = {
  decisions: DecisionLine[];
  next: string | null;
};

export type DecisionRecord = {
  id: string;
  at: string;
  placement: Name;
  strategy: string;
  degraded: boolean;
  shopper: string | null;
  /** How many were offered */
  bundles: number;
  placementRevision: number;
  scoring: string;
  bundling: string;
  model: string | null;
  rung: string;
  session: string | null;
  erased: boolean;
  validUntil: string;
  /** 64 bits, decimal */
  seed: string;
  generations: number;
  candidatesKept: boolean;
  /** Nanoseconds by stage */
  timing: {
    [field: string]: number;
  };
};

export type JoinedOutcome = {
  type: string;
  time: string;
  bundle: number | null;
  position: number | null;
  quantity: number;
  price: number | null;
  value: number | null;
  sku?: string;
  title?: string;
};

export type DecisionView = {
  decision: DecisionRecord;
  offer: Offer;
  candidates: Candidate[];
  outcomes: JoinedOutcome[];
};

/** Composed again from the candidates, the seed and the generations of the ledger */
export type Replay = {
  same: boolean;
  differences: FieldChange[];
  /** As it came out; null where it could not be composed */
  offer: {
    [field: string]: unknown;
  } | null;
};

export type AdminProduct = {
  sku: Id;
  title: string;
  price: number;
  cost: number;
  stock: number;
  category: string;
  brand: string;
  sellable: boolean;
};

export type AdminProducts = {
  products: AdminProduct[];
};

export type DeadLetter = {
  id: number;
  at: string;
  source: string;
  code: string;
  reason: string;
  /** As it came */
  payload: string;
};

export type DeadLetters = {
  letters: DeadLetter[];
  next: number | null;
  count: number;
};

export type Redrive = {
  ids: number[];
  /** Why it is done; kept with who did it */
  reason: string;
};

export type Redriven = {
  accepted: number;
  duplicates: number;
  rejected: Array<{
    id: number;
    code: string;
    message: string;
  }>;
};

export type ImportStarted = {
  id: string;
};

export type Import = {
  id: string;
  file: string | null;
  format: string;
  author: string;
  state: 'running' | 'done' | 'failed';
  lines: number;
  accepted: number;
  rejected: number;
  error: string | null;
  startedAt: string;
  endedAt: string | null;
};

export type Imports = {
  imports: Import[];
};

export type ShopperView = {
  /** What the shopper consented to; null where nothing is known */
  profile: {
    [field: string]: unknown;
  } | null;
  /** The newest, as they were sent */
  events: Array<{
    [field: string]: unknown;
  }>;
  decisions: DecisionLine[];
};
