import type { PannierError } from './errors.js';

/** As much of the WebSocket interface as is used; that of browsers, of Node 22 and of `ws` fit. */
export interface Socket {
  readonly readyState: number;
  readonly bufferedAmount: number;
  onopen: ((event: never) => unknown) | null;
  onmessage: ((event: never) => unknown) | null;
  onclose: ((event: never) => unknown) | null;
  onerror: ((event: never) => unknown) | null;
  send(data: string): void;
  close(code?: number, reason?: string): void;
}

export type SocketConstructor = new (url: string, protocols: string) => Socket;

export type StorefrontOptions = {
  /** Address of the WebSocket, for example `wss://offers.example.com/v1/storefront`. */
  url: string;
  /**
   * Fetches a browser token from the shop's own server. Called for each connection and before a
   * token expires.
   */
  token: () => Promise<string>;
  /** Needed where there is no global one, as in Node 20. */
  WebSocket?: SocketConstructor;
  /** Told of everything that went wrong, also of what mends itself. */
  onProblem?: (problem: PannierError) => void;
  limits?: Partial<Limits>;
  /** From 0 to 1; for tests. */
  random?: () => number;
};

export type Limits = {
  /** How long the token callback, and how long opening a connection may take. */
  connectMillis: number;
  /** First and longest waiting time between connections. */
  backoffMillis: number;
  maxBackoffMillis: number;
  /** How long the answer to a cart may take before it is asked again. */
  answerMillis: number;
  /** How long the acknowledgement of an event may take before it is sent again. */
  ackMillis: number;
  /** Events that may wait while there is no connection, and that may be under way on one. */
  queuedEvents: number;
  eventsUnderWay: number;
  /** Messages in a second; the installation refuses more than 100 by default. */
  messagesPerSecond: number;
  /** Bytes in the socket's buffer from which carts and events wait. */
  bufferedBytes: number;
  /** Characters of a server message; a longer one is not looked at. */
  serverMessage: number;
};

export const DEFAULT_LIMITS: Limits = {
  connectMillis: 10_000,
  backoffMillis: 500,
  maxBackoffMillis: 30_000,
  answerMillis: 10_000,
  ackMillis: 30_000,
  queuedEvents: 1_000,
  eventsUnderWay: 64,
  messagesPerSecond: 60,
  bufferedBytes: 64 * 1024,
  serverMessage: 1024 * 1024,
};
