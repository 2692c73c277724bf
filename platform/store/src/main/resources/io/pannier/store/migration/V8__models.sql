-- Model files by the SHA-256 of their content; several revisions may name the same one.
create table model_file (
  sha256    text primary key,
  bytes     bigint not null,
  stored_at timestamptz not null default now()
);

create table model_file_chunk (
  sha256 text not null references model_file on delete cascade,
  chunk  int not null,
  data   bytea not null,
  primary key (sha256, chunk)
);
alter table model_file_chunk alter column data set storage external;

-- Every model that was proposed for a strategy of a shop. The highest revision that was promoted is the current one; one
-- without a file leaves the strategy without a model.
create table model_revision (
  shop     int not null references shop,
  strategy text collate "C" not null,
  revision bigint not null,
  promoted boolean not null,
  file     text references model_file,
  verdict  text not null, -- JSON: what was measured, and why it was promoted or refused
  author   text not null,
  reason   text not null,
  made_at  timestamptz not null default now(),
  primary key (shop, strategy, revision)
);

create trigger announce after insert or update or delete on model_revision
  for each statement execute function announce_change();
