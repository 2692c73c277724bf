// Written by scripts/types.mjs from asyncapi.yaml; change that and run "npm run types".

export type Name = string;

export type Id = string;

export type Cart = Array<{
  sku: Id;
  quantity?: number;
}>;

export type ConnectMessage = {
  type: 'connect';
  token: string;
};

export type SubscribeMessage = {
  type: 'subscribe';
  placement: Name;
  cart?: Cart;
  since?: {
    epoch: string;
    offset: number;
  };
};

export type CartMessage = {
  type: 'cart';
  /** Higher than that of every cart before on this connection */
  id: number;
  placement: Name;
  cart: Cart;
};

export type EventMessage = {
  type: 'event';
  /** As in `POST /v1/shops/{shop}/events`; shopper and session are the token's */
  event: {
    id: unknown;
    type: unknown;
    time: unknown;
  };
};

export type RefreshMessage = {
  type: 'refresh';
  token: string;
};

export type UnsubscribeMessage = {
  type: 'unsubscribe';
  placement: Name;
};

export type ConnectedMessage = {
  type: 'connected';
  heartbeatMillis: number;
  /** Send refresh before */
  expiresAt: string;
};

export type SubscribedMessage = {
  type: 'subscribed';
  placement: Name;
  /** Another after a restart */
  epoch: string;
  offset: number;
  recovered: boolean;
};

export type OfferMessage = {
  type: 'offer';
  placement: Name;
  epoch: string;
  offset: number;
  /** The newest cart that is taken into account; absent before the first */
  cart?: number;
  /** As `Offer` in /v1/openapi.yaml */
  offer: {
    decision: unknown;
    placement: unknown;
    bundles: unknown;
  };
};

export type AckMessage = {
  type: 'ack';
  id: Id;
};

export type ErrorMessage = {
  type: 'error';
  /** As `Code` in /v1/openapi.yaml */
  code: string;
  message: string;
  /** The event that was refused */
  id?: string;
  /** The placement that it is about */
  placement?: string;
  /** The cart that was refused */
  cart?: number;
};

/** All that a storefront says. */
export type ClientMessage =
  | ConnectMessage
  | SubscribeMessage
  | CartMessage
  | EventMessage
  | RefreshMessage
  | UnsubscribeMessage;

/** All that a storefront is told. */
export type ServerMessage =
  | ConnectedMessage
  | SubscribedMessage
  | OfferMessage
  | AckMessage
  | ErrorMessage;
