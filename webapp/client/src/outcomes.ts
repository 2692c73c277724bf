import type { Bundle, Event, Offer } from './generated/http.js';

/** What a shopper can do with an offer. */
export type OutcomeType = 'offer-shown' | 'offer-clicked' | 'offer-accepted' | 'offer-dismissed';

/** An event as a shop states it; id and time are added here and stay the same when it is re-sent. */
export type NewEvent = Omit<Event, 'id' | 'time' | 'shopper' | 'session'> &
  Partial<Pick<Event, 'id' | 'time'>>;

export function stamped(event: NewEvent): Event {
  return {
    ...event,
    id: event.id ?? randomId(),
    time: event.time ?? new Date().toISOString(),
  } as Event;
}

/** The event that tells what became of one bundle of one offer. */
export function outcome(type: OutcomeType, offer: Offer, bundle: Bundle): NewEvent {
  return { type, decision: offer.decision, bundle: bundle.bundle, position: bundle.position };
}

/** `crypto.randomUUID` is missing on pages without TLS, as a shop in development is. */
function randomId(): string {
  if (typeof crypto.randomUUID === 'function') return crypto.randomUUID();
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');
}
