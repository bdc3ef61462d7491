-- Stub: stands for tables of other migrations until they are merged.

create table social_private.dismissed_suggestions (
  profile_id uuid not null references social.profiles (id) on delete cascade,
  dismissed_id uuid not null references social.profiles (id) on delete cascade,
  created_at timestamptz not null default now(),
  constraint dismissed_suggestions_pkey primary key (profile_id, dismissed_id)
);
create index dismissed_suggestions_dismissed_id_idx
  on social_private.dismissed_suggestions (dismissed_id);
