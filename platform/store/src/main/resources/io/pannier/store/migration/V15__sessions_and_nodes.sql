-- Who is signed in to the console, whichever process they ask. Of a session's id only its SHA-256 is
-- kept: what is read here, or in a backup, opens nothing.
create table console_session (
  id         bytea primary key,
  version    int not null,  -- grows with each change of the values
  content    text not null, -- JSON object
  expires_at timestamptz not null
);
create index console_session_expiry on console_session (expires_at);

-- The processes of the installation, as each last described itself.
create table node (
  id         uuid primary key, -- drawn at each start
  name       text not null,
  started_at timestamptz not null,
  seen_at    timestamptz not null,
  strategies jsonb not null    -- by the shop's number, then by the strategy's name
);
