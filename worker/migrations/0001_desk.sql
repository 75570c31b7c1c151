-- The customer desk: customers and what waits on them, accounts and sessions, products and checkouts.
-- Times are Unix milliseconds UTC, money minor units, ids UUIDv7 text. No cascades: what goes is deleted by name.

create table settings (
  key text primary key,
  value text not null
) strict, without rowid;

create table products (
  seq integer primary key,
  id text not null unique,
  kind text not null check (kind in ('service', 'access', 'download')),
  name_en text not null,
  name_fr text not null,
  summary_en text not null,
  summary_fr text not null,
  price integer not null check (price >= 0),
  vat_rate integer not null check (vat_rate between 0 and 10000),
  validity_days integer check (validity_days > 0),
  listed integer not null default 1 check (listed in (0, 1)),
  created_at integer not null
) strict;

-- One per mailbox: email_key decides. name_key and search_text are domain::customer::Keys.
-- billing is domain::contact::Billing as JSON. seq is the age order and the row's number in the search index.
create table customers (
  seq integer primary key,
  id text not null unique,
  version integer not null default 1,
  email text not null,
  email_key text not null unique,
  verified_at integer,
  first_name text not null,
  last_name text not null,
  phone text,
  organisation text,
  billing text check (billing is null or json_valid(billing)),
  locale text check (locale in ('en', 'fr')),
  stage text not null default 'contact' check (stage in ('contact', 'buyer')),
  account text not null default 'none' check (account in ('none', 'invited', 'enabled', 'disabled')),
  name_key text not null,
  search_text text not null,
  created_at integer not null
) strict;

create index customers_by_name on customers (name_key, seq);
create index customers_by_stage on customers (stage, seq);
create index customers_by_stage_and_name on customers (stage, name_key, seq);
-- Whom the daily erasure looks at: oldest contacts first.
create index customers_by_term on customers (created_at) where stage = 'contact' and account = 'none';
create index customers_by_account on customers (account, seq);
create index customers_by_account_and_name on customers (account, name_key, seq);

-- How many customers there are of each kind, so that a list's total costs a few rows.
create table customer_counts (
  stage text not null,
  account text not null,
  n integer not null,
  primary key (stage, account)
) strict, without rowid;

create trigger customers_counted after insert on customers begin
  insert into customer_counts (stage, account, n) values (new.stage, new.account, 1)
    on conflict (stage, account) do update set n = n + 1;
end;

create trigger customers_recounted after update of stage, account on customers
  when old.stage <> new.stage or old.account <> new.account begin
  update customer_counts set n = n - 1 where stage = old.stage and account = old.account;
  insert into customer_counts (stage, account, n) values (new.stage, new.account, 1)
    on conflict (stage, account) do update set n = n + 1;
end;

create trigger customers_uncounted after delete on customers begin
  update customer_counts set n = n - 1 where stage = old.stage and account = old.account;
end;

create virtual table customers_search using fts5 (
  search_text, content = 'customers', content_rowid = 'seq', tokenize = 'trigram'
);
insert into customers_search (customers_search, rank) values ('secure-delete', 1);

create trigger customers_found after insert on customers begin
  insert into customers_search (rowid, search_text) values (new.seq, new.search_text);
end;

create trigger customers_refound after update of search_text on customers
  when old.search_text <> new.search_text begin
  insert into customers_search (customers_search, rowid, search_text) values ('delete', old.seq, old.search_text);
  insert into customers_search (rowid, search_text) values (new.seq, new.search_text);
end;

create trigger customers_lost after delete on customers begin
  insert into customers_search (customers_search, rowid, search_text) values ('delete', old.seq, old.search_text);
end;

-- The address book; the record's own address is the one used last.
create table addresses (
  id text primary key,
  customer_id text not null references customers (id),
  line1 text not null,
  line2 text,
  postcode text,
  city text not null,
  region text,
  country text not null,
  used_at integer not null
) strict;

create index addresses_of_customer on addresses (customer_id, used_at);

-- browser_hash binds the checkout to the cookie that opened it; contact is domain::contact::ContactForm as typed.
create table checkouts (
  id text primary key,
  browser_hash text not null,
  lines text not null check (json_valid(lines)),
  contact text check (contact is null or json_valid(contact)),
  customer_id text references customers (id),
  created_at integer not null,
  contact_at integer,
  expires_at integer not null
) strict;

create index checkouts_of_customer on checkouts (customer_id, contact_at);
create index checkouts_by_end on checkouts (expires_at);

-- What an unproved visitor typed for a known mailbox: domain::pending::Details as JSON. Changes nothing by itself.
create table pending_details (
  id text primary key,
  customer_id text not null references customers (id),
  checkout_id text,
  details text not null check (json_valid(details)),
  typed_at integer not null
) strict;

create index pending_of_customer on pending_details (customer_id, typed_at);
create index pending_by_age on pending_details (typed_at);

-- At most five wait on one customer (domain::pending::KEPT); the oldest gives way.
create trigger pending_kept after insert on pending_details begin
  delete from pending_details where id in (
    select id from pending_details where customer_id = new.customer_id
    order by typed_at desc, id desc limit -1 offset 5);
end;

create table consents (
  id text primary key,
  customer_id text not null references customers (id),
  checkout_id text,
  purpose text not null check (purpose in ('marketing')),
  state text not null check (state in ('pending', 'given', 'withdrawn')),
  text text not null,
  version integer not null,
  way text not null check (way in ('checkout')),
  at integer not null,
  unique (customer_id, purpose, checkout_id)
) strict;

create table history (
  seq integer primary key,
  customer_id text not null references customers (id),
  at integer not null,
  actor text not null check (actor in ('visitor', 'customer', 'staff', 'system')),
  account_id text,
  fact text not null,
  fields text not null default '[]' check (json_valid(fields))
) strict;

create index history_of_customer on history (customer_id, seq);

create table accounts (
  id text primary key,
  customer_id text unique references customers (id),
  email text not null,
  email_key text not null unique,
  password_hash text,
  pepper_id text,
  role text not null check (role in ('customer', 'support', 'manager', 'owner')),
  enabled integer not null default 1 check (enabled in (0, 1)),
  verified_at integer,
  created_at integer not null
) strict;

create table sessions (
  id text primary key,
  token_hash text not null unique,
  account_id text not null references accounts (id),
  created_at integer not null,
  seen_at integer not null,
  idle_at integer not null,
  ends_at integer not null
) strict;

create index sessions_of_account on sessions (account_id);
create index sessions_by_end on sessions (ends_at);

-- One-time links: only the SHA-256 of a token is kept.
create table tokens (
  id text primary key,
  purpose text not null check (purpose in ('invitation')),
  account_id text not null references accounts (id),
  token_hash text not null unique,
  expires_at integer not null,
  used_at integer
) strict;

create index tokens_of_account on tokens (account_id);
create index tokens_by_end on tokens (expires_at);

-- Leaky buckets (domain::throttle): tat is when the bucket would be empty again.
create table throttles (
  key text primary key,
  tat integer not null
) strict, without rowid;

create index throttles_by_age on throttles (tat);

-- The customers one sweep erases: filled and emptied within its batch.
create table erasures (
  customer_id text primary key
) strict, without rowid;
