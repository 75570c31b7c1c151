-- The back office: what lists filter and sort customers by, groups, the two switches of an account, notes, the team,
-- the journal, bulk changes. Times are Unix milliseconds UTC, money minor units, ids UUIDv7 text.

-- Kept by the triggers below, so that a list of any size reads one table.
alter table customers add column country text;
alter table customers add column consent integer not null default 0 check (consent in (0, 1));
alter table customers add column waits integer not null default 0 check (waits in (0, 1));
-- domain::customer::OrderFigures.
alter table customers add column orders_count integer not null default 0;
alter table customers add column orders_paid integer not null default 0;
alter table customers add column orders_total integer not null default 0;
alter table customers add column last_order_at integer;

update customers set
  country = (select country from addresses a where a.customer_id = customers.id order by used_at desc, id desc limit 1),
  consent = coalesce((select state = 'given' from consents c where c.customer_id = customers.id
    and purpose = 'marketing' and state <> 'pending' order by at desc, id desc limit 1), 0),
  waits = exists (select 1 from pending_details p where p.customer_id = customers.id),
  orders_count = (select count(*) from orders o where o.customer_id = customers.id and state in ('placed', 'paid', 'completed')),
  orders_paid = (select count(*) from orders o where o.customer_id = customers.id and state in ('paid', 'completed')),
  orders_total = (select coalesce(sum(total), 0) from orders o where o.customer_id = customers.id and state in ('paid', 'completed')),
  last_order_at = (select max(placed_at) from orders o where o.customer_id = customers.id);

create index customers_by_country on customers (country, seq);
create index customers_by_consent on customers (consent, seq);
create index customers_by_waiting on customers (seq) where waits = 1;
create index customers_by_age on customers (created_at, seq);
create index customers_by_last_order on customers (last_order_at, seq);
create index customers_by_orders on customers (orders_count, seq);
create index customers_by_total on customers (orders_total, seq);

create trigger addresses_placed after insert on addresses begin
  update customers set country = (
    select country from addresses where customer_id = new.customer_id order by used_at desc, id desc limit 1)
  where id = new.customer_id;
end;

create trigger addresses_replaced after update of used_at, country, customer_id on addresses begin
  update customers set country = (
    select country from addresses where customer_id = new.customer_id order by used_at desc, id desc limit 1)
  where id = new.customer_id;
end;

create trigger addresses_removed after delete on addresses begin
  update customers set country = (
    select country from addresses where customer_id = old.customer_id order by used_at desc, id desc limit 1)
  where id = old.customer_id;
end;

create trigger consents_told after insert on consents begin
  update customers set consent = coalesce((
    select state = 'given' from consents where customer_id = new.customer_id
      and purpose = 'marketing' and state <> 'pending' order by at desc, id desc limit 1), 0)
  where id = new.customer_id;
end;

create trigger consents_retold after update of state, at on consents begin
  update customers set consent = coalesce((
    select state = 'given' from consents where customer_id = new.customer_id
      and purpose = 'marketing' and state <> 'pending' order by at desc, id desc limit 1), 0)
  where id = new.customer_id;
end;

create trigger pending_told after insert on pending_details begin
  update customers set waits = 1 where id = new.customer_id and waits = 0;
end;

create trigger pending_untold after delete on pending_details begin
  update customers set waits = exists (select 1 from pending_details where customer_id = old.customer_id)
  where id = old.customer_id;
end;

create trigger orders_counted after insert on orders when new.customer_id is not null begin
  update customers set
    orders_count = orders_count + (new.state in ('placed', 'paid', 'completed')),
    orders_paid = orders_paid + (new.state in ('paid', 'completed')),
    orders_total = orders_total + iif(new.state in ('paid', 'completed'), new.total, 0),
    last_order_at = max(coalesce(last_order_at, 0), new.placed_at)
  where id = new.customer_id;
end;

create trigger orders_recounted after update of state, customer_id on orders begin
  update customers set
    orders_count = orders_count - (old.state in ('placed', 'paid', 'completed')),
    orders_paid = orders_paid - (old.state in ('paid', 'completed')),
    orders_total = orders_total - iif(old.state in ('paid', 'completed'), old.total, 0)
  where id = old.customer_id;
  update customers set
    orders_count = orders_count + (new.state in ('placed', 'paid', 'completed')),
    orders_paid = orders_paid + (new.state in ('paid', 'completed')),
    orders_total = orders_total + iif(new.state in ('paid', 'completed'), new.total, 0),
    last_order_at = max(coalesce(last_order_at, 0), new.placed_at)
  where id = new.customer_id;
end;

-- code_key is the code in lower case: one code in any case.
create table groups (
  id text primary key,
  version integer not null default 1,
  code text not null,
  code_key text not null unique,
  name text not null,
  name_key text not null,
  -- Kept by the triggers below.
  members integer not null default 0,
  created_at integer not null
) strict;

create index groups_by_name on groups (name_key, id);

-- customer_seq is the customer's place in lists: a group's members come in the order of any list.
create table memberships (
  group_id text not null references groups (id),
  customer_seq integer not null references customers (seq),
  at integer not null,
  primary key (group_id, customer_seq)
) strict, without rowid;

create index memberships_of_customer on memberships (customer_seq, group_id);

create trigger memberships_counted after insert on memberships begin
  update groups set members = members + 1 where id = new.group_id;
end;

create trigger memberships_uncounted after delete on memberships begin
  update groups set members = members - 1 where id = old.group_id;
end;

-- Rule 6: enabled is what sign-in asks, can_sign_in and paused are the two switches.
alter table accounts add column paused integer not null default 0 check (paused in (0, 1));
alter table accounts add column can_sign_in integer not null default 1
  check (can_sign_in in (0, 1) and enabled = (can_sign_in = 1 and paused = 0));
alter table accounts add column switched_at integer;
alter table accounts add column switched_by text;
alter table accounts add column invited_at integer;
alter table accounts add column signed_in_at integer;
-- Staff only: what the team calls them, and when they left it. The row stays for what they did.
alter table accounts add column name text;
alter table accounts add column removed_at integer;
create index accounts_of_staff on accounts (role) where role <> 'customer';

-- Written by staff, whose rows stay.
create table notes (
  id text primary key,
  customer_id text not null references customers (id),
  account_id text not null,
  text text not null,
  at integer not null,
  edited_at integer
) strict;

create index notes_of_customer on notes (customer_id);

alter table history add column detail text;
alter table history add column note_id text;
-- The bulk change that an entry comes from: the journal tells that once.
alter table history add column bulk_id text;

-- The journal (domain::journal): subjects by id only, never a name.
create table audit (
  seq integer primary key,
  at integer not null,
  account_id text,
  role text,
  area text not null,
  deed text not null,
  subject_kind text,
  subject_id text,
  fields text not null default '[]' check (json_valid(fields))
) strict;

-- One for each way it is filtered, so that no page reads further than it shows.
create index audit_by_age on audit (at);
create index audit_by_area on audit (area, at);
create index audit_by_account on audit (account_id, at);
create index audit_by_account_and_area on audit (account_id, area, at);

-- What staff do to a customer is told by the history; the journal hears it from there.
create trigger history_told after insert on history when new.actor = 'staff' and new.bulk_id is null begin
  insert into audit (at, account_id, role, area, deed, subject_kind, subject_id, fields)
  values (new.at, new.account_id, (select role from accounts where id = new.account_id),
    case when new.order_id is null then 'customers' else 'orders' end, new.fact,
    case when new.order_id is null then 'customer' else 'order' end, coalesce(new.order_id, new.customer_id),
    new.fields);
end;

-- Bulk changes (domain::bulk). An item without an outcome is still to be done.
create table bulks (
  seq integer primary key,
  id text not null unique,
  act text not null check (act in ('join_group', 'leave_group', 'give_sign_in', 'take_sign_in')),
  group_id text,
  state text not null check (state in ('prepared', 'running', 'stopped', 'finished')),
  total integer not null,
  done integer not null default 0,
  skipped integer not null default 0,
  failed integer not null default 0,
  invitations integer not null default 0,
  undoes text unique,
  account_id text not null,
  created_at integer not null,
  ended_at integer,
  lease integer
) strict;

create index bulks_running on bulks (seq) where state = 'running';
create index bulks_prepared on bulks (created_at) where state = 'prepared';
create index bulks_ended on bulks (created_at) where state in ('stopped', 'finished');

-- By id: the number of a customer who is deleted meanwhile may be another's later.
create table bulk_items (
  bulk_id text not null,
  customer_id text not null,
  outcome text check (outcome in ('done', 'skipped', 'failed')),
  reason text,
  primary key (bulk_id, customer_id)
) strict, without rowid;

create index bulk_items_waiting on bulk_items (bulk_id, customer_id) where outcome is null;
create index bulk_items_by_outcome on bulk_items (bulk_id, outcome, customer_id) where outcome is not null;

alter table orders add column erased_at integer;

-- The month's sales.
create index invoices_by_day on invoices (issued_on, series, number);
