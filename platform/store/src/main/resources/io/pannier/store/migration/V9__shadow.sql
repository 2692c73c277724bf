-- How often strategies in shadow chose what the one in service chose, by UTC day.
create table shadow_agreement (
  shop      int not null references shop,
  placement text collate "C" not null,
  strategy  text collate "C" not null, -- name@version, and the model's id where it has one
  incumbent text collate "C" not null, -- the same of what was shown
  day       date not null,
  compared  bigint not null,
  agreed    bigint not null,           -- the same first choice
  overlap   double precision not null, -- sum of the shares that both chose
  primary key (shop, placement, strategy, incumbent, day)
);
