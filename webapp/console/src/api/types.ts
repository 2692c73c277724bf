/** The records of the admin interface, as they come over the wire. Times are RFC 3339, money is in the shop's currency. */

export type Role = 'viewer' | 'operator' | 'admin';

export type Session = {
  name: string;
  role: Role;
  csrf: string;
  mustChangePassword?: boolean;
  /** Signed in by a provider of identities, which keeps the password. */
  external?: boolean;
};

/** A way to sign in beside name and password. */
export type Provider = { label: string; start: string; available: boolean };

export type Shop = { name: string; currency: string; decimals: number };

export type Plugin = {
  id: string;
  version: string;
  strategies: string[];
  state: string;
  code?: string | null;
  reason: string | null;
};

export type Person = {
  name: string;
  role: Role;
  createdAt: string;
  disabled: boolean;
  /** A provider of identities vouches for the person and says the role. */
  external?: boolean;
};

export type AuditEntry = {
  id: number | string;
  at: string;
  author: string;
  action: string;
  shop: string | null;
  subject: string | null;
  reason: string | null;
  detail: unknown;
};

export type ApiKey = {
  id: number | string;
  label: string;
  scopes: string[];
  createdAt: string;
  revokedAt: string | null;
};

export type Share = {
  shown: number;
  accepted: number;
  rate: number | null;
  lower: number | null;
  upper: number | null;
};

export type Overview = {
  at: string;
  offersPerSecond: number;
  acceptance: Share;
  attach: Share | null;
  degradedShare: number | null;
  latency: Array<{ stage: string; p50Millis: number | null; p99Millis: number | null }>;
  series: Array<{ at: string; offers: number; accepted: number; revenue: number; margin: number }>;
  placements: Array<{
    name: string;
    offers: number;
    shown: number;
    accepted: number;
    revenue: number;
    degradedShare: number | null;
  }>;
  freshness: {
    lastEventAt: string | null;
    lastOrderAt: string | null;
    journalLagMillis: number | null;
  };
  deadLetters: number;
};

export type Weights = Record<string, number>;

export type Constraints = {
  minItems: number;
  maxItems: number;
  maxQuantity: number;
  budget: number | null;
  marginFloor: number | null;
  maxDiscount: number;
  maxPerCategory: number | null;
};

export type Arm = {
  name: string;
  share: number;
  /** False for a hold-out, who are shown no bundles. */
  offers?: boolean;
  /** Left out, or empty, for the placement's own. */
  scoring?: string;
  bundling?: string;
  objectiveWeights?: Weights;
};

export type RuleAction = 'exclude' | 'include-only' | 'require' | 'pin' | 'bury' | 'boost';

export type RuleValue = string | number;

export type RuleCondition = { field: string; op: string; value: RuleValue | RuleValue[] };

export type RuleWhen = {
  cart?: RuleCondition[];
  profile?: Record<string, string>;
  from?: string;
  until?: string;
};

/** What is offered first, more, less or never. */
export type Rule = {
  name: string;
  action: RuleAction;
  factor?: number;
  where: RuleCondition[];
  when?: RuleWhen;
  enabled?: boolean;
};

export type RuleFinding = {
  code: 'means-nothing' | 'overruled' | 'over' | 'nothing-left';
  rule: string;
  by: string;
};

export type RulesPreview = {
  sellable: number;
  left: number;
  rules: Array<{
    name: string;
    means: number;
    products: Array<{ sku: string; title?: string }>;
  }>;
  findings: RuleFinding[];
};

export type RuleEffect = {
  name: string;
  action: RuleAction;
  factor?: number;
  touched: number;
  skus: string[];
};

/** What an operator sets in a placement. */
export type PlacementFields = {
  scoring: string;
  fallback: string;
  complementarity: string;
  bundling: string;
  shadow: string[];
  deadlineMillis: number;
  candidates: number;
  limit: number;
  objectiveWeights: Weights;
  eventWeights: Weights;
  constraints: Constraints;
  model: Weights;
  arms?: Arm[];
  /** Who decides about the shares of the arms: people, or the figures. */
  allocation?: 'fixed' | 'bandit';
  rules?: Rule[];
};

export type Placement = PlacementFields & { name: string; revision: number };

export type Change = { path: string; from: unknown; to: unknown };

export type Revision = {
  revision: number;
  author: string;
  /** The second person; null where one was enough. */
  approver?: string | null;
  reason: string;
  madeAt: string;
  placement: Placement;
  changes: Change[];
};

/** Whether live changes take a second person; who said so and why, where somebody did. */
export type ApprovalRule = { required: boolean; author?: string; reason?: string; at?: string };

/** A change that waits for a second person, or waited. */
export type Proposal = {
  id: string;
  kind: 'placement' | 'schedule' | 'strategy-on' | 'model-revert' | 'model-retire' | 'approval-off';
  subject: string;
  base: number;
  at: string | null;
  changes: Change[];
  author: string;
  reason: string;
  state: 'waiting' | 'approved' | 'rejected' | 'withdrawn' | 'expired';
  /** What it was proposed upon has changed since. */
  overtaken: boolean;
  madeAt: string;
  expiresAt: string;
  decidedBy: string | null;
  decidedAt: string | null;
  decision: string | null;
};

export type Proposals = { proposals: Proposal[]; waiting: number; next: string | null };

export type ScheduledChange = {
  id: number | string;
  at: string;
  change: Partial<PlacementFields>;
  reason: string;
  author?: string;
  state?: string;
};

export type Agreement = {
  placement: string;
  strategy: string;
  incumbent: string;
  compared: number;
  agreed: number;
  lower: number;
  upper: number;
  overlap: number;
};

export type Health = {
  state: 'ready' | 'idle' | 'preparing' | 'quarantined' | 'absent';
  calls: number;
  failures: number;
  p99Millis: number | null;
  /** Its code. */
  lastFailure: string | null;
  lastFailureAt: string | null;
};

/** A strategy in one process of the installation, as that last described itself. */
export type StrategyNode = Health & {
  name: string;
  started: string;
  seenAt: string;
  silentSeconds: number;
  /** Silent for so long that it may not be running any more. */
  stale: boolean;
  version: string | null;
  switchedOff: boolean;
};

export type Strategy = {
  name: string;
  version: string | null;
  description: string;
  capabilities: string[];
  model: string | null;
  live: string[];
  shadow: string[];
  agreement: Agreement[];
  switchedOff: { author: string; reason: string; at: string } | null;
  health: Health | null;
  nodes: StrategyNode[];
};

export type Model = {
  /** Null where none serves from this revision on. */
  id: string | null;
  revision: number;
  promoted: boolean;
  current: boolean;
  author: string;
  reason: string;
  madeAt: string;
  verdict: unknown;
};

export type Interval = { estimate: number; lower: number | null; upper: number | null };

export type Experiment = {
  placement: string;
  /** When the first visitor came under these arms; null where none has. */
  since: string | null;
  metric: string;
  confidence: number;
  arms: Array<{
    name: string;
    share: number;
    offers: boolean;
    visitors: number;
    sessions: number;
    buyers: number;
    attached: number;
    shown: number;
    accepted: number;
    revenue: number;
    margin: number;
    perSession: number;
    lower: number | null;
    upper: number | null;
  }>;
  difference: Array<{
    arm: string;
    estimate: number;
    lower: number | null;
    upper: number | null;
  }>;
  /** What a session brings more than where no offers are shown; null without a hold-out. */
  holdOut: { arm: string; visitors: number; margin: Interval; revenue: Interval } | null;
  sampleRatio: { chiSquare: number; pValue: number; ok: boolean };
  /** The days before, and the smallest difference that an experiment of a length would likely see. */
  baseline: {
    days: number;
    visitorsPerDay: number;
    sessionsPerDay: number;
    perSession: number | null;
    detectable: Array<{ days: number; perSession: number | null }>;
  };
  /** The intervals of all segments share the error between them. */
  segments: Array<{
    segment: string;
    confidence: number;
    arms: Array<{
      name: string;
      visitors: number;
      buyers: number;
      perSession: number;
      /** To the control; left out of the control itself. */
      difference?: number;
      lower?: number | null;
      upper?: number | null;
    }>;
  }>;
  /** What all periods of these arms together say; null before the first visitor. */
  allocation: {
    periods: number;
    arms: Array<{ name: string; best: number; effect: number; error: number }>;
  } | null;
};

export type Objective = 'conversion' | 'revenue' | 'margin' | 'diversity' | 'stock-relief';

export type RehearsedBundle = {
  items: Array<{ sku: string; title?: string; quantity: number }>;
  price: number;
  discount: number;
};

/** The bundles of one question that no other dominates, and the one that the weights choose. */
export type Front = {
  decision: string;
  at: string;
  strategy: string;
  currency: string;
  scales: Weights;
  points: Array<RehearsedBundle & { objectives: Weights; utility: number }>;
  chosen: number | null;
};

/** Recorded questions answered as the placement stands, and as it would. */
export type Rehearsal = {
  /** Names of rules that recorded traffic cannot try. */
  untried?: string[];
  decisions: number;
  from: string;
  changed: number;
  emptyBefore: number;
  emptyAfter: number;
  objectives: Array<{
    objective: Objective;
    before: number;
    after: number;
    difference: number;
    lower: number | null;
    upper: number | null;
  }>;
  samples: Array<{
    decision: string;
    before: RehearsedBundle | null;
    after: RehearsedBundle | null;
  }>;
};

export type Product = {
  sku: string;
  title: string;
  price: number;
  cost: number | null;
  stock: number | null;
  category: string | null;
  brand: string | null;
  sellable: boolean;
};

export type CartLine = { sku: string; quantity: number };

export type Bundle = {
  bundle: number;
  position: number;
  items: Array<{ sku: string; title: string; quantity: number; price: number }>;
  listPrice: number;
  price: number;
  discount: number;
  currency: string;
  objectives: Weights;
  propensity: number;
  reasons: Array<{ kind: string; sku?: string; because?: string; text: string }>;
};

export type Offer = {
  decision: string;
  placement: string;
  strategy: string;
  model: string | null;
  degraded: boolean;
  rung?: string;
  warnings: string[];
  bundles: Bundle[];
  reason?: string;
};

export type Candidate = {
  sku: string;
  title?: string;
  score: number;
  price?: number;
  cost?: number | null;
  stock?: number | null;
  because?: unknown;
};

export type Rejection = { items: unknown; reason: string };

export type Explanation = {
  offer: Offer;
  context: {
    cart: Array<{ sku: string; title?: string; quantity: number }>;
    history: Array<Record<string, unknown>>;
  };
  candidates: Candidate[];
  rules?: RuleEffect[] | null;
  rejections: Rejection[];
  /** Strategies that could not answer, each with why. */
  failures?: string[] | null;
  timing: Record<string, number> | null;
};

export type DecisionLine = {
  id: string;
  at: string;
  placement: string;
  strategy: string;
  degraded: boolean;
  shopper: string | null;
  bundles: number | unknown[];
};

export type DecisionView = {
  decision: Record<string, unknown>;
  offer: Offer;
  candidates: Candidate[];
  outcomes: Array<Record<string, unknown>>;
};

export type Replay = { same: boolean; differences: Change[]; offer: Offer | null };

export type DeadLetter = {
  id: number | string;
  at: string;
  source: string;
  code: string;
  reason: string;
  payload: unknown;
};

export type Import = {
  id: number | string;
  file: string | null;
  format: string;
  state: 'running' | 'done' | 'failed';
  lines: number;
  accepted: number;
  rejected: number;
  error: string | null;
  startedAt: string;
  endedAt: string | null;
};

export type ShopperView = {
  profile: Record<string, unknown> | null;
  events: Array<Record<string, unknown>>;
  decisions: DecisionLine[];
};
