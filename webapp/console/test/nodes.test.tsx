// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { statesDiffer, usualVersion, versionsDiffer } from '../src/pages/strategies/nodes.ts';
import { node } from './fake/data.ts';
import { OpenConsole } from './open.tsx';

describe('the version that nodes have', () => {
  it('is what most of those have that were heard of lately', () => {
    const nodes = [
      node('a', { version: '0.1.0' }),
      node('b', { version: '0.2.0' }),
      node('c', { version: '0.2.0' }),
    ];
    expect(usualVersion(nodes)).toBe('0.2.0');
    expect(versionsDiffer(nodes)).toBe(true);
    expect(usualVersion(nodes.slice(0, 2))).toBe('0.1.0');
    expect(usualVersion([])).toBeNull();
  });

  it('is not that of a node that may not be running any more', () => {
    const nodes = [
      node('a', { version: '0.1.0', stale: true }),
      node('b', { version: '0.1.0', stale: true }),
      node('c', { version: '0.2.0' }),
    ];
    expect(usualVersion(nodes)).toBe('0.2.0');
    expect(versionsDiffer(nodes)).toBe(false);
  });

  it('differs where one has none', () => {
    expect(versionsDiffer([node('a'), node('b', { version: null, state: 'absent' })])).toBe(true);
  });
});

describe('the state in which nodes are', () => {
  it('differs where one is in trouble, and not where one has nothing to do', () => {
    expect(statesDiffer([node('a'), node('b', { state: 'idle' })])).toBe(false);
    expect(statesDiffer([node('a'), node('b', { state: 'quarantined' })])).toBe(true);
    expect(statesDiffer([node('a'), node('b', { state: 'quarantined', stale: true })])).toBe(false);
  });
});

describe('the nodes of a strategy', () => {
  let page: OpenConsole;
  beforeEach(() => {
    page = new OpenConsole();
    page.server.signedIn = true;
  });
  afterEach(() => page.close());

  const table = () => document.querySelector('table[aria-label=Nodes]');
  const rows = () =>
    page.until('the nodes', () => {
      const found = [...(table()?.querySelectorAll('tbody tr') ?? [])];
      return found.length > 0 && found.map(({ textContent }) => textContent);
    });

  it('are marked in the list where they differ or are silent', async () => {
    await page.open('demo/strategies');
    await page.text('3 nodes');
    const marks = (name: string) =>
      [...document.querySelectorAll('tbody tr')].find(
        (row) => row.querySelector('a')?.textContent === name,
      )?.textContent;
    expect(marks('ppo')).toContain('versions differ');
    expect(marks('ppo')).toContain('states differ');
    expect(marks('ppo')).toContain('1 not seen lately');
    expect(marks('genetic')).toContain('2 nodes');
    expect(marks('genetic')).not.toContain('differ');
  });

  it('are a table with what is wrong in words', async () => {
    await page.open('demo/strategies/ppo');
    const [first, second, third] = await rows();
    expect(first).toContain('web-1:8080');
    expect(first).toContain('quarantined');
    expect(first).toContain('31 of 930');
    expect(first).not.toContain('another version');
    expect(second).toContain('0.2.0');
    expect(second).toContain('another version');
    expect(second).toContain('3 seconds ago');
    expect(third).toContain('not seen for 4 minutes');
    await page.text('The nodes do not have the same version.');
  });

  it('tell which has not heard of the switch', async () => {
    for (const each of page.server.strategies) {
      each.switchedOff = { author: 'ada', reason: 'nonsense', at: new Date().toISOString() };
      each.nodes = [node('a', { switchedOff: true }), node('b')];
    }
    await page.open('demo/strategies/genetic');
    const [first, second] = await rows();
    expect(first).toContain('switched off');
    expect(first).not.toContain('not heard');
    expect(second).toContain('has not heard of the switch yet');
  });

  it('are no more than a name where there is only one', async () => {
    for (const each of page.server.strategies) each.nodes = [node('alone:8080')];
    await page.open('demo/strategies');
    await page.text('genetic');
    expect(document.body.textContent).not.toContain('1 node');
    location.hash = '#/demo/strategies/genetic';
    await page.text('alone:8080');
    expect(table()).toBeNull();
  });
});
