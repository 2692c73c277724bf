-- Every event, once: by the UTC day of its own time and a 128-bit hash of (shop, id).
create table journal (
  day     date not null,
  key     uuid not null,
  shard   smallint not null, -- the lane that wrote it
  seq     bigint not null,   -- its offset in the lane
  shop    int not null,
  shopper text collate "C" not null,
  payload text not null
) partition by range (day);

create unique index journal_day_key on journal (day, key);

-- The last offset that a lane has spent, written together with the rows.
create table journal_lane (
  lane     smallint primary key,
  last_seq bigint not null
);
