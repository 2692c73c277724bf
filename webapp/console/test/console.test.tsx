// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { placement, proposal } from './fake/data.ts';
import { OpenConsole } from './open.tsx';

let console_: OpenConsole;
beforeEach(() => {
  console_ = new OpenConsole();
});
afterEach(() => console_.close());

describe('the door', () => {
  it('says what is wrong, and opens on the page of the address', async () => {
    await console_.open('demo/placements');
    await console_.signIn('wrong');
    await console_.text('The name or the password is wrong.');
    await console_.signIn();
    await console_.text('The places in the shop where bundles are offered');
    await console_.text('transformer');
  });

  it('closes when the session ends, and leads back to the page', async () => {
    console_.server.signedIn = true;
    await console_.open('demo/placements/cart');
    await console_.text('Revision 4 is in force.');
    console_.server.signedIn = false;
    location.hash = '#/demo/audit';
    await console_.text('Sign in to Pannier');
    await console_.signIn();
    await console_.text('Entries can be neither changed nor removed.');
  });
});

describe('a provider of identities', () => {
  it('is offered, leads back to the page, and its refusal is put in words', async () => {
    console_.server.providers = [
      { label: 'Keycloak', start: '/admin/api/session/oidc', available: true },
      { label: 'the other', start: '/admin/api/session/other', available: false },
    ];
    sessionStorage.setItem('pannier-console-place', '#/demo/placements');
    history.replaceState(null, '', '/console/?sign-in=FORBIDDEN');
    await console_.open('');
    await console_.text('You are known, but have no role here.');
    await console_.text('the other cannot be reached now');
    const link = await console_.until('the link', () => document.querySelector('a[href]'));
    expect(link.getAttribute('href')).toBe('/admin/api/session/oidc');
    expect(link.textContent).toBe('Sign in with Keycloak');
    expect(location.search).toBe('');
    expect(location.hash).toBe('#/demo/placements');
    await console_.signIn();
    await console_.text('The places in the shop where bundles are offered');
  });
});

describe('the kill switch', () => {
  it('asks for a reason and sends it with the token of the session', async () => {
    console_.server.signedIn = true;
    await console_.open('demo/strategies');
    await console_.click('Switch off genetic');
    await console_.text('the fallback answers in its place in: cart, home, product');
    await console_.type('[role=dialog] textarea', '  It answers nonsense ');
    await console_.confirm('Switch off');
    await console_.button('Switch on genetic');
    expect(console_.server.asked.filter(({ method }) => method === 'POST')).toEqual([
      {
        method: 'POST',
        path: '/shops/demo/strategies/genetic/switch',
        body: { on: false, reason: 'It answers nonsense' },
        csrf: 'fake-csrf',
      },
    ]);
  });

  it('is out of reach for a viewer, who hears why', async () => {
    console_.server.signedIn = true;
    console_.server.role = 'viewer';
    await console_.open('demo/strategies');
    const button = await console_.button('Switch off genetic');
    expect(button.getAttribute('aria-disabled')).toBe('true');
    await console_.click('Switch off genetic');
    expect(document.querySelector('[role=dialog]')).toBeNull();
    await console_.text('changes here need the role Operator');
    expect(document.querySelector('nav')?.textContent).not.toContain('Audit log');
  });
});

describe('a placement', () => {
  it('is changed upon the revision that was seen, else the changes are put onto the newest', async () => {
    console_.server.signedIn = true;
    await console_.open('demo/placements/cart');
    await console_.click('Remove arm canary');
    await console_.text('1 unsaved change');
    console_.server.placements.set('cart', {
      ...placement('cart', 5),
      shadow: [],
    });
    await console_.click('Save');
    await console_.type('[role=dialog] textarea', 'The canary is done');
    await console_.confirm('Save');
    await console_.text('REVISION_CONFLICT');
    await console_.confirm('Put my changes onto the newest revision');
    await console_.confirm('Save');
    await console_.text('Revision 6 is in force.');
    const put = console_.server.asked
      .filter(({ method }) => method === 'PUT')
      .map(({ body }) => body);
    expect(put).toEqual([
      { arms: [], revision: 4, reason: 'The canary is done' },
      { arms: [], revision: 5, reason: 'The canary is done' },
    ]);
    expect(console_.server.placements.get('cart')?.shadow).toEqual([]);
  });

  it('goes back to an earlier revision with a reason', async () => {
    console_.server.signedIn = true;
    await console_.open('demo/placements/cart/history');
    await console_.click('Revert to revision 3');
    await console_.text('transformer → item-knn');
    await console_.type('[role=dialog] textarea', 'It sold less');
    await console_.confirm('Revert');
    await console_.text('cart: revision 5 is in force.');
    expect(console_.server.asked.find(({ method }) => method === 'POST')).toMatchObject({
      path: '/shops/demo/placements/cart/revert',
      body: { revision: 3, reason: 'It sold less' },
    });
  });
});

describe('the rules of a placement', () => {
  it('are added, looked at before they are saved, and saved with a reason', async () => {
    console_.server.signedIn = true;
    await console_.open('demo/placements/cart');
    await console_.click('Add a rule');
    await console_.text('A rule needs conditions');
    await console_.type('.condition input[maxlength="256"]', 'Home > Lamps');
    await console_.click('What do they mean?');
    await console_.text('117 of 120 products may be offered.');
    await console_.text('Rule 1 means 3 products');
    await console_.text('Reading lamp, sku-2');
    await console_.click('Save');
    await console_.type('[role=dialog] textarea', 'The lamps are recalled');
    await console_.confirm('Save');
    await console_.text('Revision 5 is in force.');
    const rules = [
      {
        name: 'Rule 1',
        action: 'exclude',
        enabled: true,
        where: [{ field: 'category', op: 'is', value: 'Home > Lamps' }],
      },
    ];
    expect(console_.server.asked.find(({ method }) => method === 'PUT')?.body).toEqual({
      rules,
      revision: 4,
      reason: 'The lamps are recalled',
    });
    expect(console_.server.asked.find(({ path }) => path.endsWith('/rules/preview'))?.body).toEqual(
      { rules },
    );
    await console_.click('Remove rule Rule 1');
    await console_.text('1 unsaved change');
  }, 60_000);
});

describe('the dial of a placement', () => {
  it('shows what the weights choose, rehearses them, and saves them with a reason', async () => {
    console_.server.signedIn = true;
    await console_.open('demo/placements/cart/dial');
    await console_.text('Chosen by these weights');
    await console_.text('3 bundles, found by genetic@1.0.0');
    await console_.click('Rehearse on recorded traffic');
    await console_.text('200 recorded decisions since');
    await console_.text('would offer another bundle');
    expect(console_.server.asked.filter(({ path }) => path.endsWith('/rehearsal'))).toMatchObject([
      { body: { change: { objectiveWeights: placement('cart', 4).objectiveWeights } } },
    ]);
  });
});

describe('an answer that does not come', () => {
  it('is told by its code, with a way to try again', async () => {
    console_.server.signedIn = true;
    await console_.open('demo/placements/nowhere');
    await console_.text('PLACEMENT_UNKNOWN');
    console_.server.placements.set('nowhere', placement('nowhere', 1));
    await console_.click('Try again');
    await console_.text('Revision 1 is in force.');
  });
});

describe('approvals', () => {
  it('turn a change into a proposal, which somebody else approves with a reason', async () => {
    console_.server.signedIn = true;
    console_.server.approval = true;
    await console_.open('demo/placements/cart');
    await console_.click('Remove arm canary');
    await console_.click('Save');
    await console_.text('This takes a second person.');
    await console_.type('[role=dialog] textarea', 'The canary is done');
    await console_.confirm('Propose');
    await console_.text('Proposed. It is made once somebody else approves it.');
    await console_.text('Revision 4 is in force.');
    await console_.text('1 waits');

    location.hash = '#/demo/approvals';
    await console_.text('Change cart');
    await console_.click('Approve');
    await console_.type('[role=dialog] textarea', 'Looked at it');
    await console_.confirm('Approve');
    await console_.text('Nothing waits.');
    expect(console_.server.asked.filter(({ method }) => method === 'POST')).toEqual([
      {
        method: 'POST',
        path: '/shops/demo/proposals/019a0000-0000-7000-8000-000000000001/approve',
        body: { reason: 'Looked at it' },
        csrf: 'fake-csrf',
      },
    ]);
  });

  it('leave to its author only to take it back', async () => {
    console_.server.signedIn = true;
    console_.server.proposals = [{ ...proposal('cart', 4, 'more'), author: 'demo' }];
    await console_.open('demo/approvals');
    await console_.button('Withdraw');
    await console_.text('You proposed this; somebody else decides.');
    const buttons = [...document.querySelectorAll('button')].map((each) => each.textContent);
    expect(buttons).not.toContain('Approve');
    expect(buttons).not.toContain('Reject');
  });
});
