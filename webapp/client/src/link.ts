import type { PannierError } from './errors.js';
import type { Socket, SocketConstructor } from './options.js';
import {
  type ClientMessage,
  readServerMessage,
  type ServerMessage,
  SUBPROTOCOL,
} from './protocol.js';

const OPEN = 1;

/** What a link reports. After `onClosed` it reports nothing more. */
export type LinkEvents = {
  onOpen: () => void;
  onMessage: (message: ServerMessage) => void;
  /** A message that could not be understood; the link goes on. */
  onInvalid: (problem: PannierError) => void;
  onClosed: (code: number, reason: string) => void;
};

/** One WebSocket, from its opening to its end; what arrives is read before it is passed on. */
export class Link {
  readonly #socket: Socket;
  readonly #events: LinkEvents;
  #ended = false;

  constructor(WebSocket: SocketConstructor, url: string, maxMessage: number, events: LinkEvents) {
    this.#events = events;
    this.#socket = new WebSocket(url, SUBPROTOCOL);
    this.#socket.onopen = () => {
      if (!this.#ended) events.onOpen();
    };
    this.#socket.onmessage = (event: { data: unknown }) => {
      if (this.#ended) return;
      let message: ServerMessage | null;
      try {
        message = readServerMessage(event.data, maxMessage);
      } catch (e) {
        events.onInvalid(e as PannierError);
        return;
      }
      if (message !== null) events.onMessage(message);
    };
    this.#socket.onclose = (event: { code?: number; reason?: string }) =>
      this.#end(event.code ?? 1006, event.reason ?? '');
    // A close event always follows in browsers; it says more.
    this.#socket.onerror = () => {};
  }

  get bufferedBytes(): number {
    return this.#socket.bufferedAmount;
  }

  /** False when the link is not open; the message is then not sent. */
  send(message: ClientMessage): boolean {
    if (this.#ended || this.#socket.readyState !== OPEN) return false;
    this.#socket.send(JSON.stringify(message));
    return true;
  }

  /** Gives the link up at once: a dead connection would not answer a closing handshake. */
  drop(code: number, reason: string): void {
    try {
      this.#socket.close();
    } catch {
      // Some implementations refuse to close what has not opened yet; it is given up all the same.
    }
    this.#end(code, reason);
  }

  /** Closes without a report. */
  leave(): void {
    this.#ended = true;
    try {
      this.#socket.close(1000);
    } catch {
      // As above.
    }
  }

  #end(code: number, reason: string): void {
    if (!this.#ended) {
      this.#ended = true;
      this.#events.onClosed(code, reason);
    }
  }
}
