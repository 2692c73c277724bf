import type {
  Experiment,
  Explanation,
  Front,
  Overview,
  Placement,
  Rehearsal,
  RehearsedBundle,
  Rule,
  RulesPreview,
  ShopperView,
} from '../../src/api/types.ts';
import * as data from './data.ts';

export const overview = (): Overview => ({
  at: data.before(0),
  offersPerSecond: 41.3,
  acceptance: { shown: 20140, accepted: 1208, rate: 0.06, lower: 0.0568, upper: 0.0633 },
  attach: { shown: 3120, accepted: 402, rate: 0.1288, lower: 0.1175, upper: 0.141 },
  degradedShare: 0.0021,
  latency: ['ingestion', 'feature', 'scoring', 'optimizer', 'delivery', 'offer'].map(
    (stage, index) => ({ stage, p50Millis: 0.2 + index * 0.6, p99Millis: 0.9 + index * 2.1 }),
  ),
  series: Array.from({ length: 60 }, (_, index) => ({
    at: data.before(60 - index),
    offers: 2200 + 500 * Math.sin(index / 7) + 17 * (index % 5),
    accepted: 120 + 40 * Math.sin(index / 7),
    revenue: 3900 + 900 * Math.sin(index / 7),
    margin: 1500 + 300 * Math.cos(index / 9),
  })),
  placements: ['cart', 'home', 'product'].map((name, index) => ({
    name,
    offers: 9000 - index * 2500,
    shown: 8600 - index * 2500,
    accepted: 640 - index * 200,
    revenue: 18400.5 - index * 5000,
    degradedShare: index * 0.002,
  })),
  freshness: { lastEventAt: data.before(0), lastOrderAt: data.before(4), journalLagMillis: 3.2 },
  deadLetters: 2,
});

export const explanation = (): Explanation => ({
  offer: data.offer(),
  context: {
    cart: [{ sku: 'P-1000', title: 'Fjordby mug, Sage, 250 ml', quantity: 1 }],
    history: [{ type: 'purchased', sku: 'P-1003', at: data.before(2000) }],
  },
  candidates: data.products().map((product, index) => ({
    ...product,
    score: 0.91 - index * 0.13,
    because: index === 0 ? 'bought with P-1000 in 41 baskets' : null,
  })),
  rejections: [
    { items: ['P-1002', 'P-1003'], reason: 'margin 8 % under the floor of 12 %' },
    { items: ['P-1003'], reason: 'stock 0 under 1' },
  ],
  timing: { scoring: 1.2, optimizer: 3.4 },
});

export const experiment = (placement: Placement): Experiment => {
  const arms = placement.arms ?? [];
  return {
    placement: placement.name,
    since: data.before(4000),
    metric: 'margin per session',
    confidence: 0.95,
    arms: [{ name: 'control', share: 0.9 }, ...arms].map(({ name, share }, index) => ({
      name,
      share,
      offers: true,
      visitors: Math.round(11000 * share),
      sessions: Math.round(20000 * share),
      buyers: Math.round(1900 * share),
      attached: Math.round(640 * share),
      shown: Math.round(18000 * share),
      accepted: Math.round(1100 * share),
      revenue: 41000 * share,
      margin: 15800 * share * (1 + index * 0.06),
      perSession: 0.79 + index * 0.05,
      lower: 0.75 + index * 0.02,
      upper: 0.83 + index * 0.09,
    })),
    difference: arms.map(({ name }) => ({
      arm: name,
      estimate: 0.05,
      lower: -0.021,
      upper: 0.121,
    })),
    holdOut: arms.some(({ offers }) => offers === false)
      ? {
          arm: 'holdout',
          visitors: 510,
          margin: { estimate: 0.11, lower: 0.02, upper: 0.2 },
          revenue: { estimate: 0.31, lower: -0.02, upper: 0.64 },
        }
      : null,
    sampleRatio: { chiSquare: 1.21, pValue: 0.271, ok: true },
    baseline: {
      days: 28,
      visitorsPerDay: 1040,
      sessionsPerDay: 1803,
      perSession: 0.79,
      detectable: [
        { days: 7, perSession: 0.11 },
        { days: 14, perSession: 0.078 },
      ],
    },
    segments: ['known', 'anonymous'].map((segment) => ({
      segment,
      confidence: 0.975,
      arms: [
        { name: 'control', visitors: 4200, buyers: 700, perSession: 0.79 },
        ...arms.map(({ name }) => ({
          name,
          visitors: 510,
          buyers: 90,
          perSession: 0.84,
          difference: 0.05,
          lower: -0.09,
          upper: 0.19,
        })),
      ],
    })),
    allocation: {
      periods: 3,
      arms: [
        { name: 'control', best: 0.2, effect: 0, error: 0 },
        ...arms.map(({ name }) => ({ name, best: 0.8 / arms.length, effect: 0.05, error: 0.04 })),
      ],
    },
  };
};

const bundle = (index: number): RehearsedBundle => ({
  items: data
    .products()
    .slice(index, index + 2)
    .map(({ sku, title }) => ({ sku, title, quantity: 1 })),
  price: 21.5 - index,
  discount: 1.2,
});

export const front = (): Front => ({
  decision: '01993f6e-0000-7000-8000-000000000001',
  at: data.before(2),
  strategy: 'genetic@1.0.0',
  currency: 'EUR',
  scales: { conversion: 0.09, revenue: 1.4, margin: 0.6, diversity: 1, 'stock-relief': 0.5 },
  points: [0, 1, 2].map((index) => ({
    ...bundle(index),
    objectives: {
      conversion: 0.05 + index * 0.02,
      revenue: 1.3 - index * 0.2,
      margin: 0.58 - index * 0.12,
      diversity: index / 2,
      'stock-relief': 0.2 * index,
    },
    utility: 1.4 - index * 0.1,
  })),
  chosen: 1,
});

export const rehearsal = (): Rehearsal => ({
  decisions: 200,
  from: data.before(350),
  changed: 46,
  emptyBefore: 2,
  emptyAfter: 3,
  objectives: [
    {
      objective: 'conversion',
      before: 0.062,
      after: 0.055,
      difference: -0.007,
      lower: -0.009,
      upper: -0.005,
    },
    { objective: 'margin', before: 0.51, after: 0.57, difference: 0.06, lower: 0.04, upper: 0.08 },
  ],
  samples: [
    { decision: '01993f6e-0000-7000-8000-000000000002', before: bundle(0), after: bundle(1) },
  ],
});

export const shopper = (): ShopperView => ({
  profile: { segment: 'regular', region: 'north', consent: true },
  events: [
    { id: 'e-9', type: 'cart-added', time: data.before(3), sku: 'P-1000', quantity: 1 },
    { id: 'e-8', type: 'product-viewed', time: data.before(5), sku: 'P-1000' },
  ],
  decisions: data.decisions().slice(0, 3),
});

/** The first rule means three products, the others nothing. */
export const rulesPreview = (rules: unknown): RulesPreview => {
  const named = (rules as Rule[]).map(({ name }) => name);
  return {
    sellable: 120,
    left: 117,
    rules: named.map((name, index) => ({
      name,
      means: index === 0 ? 3 : 0,
      products: index === 0 ? [{ sku: 'sku-1', title: 'Reading lamp' }, { sku: 'sku-2' }] : [],
    })),
    findings: named.slice(1).map((rule) => ({ code: 'means-nothing' as const, rule, by: '' })),
  };
};
