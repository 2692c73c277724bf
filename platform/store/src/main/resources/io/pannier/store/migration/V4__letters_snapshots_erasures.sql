-- What could not be taken, as it came, and why.
create table dead_letter (
  id      bigint generated always as identity primary key,
  source  text not null,
  shop    int not null,  -- 0 where unknown
  shopper text not null, -- empty where unknown
  code    text not null,
  reason  text not null,
  payload bytea not null,
  time    timestamptz not null
);

create table feature_snapshot (
  name     text primary key,
  offsets  text not null, -- lane:offset pairs, last offset covered
  bytes    bigint not null,
  taken_at timestamptz not null
);

create table feature_snapshot_chunk (
  name  text not null references feature_snapshot on delete cascade,
  chunk int not null,
  data  bytea not null,
  primary key (name, chunk)
);
alter table feature_snapshot_chunk alter column data set storage external;

-- Orders to forget a shopper. The id goes when the order is done; the key stays.
create table erasure (
  receipt     uuid primary key,
  shop        int not null references shop,
  shopper     text collate "C",
  shopper_key bigint not null,
  ordered_at  timestamptz not null default now(),
  done_at     timestamptz
);
create index erasure_open on erasure (ordered_at) where done_at is null;
