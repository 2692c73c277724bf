-- What the visitor's profile called its segment when it was first seen; else known or anonymous.
alter table exposure add column segment text collate "C" not null default '';
