-- Which arm of the placement's split a visitor was in; empty without a split.
alter table decision add column arm text not null default '';

-- The sessions that a split has seen. A visitor is a shopper, else a session, by the key of its name.
create table exposure (
  shop      int not null references shop,
  placement text collate "C" not null,
  division  text collate "C" not null, -- salt and shares
  visitor   bigint not null,
  session   bigint not null, -- 0 where unknown
  arm       text collate "C" not null,
  first_at  timestamptz not null,
  primary key (shop, placement, division, visitor, session)
);

-- What visitors bought, whether offered or not, valued when it was bought.
create table purchase (
  event_key uuid primary key,
  shop      int not null references shop,
  visitor   bigint not null,
  time      timestamptz not null,
  revenue   bigint not null, -- minor units
  margin    bigint not null, -- minor units, at the cost of that moment
  attached  boolean not null -- came from a bundle that was offered
);
create index purchase_visitor on purchase (shop, visitor, time);
create index purchase_time on purchase (shop, time);
