-- Campaigns: an e-mail to groups, its audience frozen when it starts, and what became of the mail to each customer
-- (domain::campaign). Times are Unix milliseconds UTC.

create table campaigns (
  seq integer primary key,
  id text not null unique,
  version integer not null default 1,
  state text not null default 'draft' check (state in ('draft', 'scheduled', 'sending', 'paused', 'stopped', 'sent')),
  subject_en text not null,
  subject_fr text not null,
  body_en text not null,
  body_fr text not null,
  -- When it starts by itself, while it is scheduled.
  send_at integer check (state <> 'scheduled' or send_at is not null),
  -- When a test of the very texts that stand here was sent.
  tested_at integer,
  total integer not null default 0,
  unsubscribed integer not null default 0,
  -- Who drives it: `turn` grows with each claim and each chunk, so that only the last to claim it goes on; `lease` is
  -- the end of that claim; `due_at` when there is something to do next; `stumbles` counts chunks of which the provider took nothing.
  turn integer not null default 0,
  lease integer,
  due_at integer,
  stumbles integer not null default 0,
  account_id text not null,
  sender_id text,
  created_at integer not null,
  updated_at integer not null,
  started_at integer,
  ended_at integer
) strict;

create index campaigns_by_state on campaigns (state, seq);
create index campaigns_sending on campaigns (due_at) where state = 'sending';
create index campaigns_scheduled on campaigns (send_at) where state = 'scheduled';

-- The group's code and name as they were when it was chosen: groups go, campaigns that have started stay.
create table campaign_groups (
  campaign_id text not null references campaigns (id),
  group_id text not null,
  code text not null,
  name text not null,
  primary key (campaign_id, group_id)
) strict, without rowid;

create index campaign_groups_of_group on campaign_groups (group_id, campaign_id);

-- One customer's mail of a campaign. By id: the customer may be gone. `turn` is the claim under which it was handed over
-- last, `at` when it came to its state, `due_at` when it is tried (again), `provider_id` the provider's name for it.
create table campaign_mails (
  campaign_id text not null references campaigns (id),
  customer_id text not null,
  locale text not null check (locale in ('en', 'fr')),
  state text not null check (state in ('waiting', 'sending', 'sent', 'failed', 'unknown', 'skipped')),
  reason text not null default '',
  tries integer not null default 0,
  turn integer not null default 0,
  due_at integer not null,
  at integer not null,
  provider_id text,
  unsubscribed_at integer,
  primary key (campaign_id, customer_id)
) strict, without rowid;

create index campaign_mails_waiting on campaign_mails (campaign_id, due_at, customer_id) where state = 'waiting';
create index campaign_mails_sending on campaign_mails (at) where state = 'sending';
create index campaign_mails_by_outcome on campaign_mails (campaign_id, state, reason, customer_id);
create index campaign_mails_of_customer on campaign_mails (customer_id, at);
create index campaign_mails_by_provider on campaign_mails (provider_id) where provider_id is not null;
create index campaign_mails_unsubscribed on campaign_mails (campaign_id, customer_id) where unsubscribed_at is not null;

-- How many mails of a campaign have each outcome, so that watching it costs a few rows.
create table campaign_counts (
  campaign_id text not null,
  state text not null,
  reason text not null,
  n integer not null,
  primary key (campaign_id, state, reason)
) strict, without rowid;

create trigger campaign_mails_counted after insert on campaign_mails begin
  insert into campaign_counts (campaign_id, state, reason, n) values (new.campaign_id, new.state, new.reason, 1)
    on conflict (campaign_id, state, reason) do update set n = n + 1;
end;

create trigger campaign_mails_recounted after update of state, reason on campaign_mails
  when old.state <> new.state or old.reason <> new.reason begin
  update campaign_counts set n = n - 1
    where campaign_id = old.campaign_id and state = old.state and reason = old.reason;
  insert into campaign_counts (campaign_id, state, reason, n) values (new.campaign_id, new.state, new.reason, 1)
    on conflict (campaign_id, state, reason) do update set n = n + 1;
end;

create trigger campaign_mails_uncounted after delete on campaign_mails begin
  update campaign_counts set n = n - 1
    where campaign_id = old.campaign_id and state = old.state and reason = old.reason;
end;

create trigger campaign_mails_left after update of unsubscribed_at on campaign_mails
  when old.unsubscribed_at is null and new.unsubscribed_at is not null begin
  update campaigns set unsubscribed = unsubscribed + 1 where id = new.campaign_id;
end;

-- Who withdrew by a campaign's link (0011 keeps whose it was).
create trigger campaign_mails_answered after insert on consents
  when new.campaign_id is not null and new.state = 'withdrawn' begin
  update campaign_mails set unsubscribed_at = new.at
    where campaign_id = new.campaign_id and customer_id = new.customer_id and unsubscribed_at is null;
end;

alter table history add column campaign_id text;
