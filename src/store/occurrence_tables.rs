//! The tables of the ledger that hold schedules.

/// What layout 2 added to layout 1.
pub(super) const TABLES: &str = "
create table schedules (pipeline text primary key, cron text not null, timezone text not null, since text not null, until text not null) strict;
create table occurrences (
    pipeline text not null, due_at text not null, late integer not null, failures integer not null default 0, aborts integer not null default 0,
    not_before text, holder text, token integer not null default 0, expires_at text,
    decision text, outcome text, reason text not null default '', decided_at text, run text, primary key (pipeline, due_at)
) strict;
create index open_occurrences on occurrences (pipeline, due_at) where decision is null;
create table decisions (
    position integer primary key, pipeline text not null, due_at text not null, decided_at text not null, decision text not null, reason text not null
) strict;
";
