-- The days that have partitions: [first_day, next_day).
create table horizon (
  one       boolean primary key default true check (one),
  first_day date not null,
  next_day  date not null
);

-- The smallest UUID of version 7 of a day.
create function first_id_of(day date) returns uuid language sql immutable strict as $$
  select rpad(lpad(to_hex((day - date '1970-01-01')::bigint * 86400000), 12, '0'), 32, '0')::uuid
$$;

create function add_partition(parent text, suffix text, bounds text, parameters text)
returns void language plpgsql as $$
begin
  execute format('create table %I partition of %I for values %s with (%s)',
    parent || '_' || suffix, parent, bounds, parameters);
end $$;

create function add_partitions(suffix text, journal_bounds text, id_bounds text)
returns void language plpgsql as $$
begin
  perform add_partition('journal', suffix, journal_bounds, 'fillfactor=100');
  -- A decision's row stays in one piece: no second index is written for it.
  perform add_partition('decision', suffix, id_bounds, 'toast_tuple_target=8160');
  perform add_partition('decision_candidates', suffix, id_bounds, 'toast_tuple_target=8160');
end $$;

-- Makes the partitions from 30 days back, once, to two days ahead; answers the first day without.
create function extend_horizon(today date) returns date language plpgsql as $$
declare
  known horizon;
  day date;
begin
  select * into known from horizon for update;
  if not found then
    insert into horizon (first_day, next_day) values (today - 30, today - 30)
      on conflict do nothing;
    select * into known from horizon for update;
    if known.first_day = known.next_day then
      perform add_partitions('history',
        format('from (minvalue) to (%L)', known.first_day),
        format('from (minvalue) to (%L)', first_id_of(known.first_day)));
    end if;
  end if;
  day := known.next_day;
  while day <= today + 2 loop
    perform add_partitions(to_char(day, 'YYYYMMDD'),
      format('from (%L) to (%L)', day, day + 1),
      format('from (%L) to (%L)', first_id_of(day), first_id_of(day + 1)));
    day := day + 1;
  end loop;
  update horizon set next_day = day where next_day < day;
  return greatest(day, known.next_day);
end $$;

-- Drops the candidates of the days before.
create function drop_candidates(before date) returns int language plpgsql as $$
declare
  partition text;
  dropped int := 0;
begin
  for partition in
    select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where i.inhparent = 'decision_candidates'::regclass
      and c.relname ~ '_[0-9]{8}$' and right(c.relname, 8) < to_char(before, 'YYYYMMDD')
  loop
    execute format('drop table %I', partition);
    dropped := dropped + 1;
  end loop;
  return dropped;
end $$;

-- Gives each day that is no longer written a small index by offset, for replays that start late.
create function index_closed_days(today date) returns int language plpgsql as $$
declare
  partition text;
  made int := 0;
begin
  for partition in
    select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where i.inhparent = 'journal'::regclass
      and c.relname ~ '_[0-9]{8}$' and right(c.relname, 8) < to_char(today - 31, 'YYYYMMDD')
      and to_regclass(c.relname || '_seq') is null
  loop
    execute format('create index %I on %I using brin (seq)', partition || '_seq', partition);
    made := made + 1;
  end loop;
  return made;
end $$;
