-- Papers: whose list an invoice or a credit note stands in, and what its PDF was when it was first made. Invoices
-- themselves are frozen; what is learnt of them later stands here. seq is the order of issue.
create table papers (
  seq integer primary key,
  invoice_id text not null unique references invoices (id),
  -- Kept by the triggers below; none once the customer is erased.
  customer_id text,
  sha256 text,
  size integer,
  made_at integer,
  -- The SHA-256 of a later file that was not the same: told once in the log.
  differs text
) strict;

create index papers_of_customer on papers (customer_id, seq) where customer_id is not null;

insert into papers (invoice_id, customer_id)
select i.id, o.customer_id from invoices i join orders o on o.id = i.order_id order by i.issued_at, i.id;

create trigger invoices_listed after insert on invoices begin
  insert into papers (invoice_id, customer_id) select new.id, customer_id from orders where id = new.order_id;
end;

create trigger papers_moved after update of customer_id on orders begin
  update papers set customer_id = new.customer_id
  where invoice_id in (select id from invoices where order_id = new.id);
end;
