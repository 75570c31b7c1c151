-- Files that people hand in, and the documents of the customers' space. Times are Unix milliseconds UTC.

-- What lies in R2 under files/<id>. A row is there before its object and goes after it: 'waiting' to be attached by the
-- account that handed it in, 'kept', or 'doomed', which the sweep deletes. at is when it came to its state.
create table blobs (
  id text primary key,
  account_id text not null,
  name text not null,
  kind text not null,
  size integer not null check (size > 0),
  state text not null check (state in ('waiting', 'kept', 'doomed')),
  at integer not null
) strict;

create index blobs_of_account on blobs (account_id) where state = 'waiting';
create index blobs_waiting on blobs (at) where state = 'waiting';
create index blobs_doomed on blobs (at) where state = 'doomed';

-- Private documentation. Texts are in both languages; one of them may be empty. body is Markdown as typed.
-- audience says who may read it: everyone with an account, the members of groups (document_groups), the buyers of a
-- product (lapsed: also those whose access has run out), or one customer.
create table documents (
  seq integer primary key,
  id text not null unique,
  version integer not null default 1,
  kind text not null check (kind in ('page', 'file')),
  title_en text not null,
  title_fr text not null,
  summary_en text not null,
  summary_fr text not null,
  body_en text not null,
  body_fr text not null,
  blob_id text unique references blobs (id),
  audience text not null check (audience in ('everyone', 'groups', 'buyers', 'customer')),
  product_id text references products (id),
  lapsed integer not null default 0 check (lapsed in (0, 1)),
  customer_id text references customers (id),
  state text not null check (state in ('draft', 'published')),
  published_at integer,
  created_at integer not null,
  updated_at integer not null,
  check ((audience = 'buyers') = (product_id is not null)),
  check ((audience = 'customer') = (customer_id is not null)),
  check (state = 'draft' or published_at is not null),
  check (state = 'draft' or kind = 'page' or blob_id is not null)
) strict;

create index documents_for_everyone on documents (seq) where audience = 'everyone' and state = 'published';
create index documents_of_product on documents (product_id) where product_id is not null;
create index documents_of_customer on documents (customer_id) where customer_id is not null;

create table document_groups (
  document_id text not null references documents (id),
  group_id text not null references groups (id),
  primary key (document_id, group_id)
) strict, without rowid;

create index documents_of_group on document_groups (group_id, document_id);

-- Who has opened what, and when last: published again later, it is new again.
create table document_reads (
  customer_id text not null references customers (id),
  document_id text not null references documents (id),
  at integer not null,
  primary key (customer_id, document_id)
) strict, without rowid;

create index reads_of_document on document_reads (document_id);

-- A file that its document lets go of, or whose document goes, is to go.
create trigger documents_let_go after update of blob_id on documents
  when old.blob_id is not null and old.blob_id is not new.blob_id begin
  update blobs set state = 'doomed', at = new.updated_at where id = old.blob_id;
end;

create trigger documents_gone after delete on documents when old.blob_id is not null begin
  update blobs set state = 'doomed', at = old.updated_at where id = old.blob_id;
end;

-- Whom a document for buyers reaches.
create index purchases_of_product on purchases (product_id, customer_id);
