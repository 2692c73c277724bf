import { describe, expect, it } from 'vitest';
import { parse, written } from '../src/app/place.ts';
import { contentType } from '../src/pages/data/formats.ts';
import { verdictOf } from '../src/pages/experiments/verdict.ts';
import { may } from '../src/session/roles.ts';
import { Formats } from '../src/ui/formats.ts';

describe('figures', () => {
  const euro = new Formats('en', 'EUR', 2);

  it('have the decimals of the currency, a mean has more where it needs them', () => {
    expect(euro.money(9.5)).toBe('€9.50');
    expect(euro.money(0.0712, 2)).toBe('€0.0712');
    expect(new Formats('en', 'JPY', 0).money(1999)).toBe('¥1,999');
    expect(new Formats('zh-CN', 'CNY', 2).money(9.5)).toBe('¥9.50');
  });

  it('are a dash where there are none', () => {
    for (const write of [euro.money, euro.number, euro.percent, euro.millis, euro.ago]) {
      expect(write.call(euro, null)).toBe('–');
    }
  });

  it('say how long ago in the largest unit that fits', () => {
    const now = Date.parse('2026-03-04T12:00:00Z');
    expect(euro.ago('2026-03-04T11:59:30Z', now)).toBe('30 seconds ago');
    expect(euro.ago('2026-03-04T11:00:00Z', now)).toBe('1 hour ago');
    expect(euro.ago('2026-03-01T12:00:00Z', now)).toBe('3 days ago');
  });
});

describe('an interval', () => {
  it('says something only where it leaves out zero', () => {
    expect(verdictOf(0.1, 0.2)).toBe('better');
    expect(verdictOf(-0.2, -0.1)).toBe('worse');
    expect(verdictOf(-0.1, 0.2)).toBe('open');
    expect(verdictOf(0, 0.2)).toBe('open');
    expect(verdictOf(null, 0.2)).toBe('unknown');
  });
});

describe('an address', () => {
  it('goes there and back', () => {
    const place = { shop: 'demo', page: 'decisions', rest: ['a/b ü', 'c'] };
    expect(parse(written(place))).toEqual(place);
    expect(parse('/')).toEqual({ shop: '', page: '', rest: [] });
    expect(parse('/demo/%E0%A4%A')).toEqual({ shop: 'demo', page: '%E0%A4%A', rest: [] });
  });
});

describe('a role', () => {
  it('includes the lesser ones', () => {
    expect(may('admin', 'viewer')).toBe(true);
    expect(may('operator', 'operator')).toBe(true);
    expect(may('viewer', 'operator')).toBe(false);
  });
});

describe('a file', () => {
  it('is sent as what its name says', () => {
    expect(contentType('orders.csv.gz')).toBe('application/gzip');
    expect(contentType('Orders.CSV')).toBe('text/csv');
    expect(contentType('products.ndjson')).toBe('application/x-ndjson');
  });
});
