-- What a language model made of a product's text: a cache, kept because making it takes seconds of processor time.
create table text_vector (
  shop   int not null,
  item   int not null,
  model  text collate "C" not null, -- its name and the hash of its files
  hash   bytea not null,            -- SHA-256 of the text that was encoded
  vector bytea not null,            -- fp32, little-endian
  primary key (shop, item, model),
  foreign key (shop, item) references item
);
