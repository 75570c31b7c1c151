-- Consent by double opt-in: more ways to say yes and no, the links that confirm, and the addresses that mails to many no
-- longer go to. Times are Unix milliseconds UTC.

-- asked_at and asked_way: when and where the question was put, for an answer that came later; `at` and `way` are the
-- answer's. campaign_id: the mail whose link withdrew. SQLite changes a check only by making the table anew.
create table consents_by_opt_in (
  id text primary key,
  customer_id text not null references customers (id),
  checkout_id text,
  purpose text not null check (purpose in ('marketing')),
  state text not null check (state in ('pending', 'given', 'withdrawn')),
  text text not null,
  version integer not null,
  way text not null check (way in ('checkout', 'space', 'unsubscribe', 'staff', 'confirmation', 'import', 'complaint')),
  at integer not null,
  asked_at integer,
  asked_way text check (asked_way in ('checkout', 'staff')),
  campaign_id text,
  unique (customer_id, purpose, checkout_id)
) strict;

insert into consents_by_opt_in (id, customer_id, checkout_id, purpose, state, text, version, way, at)
  select id, customer_id, checkout_id, purpose, state, text, version, way, at from consents;
drop table consents;
alter table consents_by_opt_in rename to consents;

-- Who unsubscribed by the link of a campaign.
create index consents_of_campaign on consents (campaign_id) where campaign_id is not null;

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

-- The mails that ask somebody to confirm. token_hash is empty until the mail leaves, and once one of them was used.
create table consent_links (
  id text primary key,
  customer_id text not null references customers (id),
  purpose text not null check (purpose in ('marketing')),
  token_hash text unique,
  asked_at integer not null,
  expires_at integer not null
) strict;

create index consent_links_of_customer on consent_links (customer_id, asked_at);
create index consent_links_by_end on consent_links (expires_at);

-- Mailboxes that refused a mail for good, or whose reader called one unwanted: a customer's, for as long as the record has it.
create table suppressions (
  email_key text primary key,
  reason text not null check (reason in ('bounce', 'complaint')),
  at integer not null,
  detail text
) strict, without rowid;

-- Kept by the triggers below, so that a list of any size reads one table.
alter table customers add column failing integer not null default 0 check (failing in (0, 1));
create index customers_by_failing on customers (seq) where failing = 1;

create trigger suppressions_told after insert on suppressions begin
  update customers set failing = 1 where email_key = new.email_key and failing = 0;
end;

create trigger suppressions_untold after delete on suppressions begin
  update customers set failing = 0 where email_key = old.email_key;
end;

-- Another mailbox has refused nothing, and of the one before nothing is kept.
create trigger customers_reachable after update of email_key on customers when old.email_key <> new.email_key begin
  delete from suppressions where email_key = old.email_key;
  update customers set failing = exists (select 1 from suppressions where email_key = new.email_key)
    where id = new.id and failing <> exists (select 1 from suppressions where email_key = new.email_key);
end;

-- What the mail provider told already, by the name it gave the message: it tells again until it is answered.
create table mail_events (
  id text primary key,
  at integer not null
) strict, without rowid;

create index mail_events_by_age on mail_events (at);
