-- Shops whose live changes take a second person.
create table shop_approval (
  shop     int primary key references shop,
  required boolean not null,
  author   text not null,
  reason   text not null,
  approved uuid, -- the proposal by which a second person agreed; null for the author's own word
  made_at  timestamptz not null default now()
);

-- Changes that wait for a second person, or waited.
create table change_proposal (
  id         uuid primary key,
  shop       int not null references shop,
  kind       text not null check (kind in
    ('placement', 'schedule', 'strategy-on', 'model-revert', 'model-retire', 'approval-off')),
  subject    text collate "C" not null,
  base       bigint not null, -- what it was proposed upon: a revision, or the microsecond of a switch
  change     text not null,   -- JSON object: what is done when it is approved
  diff       text not null,   -- JSON array: what whoever decides is shown
  author     text not null,
  reason     text not null,
  state      text not null default 'waiting'
    check (state in ('waiting', 'approved', 'rejected', 'withdrawn', 'expired')),
  made_at    timestamptz not null,
  expires_at timestamptz not null,
  decided_by text,
  decided_at timestamptz,
  decision   text not null default '', -- why, in the words of who decided
  check (state not in ('approved', 'rejected') or decided_by <> author)
);
create index change_proposal_waiting on change_proposal (shop, id) where state = 'waiting';
create index change_proposal_expiry on change_proposal (expires_at) where state = 'waiting';

create trigger announce after insert or update or delete on shop_approval
  for each statement execute function announce_change();

-- On whose word something went live: a proposal's, the program's own, or else its author's alone.
alter table placement_revision add column approved uuid references change_proposal;
alter table placement_revision add column machine boolean not null default false;
alter table model_revision add column approved uuid references change_proposal;
alter table strategy_switch add column approved uuid references change_proposal;
alter table scheduled_change add column approved uuid references change_proposal;
alter table shop_approval add foreign key (approved) references change_proposal;

-- Whichever program makes a change: without a second person it does not get in.
create function approved_by_second(shop_number int, proposal uuid) returns boolean
language sql stable as $$
  select not exists (select from shop_approval where shop = shop_number and required)
    or exists (select from change_proposal
      where id = proposal and shop = shop_number and state = 'approved')
$$;

create function require_approval() returns trigger language plpgsql as $$
begin
  if not approved_by_second(new.shop, new.approved) then
    raise exception 'live changes of this shop take a second person' using errcode = 'PA001';
  end if;
  return new;
end $$;

-- The program takes harm out of service without waiting for anybody.
create trigger approved before insert on placement_revision
  for each row when (not new.machine) execute function require_approval();
create trigger approved before insert on model_revision
  for each row when (new.promoted) execute function require_approval();
-- An emergency waits for nobody: only switching on again takes a second person.
create trigger approved before insert or update on strategy_switch
  for each row when (not new.off) execute function require_approval();
create trigger approved before update on shop_approval
  for each row when (old.required and not new.required) execute function require_approval();

create function audit_approval() returns trigger language plpgsql as $$
begin
  insert into audit (author, action, shop, subject, reason, detail)
  values (new.author, case when new.required then 'approval.required' else 'approval.lifted' end,
    new.shop, 'approval', new.reason, json_build_object('proposal', new.approved)::text);
  return null;
end $$;

create trigger audited after insert or update on shop_approval
  for each row execute function audit_approval();

create function audit_proposal() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    insert into audit (author, action, shop, subject, reason, detail)
    values (new.author, 'proposal.made', new.shop, new.subject, new.reason,
      json_build_object('proposal', new.id, 'kind', new.kind, 'base', new.base)::text);
  else
    insert into audit (author, action, shop, subject, reason, detail)
    values (coalesce(new.decided_by, 'pannier'), 'proposal.' || new.state, new.shop, new.subject,
      new.decision, json_build_object('proposal', new.id, 'kind', new.kind, 'by', new.author)::text);
  end if;
  return null;
end $$;

create trigger audited after insert or update on change_proposal
  for each row execute function audit_proposal();

-- A model with a file that is not in service yet waits for somebody.
create or replace function audit_model() returns trigger language plpgsql as $$
begin
  insert into audit (author, action, shop, subject, reason, detail)
  values (new.author,
    case when not new.promoted and new.file is null then 'model.refused'
      when not new.promoted then 'model.proposed'
      when new.file is null then 'model.retired' else 'model.promoted' end,
    new.shop, new.strategy, new.reason, json_build_object('revision', new.revision)::text);
  return null;
end $$;

-- People whom a provider of identities vouches for have no password here.
alter table account alter column hash drop not null;
alter table account add column provider text; -- null for who signs in with a password
alter table account add column subject text;  -- the provider's own name for the person
alter table account add unique (provider, subject);
alter table account add check ((provider is null) = (hash is not null));
alter table account add check ((provider is null) = (subject is null));
