import { PannierError } from './errors.js';
import type { Bundle, Code, Event, Offer } from './generated/http.js';
import type * as wire from './generated/storefront.js';

/** The subprotocol that both sides name when the connection opens. */
export const SUBPROTOCOL = 'pannier.v1';

/** A cart as it is sent: SKUs and quantities. */
export type Cart = ReadonlyArray<{ readonly sku: string; readonly quantity?: number }>;

export type OfferMessage = Omit<wire.OfferMessage, 'offer'> & { offer: Offer };

/** The generated messages; the offer inside is described in the other document. */
export type ServerMessage =
  | Exclude<wire.ServerMessage, wire.OfferMessage | wire.ErrorMessage>
  | OfferMessage
  | (Omit<wire.ErrorMessage, 'code'> & { code: Code });

export type ClientMessage =
  | Exclude<wire.ClientMessage, wire.EventMessage>
  | { type: 'event'; event: Event };

/**
 * Reads a message of the server. What it holds is checked as far as this client relies on it.
 *
 * @returns null for a type that this client does not know, as a newer server may send
 * @throws PannierError SERVER_MESSAGE_INVALID
 */
export function readServerMessage(data: unknown, maxCharacters: number): ServerMessage | null {
  if (typeof data !== 'string') {
    throw invalid('a binary message');
  }
  if (data.length > maxCharacters) {
    throw invalid(`a message of ${data.length} characters; at most ${maxCharacters} are taken`);
  }
  let message: unknown;
  try {
    message = JSON.parse(data);
  } catch (cause) {
    throw invalid('a message that is no JSON', cause);
  }
  if (!isObject(message) || typeof message['type'] !== 'string') {
    throw invalid('a message without a type');
  }
  const valid = CHECKS[message['type']];
  if (valid === undefined) {
    return null;
  }
  if (!valid(message)) {
    throw invalid(`${message['type']} without what it must have`);
  }
  return message as unknown as ServerMessage;
}

type Fields = Record<string, unknown>;

// Object.create(null): a type named "constructor" must not be found.
const CHECKS: Readonly<Record<string, (message: Fields) => boolean>> = Object.assign(
  Object.create(null),
  {
    connected: (m: Fields) => isCount(m['heartbeatMillis']) && isTime(m['expiresAt']),
    subscribed: (m: Fields) =>
      isText(m['placement']) &&
      isText(m['epoch']) &&
      isCount(m['offset']) &&
      typeof m['recovered'] === 'boolean',
    offer: (m: Fields) =>
      isText(m['placement']) &&
      isText(m['epoch']) &&
      isCount(m['offset']) &&
      (m['cart'] === undefined || isCount(m['cart'])) &&
      isOffer(m['offer']),
    ack: (m: Fields) => isText(m['id']),
    error: (m: Fields) => isText(m['code']) && isText(m['message']),
  },
);

function isOffer(value: unknown): value is Offer {
  return (
    isObject(value) &&
    isText(value['decision']) &&
    isTime(value['validUntil']) &&
    Array.isArray(value['warnings']) &&
    Array.isArray(value['bundles']) &&
    value['bundles'].every(isBundle)
  );
}

function isBundle(value: unknown): value is Bundle {
  return (
    isObject(value) &&
    isCount(value['bundle']) &&
    isCount(value['position']) &&
    isAmount(value['listPrice']) &&
    isAmount(value['price']) &&
    isAmount(value['discount']) &&
    isText(value['currency']) &&
    Array.isArray(value['reasons']) &&
    value['reasons'].every((reason) => isObject(reason) && isText(reason['text'])) &&
    Array.isArray(value['items']) &&
    value['items'].every(
      (item) =>
        isObject(item) &&
        isText(item['sku']) &&
        isText(item['title']) &&
        isCount(item['quantity']) &&
        isAmount(item['price']),
    )
  );
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const isText = (value: unknown): value is string => typeof value === 'string';
const isCount = (value: unknown): value is number =>
  Number.isSafeInteger(value) && (value as number) >= 0;
const isAmount = (value: unknown): value is number =>
  Number.isFinite(value) && (value as number) >= 0;
const isTime = (value: unknown): value is string =>
  isText(value) && Number.isFinite(Date.parse(value));

function invalid(what: string, cause?: unknown): PannierError {
  return new PannierError('SERVER_MESSAGE_INVALID', `the server sent ${what}`, { cause });
}
