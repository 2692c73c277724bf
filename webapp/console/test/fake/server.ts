import type { Placement, PlacementFields, Proposal, Provider, Role } from '../../src/api/types.ts';
import * as data from './data.ts';
import {
  experiment,
  explanation,
  front,
  overview,
  rehearsal,
  rulesPreview,
  shopper,
} from './figures.ts';

export type Answer = { status: number; body?: unknown };

const problem = (status: number, code: string, detail: string, more = {}): Answer => ({
  status,
  body: { type: `urn:pannier:problem:${code}`, title: code, status, detail, code, ...more },
});

/** Stands in for the program: answers as the admin interface is described, from memory. For tests and for looking. */
export class FakeServer {
  role: Role = 'admin';
  signedIn = false;
  placements = new Map<string, Placement>(
    ['cart', 'home', 'product'].map((name) => [
      name,
      data.placement(name, 4, name === 'cart' ? 'transformer' : 'item-knn'),
    ]),
  );
  strategies = data.strategies();
  providers: Provider[] = [];
  /** Whether changes take a second person. */
  approval = false;
  proposals: Proposal[] = [];
  scheduled = data.scheduled();
  letters = data.letters();
  plugins = data.plugins();
  people = [
    { name: 'demo', role: 'admin' as Role, createdAt: data.before(9000), disabled: false },
    { name: 'ada', role: 'operator' as Role, createdAt: data.before(800), disabled: false },
    { name: 'former', role: 'viewer' as Role, createdAt: data.before(90), disabled: true },
  ];
  keys = [
    {
      id: 1,
      label: 'storefront server',
      scopes: ['events', 'offers'],
      createdAt: data.before(7000),
      revokedAt: null as string | null,
    },
  ];
  /** What was asked, for tests. */
  readonly asked: Array<{ method: string; path: string; body: unknown; csrf: string | null }> = [];

  answer(method: string, address: string, body: unknown, csrf: string | null): Answer {
    const [path = '', search = ''] = address.split('?');
    this.asked.push({ method, path, body, csrf });
    const given = (body ?? {}) as Record<string, unknown>;
    if (path === '/session/providers') {
      return { status: 200, body: { providers: this.providers } };
    }
    if (path === '/session') return this.session(method, given);
    if (!this.signedIn) return problem(401, 'UNAUTHENTICATED', 'sign in first');
    if (method !== 'GET' && csrf !== 'fake-csrf') {
      return problem(403, 'CSRF_MISMATCH', 'the token of the session is missing');
    }
    const parts = path.split('/').filter((each) => each !== '');
    if (parts[0] === 'shops' && parts.length > 1) {
      return this.ofShop(method, parts.slice(2).map(decodeURIComponent), given, search);
    }
    return this.ofInstallation(method, path, given);
  }

  private session(method: string, given: Record<string, unknown>): Answer {
    if (method === 'DELETE') {
      this.signedIn = false;
      return { status: 204 };
    }
    if (method === 'POST') {
      if (given['password'] !== 'demo') {
        return problem(401, 'SIGN_IN_FAILED', 'name or password is wrong');
      }
      this.signedIn = true;
    }
    return this.signedIn
      ? { status: 200, body: { name: 'demo', role: this.role, csrf: 'fake-csrf' } }
      : problem(401, 'UNAUTHENTICATED', 'sign in first');
  }

  private ofInstallation(method: string, path: string, given: Record<string, unknown>): Answer {
    switch (`${method} ${path}`) {
      case 'GET /shops':
        return { status: 200, body: { shops: [{ name: 'demo', currency: 'EUR', decimals: 2 }] } };
      case 'GET /plugins':
        return { status: 200, body: { plugins: this.plugins } };
      case 'POST /plugins':
        return problem(422, 'PLUGIN_INVALID', 'the zip has no plugin.properties', {
          findings: ['plugin.properties is missing', 'no class in META-INF/extensions.idx'],
        });
      case 'GET /people':
        return { status: 200, body: { people: this.people } };
      case 'POST /people': {
        const person = {
          name: `${given['name']}`,
          role: given['role'] as Role,
          createdAt: data.before(0),
          disabled: false,
        };
        this.people.push(person);
        return { status: 201, body: { ...person, password: 'shown-once-7Q2x' } };
      }
      case 'GET /audit':
        return { status: 200, body: { entries: data.audit(), next: null } };
      case 'PUT /session/password':
        return { status: 204 };
      default:
        return problem(404, 'NOT_FOUND', `${path} is not here`);
    }
  }

  private ofShop(
    method: string,
    [what = '', name = '', part = '', id = '']: string[],
    given: Record<string, unknown>,
    search: string,
  ): Answer {
    switch (`${method} ${what}`) {
      case 'GET placements':
        if (name === '')
          return { status: 200, body: { placements: [...this.placements.values()] } };
        return this.readPlacement(name, part);
      case 'PUT placements':
        return this.change(name, given);
      case 'POST placements':
        if (part === 'scheduled') {
          this.scheduled.push({ id: 8, author: 'demo', ...given } as never);
          return { status: 201, body: {} };
        }
        if (part === 'dial') return { status: 200, body: front() };
        if (part === 'rules') return { status: 200, body: rulesPreview(given['rules']) };
        if (part === 'rehearsal') return { status: 200, body: rehearsal() };
        return this.change(name, {
          ...data.revisions(this.placements.get(name) as Placement)[1]?.placement,
          revision: this.placements.get(name)?.revision,
        });
      case 'DELETE placements':
        this.scheduled = this.scheduled.filter((each) => `${each.id}` !== id);
        return { status: 204 };
      case 'GET strategies':
        return part === 'models'
          ? { status: 200, body: { models: data.models(name) } }
          : { status: 200, body: { strategies: this.strategies } };
      case 'POST strategies':
        return this.switched(name, part, given);
      case 'GET approval':
        return { status: 200, body: { required: this.approval } };
      case 'PUT approval':
        this.approval = given['required'] === true;
        return { status: 200, body: { required: this.approval } };
      case 'GET proposals':
        return {
          status: 200,
          body: { proposals: this.proposals, waiting: this.proposals.length, next: null },
        };
      case 'POST proposals': {
        const decided = this.proposals.find((each) => each.id === name);
        this.proposals = this.proposals.filter((each) => each !== decided);
        return { status: 200, body: decided };
      }
      case 'GET overview':
        return { status: 200, body: overview() };
      case 'POST explain':
        return { status: 200, body: explanation() };
      case 'GET decisions':
        return name === ''
          ? { status: 200, body: { decisions: data.decisions(), next: null } }
          : {
              status: 200,
              body: {
                decision: { id: name, seed: '81985529216486895', generations: 34 },
                offer: data.offer(),
                candidates: explanation().candidates,
                outcomes: [{ type: 'offer-shown', at: data.before(1), bundle: 0 }],
              },
            };
      case 'POST decisions':
        return { status: 200, body: { same: true, differences: [], offer: data.offer() } };
      case 'GET products': {
        const q = (new URLSearchParams(search).get('q') ?? '').toLowerCase();
        return {
          status: 200,
          body: {
            products: data
              .products()
              .filter(({ sku, title }) => `${sku} ${title}`.toLowerCase().includes(q)),
          },
        };
      }
      case 'GET dead-letters':
        return {
          status: 200,
          body: { letters: this.letters, next: null, count: this.letters.length },
        };
      case 'POST dead-letters': {
        const ids = given['ids'] as Array<number>;
        this.letters = this.letters.filter((each) => !ids.includes(each.id as number));
        return { status: 200, body: { accepted: ids.length, duplicates: 0, rejected: [] } };
      }
      case 'GET imports':
        return { status: 200, body: { imports: data.imports() } };
      case 'POST import':
        return { status: 202, body: { id: 3 } };
      case 'GET shoppers':
        return name === 'nobody'
          ? problem(404, 'SHOPPER_UNKNOWN', 'no such shopper')
          : { status: 200, body: shopper() };
      case 'DELETE shoppers':
        return { status: 202, body: { receipt: 'r-1' } };
      case 'GET keys':
        return { status: 200, body: { keys: this.keys } };
      case 'POST keys':
        return { status: 201, body: { id: 2, key: 'pk_shown_once', ...given } };
      case 'DELETE keys':
        for (const key of this.keys) if (`${key.id}` === name) key.revokedAt = data.before(0);
        return { status: 204 };
      default:
        return problem(404, 'NOT_FOUND', `${what} is not here`);
    }
  }

  private readPlacement(name: string, part: string): Answer {
    const found = this.placements.get(name);
    if (found === undefined) return problem(404, 'PLACEMENT_UNKNOWN', `no placement ${name}`);
    switch (part) {
      case 'revisions':
        return { status: 200, body: { revisions: data.revisions(found) } };
      case 'scheduled':
        return { status: 200, body: { scheduled: this.scheduled } };
      case 'experiment':
        return { status: 200, body: experiment(found) };
      default:
        return { status: 200, body: found };
    }
  }

  private change(name: string, given: Record<string, unknown>): Answer {
    const now = this.placements.get(name) ?? data.placement(name, 0);
    const { reason: _, revision, ...fields } = given;
    if (revision !== undefined && revision !== now.revision) {
      return problem(409, 'REVISION_CONFLICT', `revision ${now.revision} is in force`);
    }
    if (this.approval) {
      const proposal = data.proposal(name, now.revision, `${given['reason']}`);
      this.proposals.push(proposal);
      return { status: 202, body: { proposal } };
    }
    const fresh: Placement = {
      ...now,
      ...(fields as Partial<PlacementFields>),
      name,
      revision: now.revision + 1,
    };
    this.placements.set(name, fresh);
    return { status: 200, body: fresh };
  }

  private switched(name: string, part: string, given: Record<string, unknown>): Answer {
    if (part === 'switch') {
      this.strategies = this.strategies.map((each) =>
        each.name === name
          ? {
              ...each,
              switchedOff: given['on']
                ? null
                : { author: 'demo', reason: `${given['reason']}`, at: data.before(0) },
            }
          : each,
      );
    }
    return { status: 200, body: {} };
  }
}
