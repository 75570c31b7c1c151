-- How the shop arranges its customers' space: a list of domain::space::Placed; null until somebody arranges it.
insert into settings (key, value) values ('space', 'null') on conflict (key) do nothing;

-- What a customer still has to pay.
create index orders_to_pay on orders (customer_id, seq) where state = 'placed';
