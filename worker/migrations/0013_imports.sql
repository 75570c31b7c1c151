-- Imports of customers from CSV files (domain::import). Times are Unix milliseconds UTC; header, columns, samples, options and
-- bulks are JSON. blob_id is the file until the import is over. run counts the checks begun: what an earlier one staged is
-- litter, which the sweep takes away. place, line and skips say where the check goes on in the file, done_line where the import
-- goes on in the staged rows. `gone` is one that staff dropped, until its rows are.
create table imports (
  seq integer primary key,
  id text not null unique,
  name text not null,
  blob_id text unique references blobs (id),
  size integer not null,
  state text not null check (state in ('draft', 'checking', 'checked', 'importing', 'paused', 'finished', 'gone')),
  encoding text not null,
  separator text not null,
  source text,
  header text not null check (json_valid(header)),
  columns text not null check (json_valid(columns)),
  samples text not null check (json_valid(samples)),
  options text not null default '{}' check (json_valid(options)),
  start_place integer not null,
  start_line integer not null,
  run integer not null default 1,
  place integer not null default 0,
  line integer not null default 0,
  skips integer not null default 0 check (skips in (0, 1)),
  rows integer not null default 0,
  found_create integer not null default 0,
  found_update integer not null default 0,
  found_unchanged integer not null default 0,
  faults integer not null default 0,
  new_groups integer not null default 0,
  done_line integer not null default 0,
  done_create integer not null default 0,
  done_update integer not null default 0,
  done_unchanged integer not null default 0,
  bulks text not null default '[]' check (json_valid(bulks)),
  account_id text not null,
  created_at integer not null,
  checked_at integer,
  ended_at integer,
  lease integer
) strict;

create index imports_working on imports (seq) where state in ('checking', 'importing');
create index imports_by_age on imports (created_at);

-- The good rows of a check: domain::import::row::Row. The first line of a mailbox is the one that counts.
create table import_rows (
  import_seq integer not null,
  run integer not null,
  line integer not null,
  email_key text not null,
  verdict text not null check (verdict in ('create', 'update', 'unchanged')),
  data text not null,
  primary key (import_seq, run, line)
) strict, without rowid;

create unique index import_rows_of_mailbox on import_rows (import_seq, email_key, run);

-- What is wrong with the bad rows: error is domain::problem::FieldError, place counts within the line.
create table import_faults (
  import_seq integer not null,
  run integer not null,
  line integer not null,
  place integer not null,
  header text,
  value text,
  error text not null check (json_valid(error)),
  email_key text,
  primary key (import_seq, run, line, place)
) strict, without rowid;

create index import_faults_of_mailbox on import_faults (import_seq, email_key) where email_key is not null;

-- The groups that a file names: key is the folded text, group_id the group it means once the import began.
create table import_groups (
  import_seq integer not null,
  run integer not null,
  key text not null,
  name text not null,
  group_id text,
  primary key (import_seq, run, key)
) strict, without rowid;

-- What one batch writes: handed over once, read by its statements, gone with its end.
create table import_writes (
  import_seq integer primary key,
  data text not null
) strict;

-- The file goes when the import is over.
create trigger imports_let_go after update of blob_id on imports
  when old.blob_id is not null and new.blob_id is null begin
  update blobs set state = 'doomed' where id = old.blob_id;
end;
