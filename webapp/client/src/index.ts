export { type LocalCode, PannierError } from './errors.js';
export type { Delivery, EventFate } from './event-queue.js';
export type * from './generated/http.js';
export { ShopClient, type ShopClientOptions } from './http.js';
export type { Limits, Socket, SocketConstructor, StorefrontOptions } from './options.js';
export type { NewEvent, OutcomeType } from './outcomes.js';
export type { Freshness, PlacementSnapshot } from './placement.js';
export { type ConnectionSnapshot, type Placement, Storefront } from './storefront.js';
