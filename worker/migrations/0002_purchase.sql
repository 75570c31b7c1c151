-- The purchase: orders with their lines, invoices, what was acquired; the outbox; codes and one-time links.
-- Times are Unix milliseconds UTC, money minor units, ids UUIDv7 text. No cascades: what goes is deleted by name.

-- Of the row 'shop'; 'sale' is changed with it.
alter table settings add column version integer not null default 1;
alter table products add column version integer not null default 1;

-- Legal texts that others took the place of: orders name the version they accepted.
create table notices (
  kind text not null check (kind in ('terms', 'privacy')),
  version integer not null,
  en text not null,
  fr text not null,
  replaced_at integer not null,
  primary key (kind, version)
) strict, without rowid;

-- Set where the contact step was done signed in: only that account sees what was typed.
alter table checkouts add column account_id text references accounts (id);
create index checkouts_of_account on checkouts (account_id) where account_id is not null;

alter table accounts add column must_change integer not null default 0 check (must_change in (0, 1));
-- An offered account that is not taken up goes then.
alter table accounts add column invited_until integer;
create index accounts_by_offer on accounts (invited_until) where invited_until is not null;

-- How long the session may lie idle, and when a code opened it.
alter table sessions add column idle integer not null default 43200000;
alter table sessions add column proved_at integer;

alter table history add column order_id text;
-- domain::pending::Details as JSON: what stood there before.
alter table history add column before text check (before is null or json_valid(before));

-- The account's state stands on the customer too, for lists.
create trigger accounts_told after insert on accounts when new.customer_id is not null begin
  update customers set account = case
    when new.enabled = 0 then 'disabled'
    when new.verified_at is null and new.password_hash is null then 'invited'
    else 'enabled' end
  where id = new.customer_id;
end;

create trigger accounts_retold after update of customer_id, enabled, verified_at, password_hash on accounts
  when new.customer_id is not null begin
  update customers set account = case
    when new.enabled = 0 then 'disabled'
    when new.verified_at is null and new.password_hash is null then 'invited'
    else 'enabled' end
  where id = new.customer_id;
end;

create trigger accounts_untold after delete on accounts when old.customer_id is not null begin
  update customers set account = 'none' where id = old.customer_id;
end;

-- One-time links: only the SHA-256 of a token is kept. The link to an order may be used as often as it is needed.
drop table tokens;
create table tokens (
  id text primary key,
  purpose text not null check (purpose in ('invitation', 'reset', 'order')),
  account_id text references accounts (id),
  order_id text references orders (id),
  token_hash text not null unique,
  expires_at integer not null,
  used_at integer,
  check ((purpose = 'order') = (order_id is not null) and (purpose = 'order') = (account_id is null))
) strict;

create index tokens_of_account on tokens (account_id) where account_id is not null;
create index tokens_of_order on tokens (order_id) where order_id is not null;
create index tokens_by_end on tokens (expires_at);

-- A code asked for by a browser for a mailbox. code_mac is empty until the mail leaves, and for mailboxes nobody knows.
create table codes (
  id text primary key,
  browser_hash text not null,
  email_key text not null,
  code_mac text,
  tries integer not null default 0,
  expires_at integer not null,
  used_at integer,
  unique (browser_hash, email_key)
) strict;

create index codes_of_mailbox on codes (email_key);
create index codes_by_end on codes (expires_at);

-- What repeated POSTs of the same thing made (domain::api::order::IDEMPOTENCY_KEY).
create table idempotency_keys (
  scope text not null,
  key text not null,
  body_hash text not null,
  made text not null,
  at integer not null,
  primary key (scope, key)
) strict, without rowid;

create index idempotency_keys_by_age on idempotency_keys (at);

-- Numbers are taken inside the batch that uses them: `order`, `invoice:2026`, `credit_note:2026`.
create table counters (
  name text primary key,
  n integer not null
) strict, without rowid;

-- buyer is domain::order::Buyer, vat a list of domain::checkout::VatShare, transfer domain::order::Transfer, all frozen.
create table orders (
  seq integer primary key,
  id text not null unique,
  number integer not null unique,
  checkout_id text not null unique,
  browser_hash text not null,
  customer_id text references customers (id),
  -- The account that was signed in when it was placed.
  account_id text references accounts (id),
  state text not null check (state in ('placed', 'paid', 'completed', 'cancelled', 'refunded')),
  payment_method text not null check (payment_method in ('transfer', 'free')),
  currency text not null,
  total integer not null check (total >= 0),
  vat text not null check (json_valid(vat)),
  buyer text not null check (json_valid(buyer)),
  email_key text not null,
  name_key text not null,
  locale text not null check (locale in ('en', 'fr')),
  transfer text check (transfer is null or json_valid(transfer)),
  terms integer not null,
  waiver text,
  placed_at integer not null,
  remind_at integer,
  due_at integer,
  paid_at integer,
  ended_at integer,
  withdraw_until integer,
  withdrawn_at integer
) strict;

create index orders_of_customer on orders (customer_id, seq);
create index orders_of_account on orders (account_id) where account_id is not null;
create index orders_by_state on orders (state, seq);
create index orders_by_email on orders (email_key, seq);
create index orders_to_remind on orders (remind_at) where state = 'placed' and remind_at is not null;
create index orders_to_cancel on orders (due_at) where state = 'placed' and due_at is not null;

create table order_lines (
  order_id text not null references orders (id),
  place integer not null,
  product_id text not null,
  name text not null,
  kind text not null check (kind in ('service', 'access', 'download')),
  validity_days integer,
  quantity integer not null check (quantity > 0),
  price integer not null,
  vat_rate integer not null,
  amount integer not null,
  vat integer not null,
  primary key (order_id, place)
) strict, without rowid;

-- Invoices and credit notes: gapless in each series and year, frozen when made (data is domain::invoice::Invoice).
create table invoices (
  id text primary key,
  kind text not null check (kind in ('invoice', 'credit_note')),
  series text not null,
  year integer not null,
  number integer not null,
  order_id text not null references orders (id),
  issued_at integer not null,
  issued_on text not null,
  total integer not null,
  data text not null check (json_valid(data)),
  unique (series, year, number),
  unique (order_id, kind)
) strict;

create trigger invoices_frozen before update on invoices begin
  select raise(abort, 'invoice_is_frozen');
end;

create trigger invoices_kept before delete on invoices begin
  select raise(abort, 'invoice_is_kept');
end;

-- What a customer acquired: one row a product, renewed by later orders. reference is what people quote.
create table purchases (
  id text primary key,
  customer_id text not null references customers (id),
  product_id text not null,
  reference text not null unique,
  first_order_id text not null,
  first_place integer not null,
  last_order_id text not null,
  last_place integer not null,
  quantity integer not null,
  valid_from integer not null,
  valid_until integer,
  ended_at integer,
  unique (customer_id, product_id)
) strict;

-- Mail to be sent (domain::outbox). No token and no code is ever here: the sender makes them.
create table outbox (
  seq integer primary key,
  id text not null unique,
  template text not null,
  locale text not null check (locale in ('en', 'fr')),
  recipient text not null,
  customer_id text,
  account_id text,
  order_id text,
  code_id text,
  params text not null default '{}' check (json_valid(params)),
  state text not null default 'waiting' check (state in ('waiting', 'sending', 'sent', 'failed', 'dropped')),
  tries integer not null default 0,
  due_at integer not null,
  lease text,
  error text,
  created_at integer not null,
  sent_at integer,
  -- Not worth sending any more after this.
  expires_at integer,
  text text
) strict;

create index outbox_due on outbox (due_at) where state in ('waiting', 'sending');
create index outbox_by_state on outbox (state, seq);
create index outbox_of_customer on outbox (customer_id) where customer_id is not null;
create index outbox_by_age on outbox (created_at);
