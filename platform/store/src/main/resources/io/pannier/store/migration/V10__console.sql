-- Who changed what, and why. Entries are added and never touched again, whoever asks.
create table audit (
  id      bigint generated always as identity primary key,
  at      timestamptz not null default now(),
  author  text not null,
  action  text not null,
  shop    int references shop, -- null for what belongs to no shop
  subject text not null,
  reason  text not null,
  detail  text not null        -- JSON object
);

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only', tg_table_name using errcode = 'insufficient_privilege';
end $$;

create trigger append_only before update or delete or truncate on audit
  for each statement execute function refuse_change();

-- What carries author and reason itself is audited here, in the same transaction, whoever changes it.
create function audit_placement() returns trigger language plpgsql as $$
begin
  insert into audit (author, action, shop, subject, reason, detail)
  values (new.author, 'placement.changed', new.shop, new.name, new.reason,
    json_build_object('revision', new.revision)::text);
  return null;
end $$;

create trigger audited after insert on placement_revision
  for each row execute function audit_placement();

create function audit_model() returns trigger language plpgsql as $$
begin
  insert into audit (author, action, shop, subject, reason, detail)
  values (new.author,
    case when not new.promoted then 'model.refused'
      when new.file is null then 'model.retired' else 'model.promoted' end,
    new.shop, new.strategy, new.reason, json_build_object('revision', new.revision)::text);
  return null;
end $$;

create trigger audited after insert on model_revision
  for each row execute function audit_model();

-- Strategies that must not answer, by shop; in force on every process as soon as it hears of it.
create table strategy_switch (
  shop     int not null references shop,
  strategy text collate "C" not null,
  off      boolean not null,
  author   text not null,
  reason   text not null,
  made_at  timestamptz not null default now(),
  primary key (shop, strategy)
);

create trigger announce after insert or update or delete on strategy_switch
  for each statement execute function announce_change();

create function audit_switch() returns trigger language plpgsql as $$
begin
  insert into audit (author, action, shop, subject, reason, detail)
  values (new.author, case when new.off then 'strategy.switched-off' else 'strategy.switched-on' end,
    new.shop, new.strategy, new.reason, '{}');
  return null;
end $$;

create trigger audited after insert or update on strategy_switch
  for each row execute function audit_switch();

-- Each change of an account ends the sessions that were opened under an earlier version of it.
alter table account add column version bigint not null default 1;

create trigger announce after insert or update or delete on account
  for each statement execute function announce_change();

-- Changes of placements that wait for their time.
create table scheduled_change (
  id        uuid primary key,
  shop      int not null references shop,
  placement text collate "C" not null,
  due_at    timestamptz not null,
  change    text not null, -- JSON: the fields to change
  author    text not null,
  reason    text not null,
  state     text not null default 'waiting'
    check (state in ('waiting', 'done', 'failed', 'cancelled')),
  outcome   text not null default '', -- the revision that it made, or why it could not
  made_at   timestamptz not null default now(),
  ended_at  timestamptz
);
create index scheduled_change_due on scheduled_change (due_at) where state = 'waiting';

-- Files that people brought in through the console.
create table import_job (
  id         uuid primary key,
  shop       int not null references shop,
  file       text not null,
  format     text not null,
  author     text not null,
  state      text not null default 'running' check (state in ('running', 'done', 'failed')),
  lines      bigint not null default 0,
  accepted   bigint not null default 0,
  rejected   bigint not null default 0,
  error      text not null default '',
  started_at timestamptz not null default now(),
  ended_at   timestamptz
);
