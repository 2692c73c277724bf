-- People, not programs: they see every shop of the installation, as far as their role goes.
create table account (
  name        text collate "C" primary key,
  hash        text not null, -- Argon2id in the PHC string format: parameters, salt and hash
  role        text not null check (role in ('viewer', 'operator', 'admin')),
  created_at  timestamptz not null default now(),
  disabled_at timestamptz
);
