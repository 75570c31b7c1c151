-- What customers decide about themselves: another e-mail that waits to be confirmed, the devices of their sessions,
-- consents given and withdrawn in the space. Times are Unix milliseconds UTC.

-- At most one waits on an account. token_hash is empty until the mail leaves, and where the mailbox is somebody's already.
create table email_changes (
  id text primary key,
  account_id text not null unique references accounts (id),
  email text not null,
  email_key text not null,
  token_hash text unique,
  asked_at integer not null,
  expires_at integer not null
) strict;

create index email_changes_by_end on email_changes (expires_at);
create index email_changes_of_mailbox on email_changes (email_key);

-- domain::device::Device as a word, never the browser's own text; the country if the platform tells it.
alter table sessions add column device text;
alter table sessions add column country text;

-- Consents are given and withdrawn elsewhere than at the checkout too. Each act is a row of its own, so the check on `way`
-- has to be wider: SQLite changes a check only by making the table anew.
create table consents_of_any_way (
  id text primary key,
  customer_id text not null references customers (id),
  checkout_id text,
  purpose text not null check (purpose in ('marketing')),
  state text not null check (state in ('pending', 'given', 'withdrawn')),
  text text not null,
  version integer not null,
  way text not null check (way in ('checkout', 'space', 'unsubscribe', 'staff')),
  at integer not null,
  unique (customer_id, purpose, checkout_id)
) strict;

insert into consents_of_any_way (id, customer_id, checkout_id, purpose, state, text, version, way, at)
  select id, customer_id, checkout_id, purpose, state, text, version, way, at from consents;
drop table consents;
alter table consents_of_any_way rename to consents;

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
