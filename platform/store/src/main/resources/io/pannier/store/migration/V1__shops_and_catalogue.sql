create table shop (
  number     int generated always as identity primary key,
  name       text collate "C" not null unique,
  currency   text not null,
  created_at timestamptz not null default now()
);

-- Only the SHA-256 of a key is kept.
create table api_key (
  id         uuid primary key,
  shop       int not null references shop,
  label      text not null,
  hash       bytea not null unique,
  scopes     text[] not null,
  created_at timestamptz not null default now(),
  revoked_at timestamptz
);

-- Each shop's SKUs as dense ordinals from 0; never deleted, since they are part of stored state.
create table item (
  shop int not null references shop,
  item int not null,
  sku  text collate "C" not null,
  primary key (shop, item),
  unique (shop, sku)
);

create table product (
  shop        int not null,
  item        int not null,
  title       text not null,
  description text not null,
  category    text not null,
  brand       text not null,
  currency    text not null,
  price       bigint not null,
  cost        bigint not null,
  stock       int not null,
  sellable    boolean not null,
  details     text not null, -- JSON: tags, attributes, relations by ordinal
  payload     text not null, -- as the shop sent it
  stated_at   timestamptz not null default now(),
  primary key (shop, item),
  foreign key (shop, item) references item
);

create table shopper_profile (
  shop        int not null references shop,
  shopper     text collate "C" not null,
  attributes  text not null, -- JSON: name to value
  payload     text not null,
  stated_at   timestamptz not null default now(),
  primary key (shop, shopper)
);

-- Every revision of every placement; the highest is the current one.
create table placement_revision (
  shop     int not null references shop,
  name     text collate "C" not null,
  revision bigint not null,
  config   text not null, -- JSON
  author   text not null,
  reason   text not null,
  made_at  timestamptz not null default now(),
  primary key (shop, name, revision)
);

-- Small tables that every process keeps in memory announce their changes.
create function announce_change() returns trigger language plpgsql as $$
begin
  perform pg_notify('pannier_change', tg_table_name);
  return null;
end $$;

create trigger announce after insert or update or delete on shop
  for each statement execute function announce_change();
create trigger announce after insert or update or delete on api_key
  for each statement execute function announce_change();
create trigger announce after insert or update or delete on placement_revision
  for each statement execute function announce_change();
