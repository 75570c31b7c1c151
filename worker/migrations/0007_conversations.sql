-- Conversations between a customer and the shop. Times are Unix milliseconds UTC, ids UUIDv7 text.

-- order_id is one of the customer's own. The unread are counted where they are written, so that lists and badges read
-- no message: *_unread are the other side's messages after *_read, the place of the last one that was read.
create table conversations (
  seq integer primary key,
  id text not null unique,
  customer_id text not null references customers (id),
  order_id text references orders (id),
  subject text not null,
  -- domain::conversation::search_text.
  search_text text not null,
  state text not null default 'open' check (state in ('open', 'closed')),
  closed_at integer,
  closed_by text check (closed_by in ('customer', 'shop')),
  created_at integer not null,
  messages integer not null default 0,
  -- The last message: lists go by it.
  last_seq integer not null,
  last_at integer not null,
  last_by text not null check (last_by in ('customer', 'shop')),
  -- Who of staff wrote the shop's last answer.
  answered_by text,
  customer_read integer not null default 0,
  customer_unread integer not null default 0,
  shop_read integer not null default 0,
  shop_unread integer not null default 0,
  check ((state = 'closed') = (closed_at is not null) and (state = 'closed') = (closed_by is not null))
) strict;

create index conversations_of_customer on conversations (customer_id, last_seq);
create index conversations_of_order on conversations (order_id) where order_id is not null;
create index conversations_by_age on conversations (last_seq);
create index conversations_by_state on conversations (state, last_seq);
create index conversations_by_answer on conversations (answered_by, last_seq) where answered_by is not null;
create index conversations_waiting on conversations (last_seq) where state = 'open' and last_by = 'customer';
create index conversations_unread_by_shop on conversations (last_seq) where shop_unread > 0;
create index conversations_unread_by_customer on conversations (customer_id) where customer_unread > 0;

-- Subjects, searched as customers are.
create virtual table conversations_search using fts5 (
  search_text, content = 'conversations', content_rowid = 'seq', tokenize = 'trigram'
);
insert into conversations_search (conversations_search, rank) values ('secure-delete', 1);

create trigger conversations_found after insert on conversations begin
  insert into conversations_search (rowid, search_text) values (new.seq, new.search_text);
end;

create trigger conversations_lost after delete on conversations begin
  insert into conversations_search (conversations_search, rowid, search_text) values ('delete', old.seq, old.search_text);
end;

-- n is the message's place in its conversation. account_id wrote it: the customer's, or one of staff's.
create table messages (
  seq integer primary key,
  id text not null unique,
  conversation_id text not null references conversations (id),
  n integer not null,
  side text not null check (side in ('customer', 'shop')),
  account_id text not null,
  text text not null,
  at integer not null,
  unique (conversation_id, n)
) strict;

alter table history add column conversation_id text;
