-- When a shop first stated a product: rules may go by a product's age. Of products that are older
-- than this column the last statement is all that is known.
alter table product add column first_stated_at timestamptz;
update product set first_stated_at = stated_at;
alter table product alter column first_stated_at set not null, alter column first_stated_at set default now();
