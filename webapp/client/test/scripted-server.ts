import { vi } from 'vitest';
import type { Offer } from '../src/index.js';
import type { Socket } from '../src/options.js';
import type { ClientMessage } from '../src/protocol.js';

/** The sockets of one test in the order of their opening, played from the server's side. */
export class ScriptedServer {
  readonly sockets: ScriptedSocket[] = [];
  /** As the option WebSocket takes it. */
  readonly WebSocket: new (
    url: string,
    protocols: string,
  ) => Socket;

  constructor() {
    const { sockets } = this;
    this.WebSocket = class extends ScriptedSocket {
      constructor(url: string, protocols: string) {
        super(url, protocols);
        sockets.push(this);
      }
    };
  }

  get newest(): ScriptedSocket {
    const socket = this.sockets.at(-1);
    if (socket === undefined) throw new Error('nobody has connected');
    return socket;
  }

  /** Lets the newest connection open and accepts its token. */
  async accept(expiresInMillis = 3_600_000): Promise<ScriptedSocket> {
    const socket = this.newest;
    socket.open();
    socket.connected(expiresInMillis);
    await settle();
    return socket;
  }
}

export class ScriptedSocket implements Socket {
  readonly url: string;
  readonly protocols: string;
  readyState = 0;
  bufferedAmount = 0;
  closedByClient = false;
  readonly sent: ClientMessage[] = [];
  onopen: ((event: never) => unknown) | null = null;
  onmessage: ((event: never) => unknown) | null = null;
  onclose: ((event: never) => unknown) | null = null;
  onerror: ((event: never) => unknown) | null = null;

  constructor(url: string, protocols: string) {
    this.url = url;
    this.protocols = protocols;
  }

  send(data: string): void {
    if (this.readyState !== 1) throw new Error('sent on a socket that is not open');
    this.sent.push(JSON.parse(data) as ClientMessage);
  }

  close(): void {
    this.closedByClient = true;
    this.readyState = 3;
  }

  open(): void {
    this.readyState = 1;
    this.onopen?.({} as never);
  }

  say(data: unknown): void {
    this.onmessage?.({ data: typeof data === 'string' ? data : JSON.stringify(data) } as never);
  }

  connected(expiresInMillis: number): void {
    const expiresAt = new Date(Date.now() + expiresInMillis).toISOString();
    this.say({ type: 'connected', heartbeatMillis: 25_000, expiresAt });
  }

  subscribed(epoch: string, offset: number, recovered: boolean, placement = 'cart'): void {
    this.say({ type: 'subscribed', placement, epoch, offset, recovered });
  }

  offer(epoch: string, offset: number, cart?: number, made: Partial<Offer> = {}): void {
    this.say({ type: 'offer', placement: 'cart', epoch, offset, cart, offer: anOffer(made) });
  }

  lose(code = 1006, reason = ''): void {
    this.readyState = 3;
    this.onclose?.({ code, reason } as never);
  }

  of<T extends ClientMessage['type']>(type: T): Array<Extract<ClientMessage, { type: T }>> {
    return this.sent.filter((m): m is Extract<ClientMessage, { type: T }> => m.type === type);
  }
}

export function anOffer(made: Partial<Offer> = {}): Offer {
  return {
    decision: 'd0',
    placement: 'cart',
    strategy: 'item-knn@1+genetic@1',
    model: null,
    degraded: false,
    validUntil: new Date(Date.now() + 900_000).toISOString(),
    warnings: [],
    timing: {},
    bundles: [
      {
        bundle: 0,
        position: 0,
        items: [{ sku: 'B', title: 'A bag', quantity: 1, price: 9.5 }],
        listPrice: 9.5,
        price: 9,
        discount: 0.5,
        currency: 'EUR',
        objectives: {},
        propensity: 1,
        reasons: [{ kind: 'popular', text: 'Popular right now' }],
      },
    ],
    ...made,
  };
}

/** Lets everything that waits for a promise go on, without any time passing. */
export async function settle(): Promise<void> {
  await vi.advanceTimersByTimeAsync(0);
}
