-- What was decided. Ids are UUIDs of version 7, so that a range of ids is a range of time.
create table decision (
  id                 uuid not null primary key,
  shop               int not null,
  placement          text not null,
  placement_revision bigint not null,
  scoring            text not null,
  bundling           text not null,
  model              text not null,
  rung               text not null,
  shopper            text collate "C", -- null once the shopper is forgotten
  session            text,
  valid_until        timestamptz not null,
  seed               bigint not null,
  generations        bigint not null,
  offer              text not null,    -- JSON as it was answered
  timing             text not null     -- JSON
) partition by range (id);

-- What it was decided from, in the ledger's own binary form; kept for fewer days.
create table decision_candidates (
  id         uuid not null primary key,
  candidates bytea not null
) partition by range (id);
-- Compressing thousands of answers a second would cost more than the space is worth.
alter table decision alter column offer set storage external;
alter table decision_candidates alter column candidates set storage external;

create table outcome (
  event_key uuid not null,
  decision  uuid not null,
  shop      int not null,
  type      text not null,
  time      timestamptz not null,
  bundle    int not null,
  position  int not null,
  item      int not null,
  quantity  int not null,
  price     bigint not null,
  value     double precision not null,
  primary key (decision, event_key)
);

-- Outcomes whose decision is not known yet.
create table pending_outcome (
  event_key  uuid primary key,
  decision   uuid not null,
  shop       int not null,
  shopper    text collate "C" not null,
  type       text not null,
  time       timestamptz not null,
  bundle     int not null,
  position   int not null,
  item       int not null,
  quantity   int not null,
  price      bigint not null,
  value      double precision not null,
  payload    text not null,
  expires_at timestamptz not null
);
create index pending_outcome_expiry on pending_outcome (expires_at);

-- Up to which offset of a lane outcomes have been joined.
create table outcome_progress (
  lane     smallint primary key,
  last_seq bigint not null
);
