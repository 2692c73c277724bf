import type {
  AuditEntry,
  DeadLetter,
  DecisionLine,
  Import,
  Model,
  Offer,
  Placement,
  Plugin,
  Product,
  Proposal,
  Revision,
  ScheduledChange,
  Strategy,
  StrategyNode,
} from '../../src/api/types.ts';

const NOW = Date.UTC(2026, 10, 29, 12, 0, 0);
export const before = (minutes: number): string => new Date(NOW - minutes * 60_000).toISOString();

export const placement = (name: string, revision = 1, scoring = 'transformer'): Placement => ({
  name,
  revision,
  scoring,
  fallback: 'popularity',
  complementarity: 'item-knn',
  bundling: 'genetic',
  shadow: name === 'cart' ? ['item-knn', 'ppo'] : [],
  deadlineMillis: 40,
  candidates: 100,
  limit: 3,
  objectiveWeights: { conversion: 0.5, margin: 1, diversity: 0.1 },
  eventWeights: { 'product-viewed': 1, 'cart-added': 4, purchased: 10 },
  constraints: {
    minItems: 1,
    maxItems: 4,
    maxQuantity: 2,
    budget: null,
    marginFloor: 0.12,
    maxDiscount: 0.15,
    maxPerCategory: 2,
  },
  model: { baseRate: 0.03, liftWeight: 1, elasticity: 1.4, unitPenalty: 0.2 },
  arms: name === 'cart' ? [{ name: 'canary', share: 0.1, scoring: 'item-knn' }] : [],
});

/** A strategy in a process that was heard of a moment ago. */
export const node = (name: string, rest: Partial<StrategyNode> = {}): StrategyNode => ({
  name,
  started: before(180),
  seenAt: before(0),
  silentSeconds: 3,
  stale: false,
  version: '0.1.0',
  state: 'ready',
  switchedOff: false,
  calls: 9102,
  failures: 0,
  p99Millis: 1.9,
  lastFailure: null,
  lastFailureAt: null,
  ...rest,
});

const strategy = (
  name: string,
  capabilities: string[],
  rest: Partial<Strategy> = {},
): Strategy => ({
  name,
  version: '0.1.0',
  description: `What ${name} does, in a sentence of its own.`,
  capabilities,
  model: null,
  live: [],
  shadow: [],
  agreement: [],
  switchedOff: null,
  health: {
    state: 'ready',
    calls: 18204,
    failures: 0,
    p99Millis: 1.84,
    lastFailure: null,
    lastFailureAt: null,
  },
  nodes: [node('web-1:8080'), node('web-2:8080')],
  ...rest,
});

export const strategies = (): Strategy[] => [
  strategy('dqn', ['bundling', 'training'], {
    version: null,
    description: 'not installed',
    health: {
      state: 'absent',
      calls: 0,
      failures: 0,
      p99Millis: null,
      lastFailure: null,
      lastFailureAt: null,
    },
    nodes: ['web-1:8080', 'web-2:8080'].map((name) =>
      node(name, { version: null, state: 'absent', calls: 0, p99Millis: null }),
    ),
  }),
  strategy('genetic', ['bundling', 'pareto-front'], { live: ['cart', 'home', 'product'] }),
  strategy('item-knn', ['scoring', 'complementarity'], {
    live: ['cart', 'home'],
    shadow: ['cart'],
    agreement: [
      {
        placement: 'cart',
        strategy: 'item-knn@0.1.0',
        incumbent: 'transformer@0.1.0 transformer/3',
        compared: 812,
        agreed: 341,
        lower: 0.386,
        upper: 0.454,
        overlap: 0.52,
      },
    ],
  }),
  strategy('popularity', ['scoring']),
  strategy('ppo', ['bundling', 'online-learning', 'training'], {
    shadow: ['cart'],
    model: 'ppo/2',
    health: {
      state: 'quarantined',
      calls: 930,
      failures: 31,
      p99Millis: 48.2,
      lastFailure: 'STRATEGY_TIMEOUT',
      lastFailureAt: before(4),
    },
    nodes: [
      node('web-1:8080', {
        state: 'quarantined',
        calls: 930,
        failures: 31,
        p99Millis: 48.2,
        lastFailure: 'STRATEGY_TIMEOUT',
        lastFailureAt: before(4),
      }),
      node('web-2:8080', { version: '0.2.0', state: 'preparing', calls: 0, p99Millis: null }),
      node('web-3:8080', { stale: true, silentSeconds: 252, seenAt: before(4) }),
    ],
    agreement: [
      {
        placement: 'cart',
        strategy: 'ppo@0.1.0 ppo/2',
        incumbent: 'genetic@0.1.0',
        compared: 0,
        agreed: 0,
        lower: 0,
        upper: 1,
        overlap: 0,
      },
    ],
  }),
  strategy('transformer', ['scoring', 'training'], { live: ['cart'], model: 'transformer/3' }),
];

export const models = (name: string): Model[] =>
  ['ppo', 'transformer'].includes(name)
    ? [3, 2, 1].map((revision) => ({
        id: `${name}/${revision}`,
        revision,
        promoted: revision !== 2,
        current: revision === 3,
        author: 'trainer',
        reason: 'nightly training',
        madeAt: before(1440 * (4 - revision)),
        verdict: {
          why: revision === 2 ? 'held: recall@10 fell by 0.012' : 'promoted',
          metric: 'recall@10',
          candidate: 0.182 - 0.01 * (revision === 2 ? 1 : 0),
          incumbent: 0.18,
        },
      }))
    : [];

export const plugins = (): Plugin[] => [
  { id: 'genetic', version: '0.1.0', strategies: ['genetic'], state: 'active', reason: null },
  { id: 'item-knn', version: '0.1.0', strategies: ['item-knn'], state: 'active', reason: null },
  {
    id: 'mine',
    version: '0.0.2',
    strategies: [],
    state: 'rejected',
    reason: 'PLUGIN_CONTRACT_BROKEN: scores are not finite for an empty cart',
  },
];

export const revisions = (now: Placement): Revision[] => [
  {
    revision: now.revision,
    author: 'ada',
    reason: 'The transformer won its shadow run',
    madeAt: before(60),
    placement: now,
    changes: [
      { path: 'scoring', from: 'item-knn', to: now.scoring },
      { path: 'constraints.marginFloor', from: null, to: 0.12 },
    ],
  },
  {
    revision: now.revision - 1,
    author: 'demo',
    reason: 'first',
    madeAt: before(6000),
    placement: {
      ...placement(now.name, now.revision - 1, 'item-knn'),
      constraints: { ...now.constraints, marginFloor: null },
    },
    changes: [],
  },
];

export const scheduled = (): ScheduledChange[] => [
  {
    id: 7,
    at: new Date(NOW + 86_400_000).toISOString(),
    change: { objectiveWeights: { margin: 1, 'stock-relief': 0.5 } },
    reason: 'The sale begins',
    author: 'ada',
  },
];

const TITLES = [
  'Fjordby mug, Sage, 250 ml',
  'Linnea tea towel, Striped',
  'Halden cutting board, Oak',
  'Brisk kettle, 1.2 l',
  'Mora paring knife',
];

export const products = (): Product[] =>
  TITLES.map((title, index) => ({
    sku: `P-${1000 + index}`,
    title,
    price: 9.5 + index * 4,
    cost: 4.25 + index * 2,
    stock: index === 3 ? 0 : 12 * (index + 1),
    category: 'Home > Kitchen',
    brand: title.split(' ')[0] ?? null,
    sellable: index !== 3,
  }));

export const offer = (): Offer => ({
  decision: '0197a3d0-52b1-7c5e-9a55-6d6f3f6f0001',
  placement: 'cart',
  strategy: 'transformer@0.1.0 + genetic@0.1.0',
  model: 'transformer/3',
  degraded: false,
  rung: 'strategy',
  warnings: [],
  bundles: [
    {
      bundle: 0,
      position: 0,
      items: [
        { sku: 'P-1001', title: TITLES[1] as string, quantity: 1, price: 13.5 },
        { sku: 'P-1004', title: TITLES[4] as string, quantity: 2, price: 25.5 },
      ],
      listPrice: 64.5,
      price: 60,
      discount: 4.5,
      currency: 'EUR',
      objectives: { conversion: 0.041, revenue: 60, margin: 27.4, diversity: 0.6 },
      propensity: 1,
      reasons: [
        {
          kind: 'co-purchase',
          sku: 'P-1001',
          because: 'P-1000',
          text: 'Often bought with the mug',
        },
        {
          kind: 'constraint',
          because: 'margin-floor',
          text: 'The margin floor of 12 % is binding',
        },
      ],
    },
  ],
});

export const decisions = (): DecisionLine[] =>
  Array.from({ length: 12 }, (_, index) => ({
    id: `0197a3d0-52b1-7c5e-9a55-6d6f3f6f00${(index + 10).toString()}`,
    at: before(index * 3),
    placement: index % 3 === 0 ? 'home' : 'cart',
    strategy: 'transformer@0.1.0 + genetic@0.1.0',
    degraded: index === 4,
    shopper: index === 5 ? null : `shopper-${index}`,
    bundles: index === 7 ? 0 : 2,
  }));

export const letters = (): DeadLetter[] => [
  {
    id: 41,
    at: before(12),
    source: 'http',
    code: 'EVENT_TIME_OUT_OF_RANGE',
    reason: 'time lies 40 days back; live events lie within 30',
    payload: { id: 'e-1', type: 'purchased', sku: 'P-1000' },
  },
  {
    id: 40,
    at: before(80),
    source: 'kafka',
    code: 'MALFORMED_JSON',
    reason: 'not JSON at character 12',
    payload: '{"id":"e-2",,',
  },
];

export const imports = (): Import[] => [
  {
    id: 2,
    file: 'orders.csv.gz',
    format: 'online-retail',
    state: 'running',
    lines: 240_000,
    accepted: 238_800,
    rejected: 1_200,
    error: null,
    startedAt: before(2),
    endedAt: null,
  },
  {
    id: 1,
    file: 'products.ndjson',
    format: 'pannier',
    state: 'failed',
    lines: 12,
    accepted: 11,
    rejected: 1,
    error: 'FIELD_MISSING: line 12 has no sku',
    startedAt: before(300),
    endedAt: before(299),
  },
];

export const audit = (): AuditEntry[] =>
  ['placement.changed', 'strategy.switched', 'session.opened', 'key.created'].map(
    (action, index) => ({
      id: 100 - index,
      at: before(index * 17),
      author: index === 2 ? 'ada' : 'demo',
      action,
      shop: index === 2 ? null : 'demo',
      subject: index === 0 ? 'cart' : index === 1 ? 'ppo' : null,
      reason: index === 2 ? null : 'It had to be done',
      detail: index === 0 ? { scoring: 'transformer' } : null,
    }),
  );

/** A change that waits for somebody else than `demo`. */
export const proposal = (subject: string, base: number, reason: string): Proposal => ({
  id: '019a0000-0000-7000-8000-000000000001',
  kind: 'placement',
  subject,
  base,
  at: null,
  changes: [{ path: 'limit', from: 3, to: 5 }],
  author: 'ada',
  reason,
  state: 'waiting',
  overtaken: false,
  madeAt: before(1),
  expiresAt: before(-1),
  decidedBy: null,
  decidedAt: null,
  decision: null,
});
