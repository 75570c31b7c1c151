-- Customers who may be one person: what they have in common, who was said to be two, and merged records with what
-- undoing needs. Times are Unix milliseconds UTC, ids UUIDv7 text.

-- Domains of one mailbox under several names, and slips in the names of common ones (domain::duplicate::PROVIDERS). tags: what
-- follows a + is the reader's own; dots: they say nothing.
create table mailbox_domains (
  domain text primary key,
  mailbox text not null,
  tags integer not null check (tags in (0, 1)),
  dots integer not null check (dots in (0, 1))
) strict, without rowid;

insert into mailbox_domains (domain, mailbox, tags, dots) values
  ('gmail.com', 'gmail.com', 1, 1),
  ('googlemail.com', 'gmail.com', 1, 1),
  ('outlook.com', 'outlook.com', 1, 0),
  ('outlook.fr', 'outlook.fr', 1, 0),
  ('hotmail.com', 'hotmail.com', 1, 0),
  ('hotmail.fr', 'hotmail.fr', 1, 0),
  ('live.com', 'live.com', 1, 0),
  ('live.fr', 'live.fr', 1, 0),
  ('msn.com', 'msn.com', 1, 0),
  ('icloud.com', 'icloud.com', 1, 0),
  ('me.com', 'icloud.com', 1, 0),
  ('mac.com', 'icloud.com', 1, 0),
  ('proton.me', 'proton.me', 1, 1),
  ('protonmail.com', 'proton.me', 1, 1),
  ('pm.me', 'proton.me', 1, 1),
  ('fastmail.com', 'fastmail.com', 1, 0),
  ('yahoo.com', 'yahoo.com', 0, 0),
  ('yahoo.fr', 'yahoo.fr', 0, 0),
  ('orange.fr', 'orange.fr', 0, 0),
  ('wanadoo.fr', 'wanadoo.fr', 0, 0),
  ('laposte.net', 'laposte.net', 0, 0),
  ('free.fr', 'free.fr', 0, 0),
  ('sfr.fr', 'sfr.fr', 0, 0),
  ('gmial.com', 'gmail.com', 1, 1),
  ('gmai.com', 'gmail.com', 1, 1),
  ('gmal.com', 'gmail.com', 1, 1),
  ('gamil.com', 'gmail.com', 1, 1),
  ('gnail.com', 'gmail.com', 1, 1),
  ('gmail.co', 'gmail.com', 1, 1),
  ('gmail.con', 'gmail.com', 1, 1),
  ('gmail.fr', 'gmail.com', 1, 1),
  ('gmaill.com', 'gmail.com', 1, 1),
  ('hotmial.com', 'hotmail.com', 1, 0),
  ('hotmai.com', 'hotmail.com', 1, 0),
  ('hotmal.com', 'hotmail.com', 1, 0),
  ('hotmail.con', 'hotmail.com', 1, 0),
  ('hotmial.fr', 'hotmail.fr', 1, 0),
  ('outlok.com', 'outlook.com', 1, 0),
  ('outloo.com', 'outlook.com', 1, 0),
  ('outlook.con', 'outlook.com', 1, 0),
  ('yaho.com', 'yahoo.com', 0, 0),
  ('yhaoo.com', 'yahoo.com', 0, 0),
  ('yahoo.con', 'yahoo.com', 0, 0),
  ('yaho.fr', 'yahoo.fr', 0, 0),
  ('ornage.fr', 'orange.fr', 0, 0),
  ('oragne.fr', 'orange.fr', 0, 0),
  ('orang.fr', 'orange.fr', 0, 0),
  ('wanado.fr', 'wanadoo.fr', 0, 0),
  ('wanadou.fr', 'wanadoo.fr', 0, 0),
  ('laposte.ner', 'laposte.net', 0, 0),
  ('lapost.net', 'laposte.net', 0, 0),
  ('icloud.con', 'icloud.com', 1, 0),
  ('iclou.com', 'icloud.com', 1, 0),
  ('gmail.cm', 'gmail.com', 1, 1),
  ('gmail.om', 'gmail.com', 1, 1),
  ('gmail.comm', 'gmail.com', 1, 1),
  ('hotmail.co', 'hotmail.com', 1, 0),
  ('hotmail.f', 'hotmail.fr', 1, 0),
  ('outlook.f', 'outlook.fr', 1, 0),
  ('yahoo.f', 'yahoo.fr', 0, 0),
  ('orange.f', 'orange.fr', 0, 0),
  ('orange.rf', 'orange.fr', 0, 0),
  ('wanadoo.f', 'wanadoo.fr', 0, 0),
  ('free.f', 'free.fr', 0, 0),
  ('free.rf', 'free.fr', 0, 0),
  ('sfr.f', 'sfr.fr', 0, 0),
  ('laposte.nt', 'laposte.net', 0, 0),
  ('icloud.co', 'icloud.com', 1, 0);

-- What others may have too: `p:` a phone, `n:` a name with a postcode, `e:` a mailbox behind all its spellings. Kept by the
-- triggers below. telling is 1 where two to twenty have it: what more have is a switchboard's or the shop's own, and tells nothing.
create table likenesses (
  key text not null,
  customer_seq integer not null,
  telling integer not null default 0 check (telling in (0, 1)),
  primary key (key, customer_seq)
) strict, without rowid;

create index likenesses_of_customer on likenesses (customer_seq);
create index likenesses_telling on likenesses (customer_seq) where telling = 1;

insert into likenesses (key, customer_seq)
select 'p:' || phone, seq from customers where phone is not null;

insert into likenesses (key, customer_seq)
select distinct 'n:' || a.country || ':' || upper(replace(a.postcode, ' ', '')) || ':' || c.name_key, c.seq
    from customers c join addresses a on a.customer_id = c.id
    where true and a.postcode is not null and trim(c.name_key) <> '';

insert into likenesses (key, customer_seq)
select 'e:' || iif(d.dots = 1, replace(m.name, '.', ''), m.name) || '@' || d.mailbox, m.seq
    from (select p.seq, p.domain, iif(p.tags = 1 and instr(p.local, '+') > 1, substr(p.local, 1, instr(p.local, '+') - 1), p.local) as name
        from (select x.seq, x.domain, x.local, y.tags
            from (select c.seq as seq, substr(c.email_key, instr(c.email_key, '@') + 1) as domain, substr(c.email_key, 1, instr(c.email_key, '@') - 1) as local from customers c) x
            join mailbox_domains y on y.domain = x.domain) p) m
    join mailbox_domains d on d.domain = m.domain;

update likenesses set telling = 1
where key in (select key from likenesses group by key having count(*) between 2 and 20);

-- Each of them looks at no more than those who have one key, and no further than 22 of them.
create trigger likenesses_shared after insert on likenesses
  when (select count(*) from (select 1 from likenesses where key = new.key limit 22)) between 2 and 21 begin
  update likenesses set telling = (select count(*) from (select 1 from likenesses where key = new.key limit 22)) < 21
  where key = new.key
    and telling <> ((select count(*) from (select 1 from likenesses where key = new.key limit 22)) < 21);
end;

create trigger likenesses_unshared after delete on likenesses
  when (select count(*) from (select 1 from likenesses where key = old.key limit 21)) in (1, 20) begin
  update likenesses set telling = (select count(*) from (select 1 from likenesses where key = old.key limit 21)) = 20
  where key = old.key;
end;

create trigger customers_likened after insert on customers begin
  insert into likenesses (key, customer_seq) select 'p:' || new.phone, new.seq where new.phone is not null;
  insert into likenesses (key, customer_seq)
  select 'e:' || iif(d.dots = 1, replace(m.name, '.', ''), m.name) || '@' || d.mailbox, m.seq
    from (select p.seq, p.domain, iif(p.tags = 1 and instr(p.local, '+') > 1, substr(p.local, 1, instr(p.local, '+') - 1), p.local) as name
        from (select x.seq, x.domain, x.local, y.tags
            from (select new.seq as seq, substr(new.email_key, instr(new.email_key, '@') + 1) as domain, substr(new.email_key, 1, instr(new.email_key, '@') - 1) as local) x
            join mailbox_domains y on y.domain = x.domain) p) m
    join mailbox_domains d on d.domain = m.domain;
end;

create trigger customers_phone_relikened after update of phone on customers when old.phone is not new.phone begin
  delete from likenesses where key = 'p:' || old.phone and customer_seq = old.seq;
  insert into likenesses (key, customer_seq) select 'p:' || new.phone, new.seq where new.phone is not null;
end;

create trigger customers_mailbox_relikened after update of email_key on customers when old.email_key <> new.email_key begin
  delete from likenesses where customer_seq = old.seq and substr(key, 1, 2) = 'e:';
  insert into likenesses (key, customer_seq)
  select 'e:' || iif(d.dots = 1, replace(m.name, '.', ''), m.name) || '@' || d.mailbox, m.seq
    from (select p.seq, p.domain, iif(p.tags = 1 and instr(p.local, '+') > 1, substr(p.local, 1, instr(p.local, '+') - 1), p.local) as name
        from (select x.seq, x.domain, x.local, y.tags
            from (select new.seq as seq, substr(new.email_key, instr(new.email_key, '@') + 1) as domain, substr(new.email_key, 1, instr(new.email_key, '@') - 1) as local) x
            join mailbox_domains y on y.domain = x.domain) p) m
    join mailbox_domains d on d.domain = m.domain;
end;

create trigger customers_name_relikened after update of name_key on customers when old.name_key <> new.name_key begin
  delete from likenesses where customer_seq = old.seq and substr(key, 1, 2) = 'n:';
  insert into likenesses (key, customer_seq)
  select distinct 'n:' || a.country || ':' || upper(replace(a.postcode, ' ', '')) || ':' || c.name_key, c.seq
    from customers c join addresses a on a.customer_id = c.id
    where c.id = new.id and a.postcode is not null and trim(c.name_key) <> '';
end;

create trigger customers_unlikened after delete on customers begin
  delete from likenesses where customer_seq = old.seq;
end;

create trigger addresses_likened after insert on addresses when new.postcode is not null begin
  insert into likenesses (key, customer_seq)
  select distinct 'n:' || a.country || ':' || upper(replace(a.postcode, ' ', '')) || ':' || c.name_key, c.seq
    from customers c join addresses a on a.customer_id = c.id
    where a.id = new.id and a.postcode is not null and trim(c.name_key) <> ''
  on conflict do nothing;
end;

create trigger addresses_relikened after update of customer_id, postcode, country on addresses
  when old.customer_id <> new.customer_id or old.postcode is not new.postcode or old.country <> new.country begin
  delete from likenesses where substr(key, 1, 2) = 'n:'
    and customer_seq in (select seq from customers where id in (old.customer_id, new.customer_id));
  insert into likenesses (key, customer_seq)
  select distinct 'n:' || a.country || ':' || upper(replace(a.postcode, ' ', '')) || ':' || c.name_key, c.seq
    from customers c join addresses a on a.customer_id = c.id
    where c.id in (old.customer_id, new.customer_id) and a.postcode is not null and trim(c.name_key) <> '';
end;

create trigger addresses_unlikened after delete on addresses when old.postcode is not null begin
  delete from likenesses where substr(key, 1, 2) = 'n:'
    and customer_seq = (select seq from customers where id = old.customer_id);
  insert into likenesses (key, customer_seq)
  select distinct 'n:' || a.country || ':' || upper(replace(a.postcode, ' ', '')) || ':' || c.name_key, c.seq
    from customers c join addresses a on a.customer_id = c.id
    where c.id = old.customer_id and a.postcode is not null and trim(c.name_key) <> '';
end;

-- Who was said to be two persons, once for both: customer_id is the smaller id.
create table told_apart (
  customer_id text not null references customers (id),
  other_id text not null references customers (id),
  account_id text not null,
  at integer not null,
  primary key (customer_id, other_id),
  check (customer_id < other_id)
) strict, without rowid;

create index told_apart_by_other on told_apart (other_id);

-- Two records made one. customer_id is who has what was merged: survivor_id, or who that record was merged into later.
-- other is the record that went, as JSON of its row, before and after are domain::duplicate::Stood: what undoing needs, until it
-- is undone or too late. other_name and other_email are empty once it is undone: they are another customer's again.
create table merges (
  seq integer primary key,
  id text not null unique,
  customer_id text not null references customers (id),
  survivor_id text not null,
  other_id text not null,
  other_name text not null,
  other_email text not null,
  account_id text not null,
  at integer not null,
  other text check (other is null or json_valid(other)),
  before text check (before is null or json_valid(before)),
  after text check (after is null or json_valid(after)),
  undone_at integer
) strict;

create index merges_of_customer on merges (customer_id, seq);
-- Whose record another one became: links that were mailed before still name it.
create index merges_by_other on merges (other_id);
create index merges_to_undo on merges (at) where other is not null;

-- What a merge did to which row: part is the table, or what of it; row is the row as it stood, where it went or changed.
create table merge_rows (
  merge_id text not null references merges (id),
  part text not null,
  row_id text not null,
  row text check (row is null or json_valid(row)),
  primary key (merge_id, part, row_id)
) strict, without rowid;
