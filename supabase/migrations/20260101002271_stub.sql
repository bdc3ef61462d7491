-- Stub: stands for tables and functions of other migrations until they are merged.

create table social_private.hashtags (
  hashtag text collate "C" not null primary key,
  post_count integer not null default 0,
  hidden_from text
);
create table social_private.hashtag_posts (
  hashtag text collate "C" not null,
  post_id uuid not null references social.posts (id) on delete cascade,
  author_id uuid not null,
  score double precision,
  constraint hashtag_posts_pkey primary key (hashtag, post_id)
);
create table social_private.hashtag_follows (
  profile_id uuid not null references social.profiles (id) on delete cascade,
  hashtag text collate "C" not null,
  created_at timestamptz not null default now(),
  constraint hashtag_follows_pkey primary key (profile_id, hashtag)
);
create table social_private.dismissed_suggestions (
  profile_id uuid not null references social.profiles (id) on delete cascade,
  dismissed_id uuid not null references social.profiles (id) on delete cascade,
  created_at timestamptz not null default now(),
  constraint dismissed_suggestions_pkey primary key (profile_id, dismissed_id)
);
create index dismissed_suggestions_dismissed_id_idx
  on social_private.dismissed_suggestions (dismissed_id);
create table social_private.post_scores (
  post_id uuid not null primary key references social.posts (id) on delete cascade,
  author_id uuid not null,
  score double precision not null
);
create table social_private.explore_pool (
  generation bigint not null,
  place integer not null,
  post_id uuid not null,
  author_id uuid not null,
  score double precision not null,
  primary key (generation, place)
);
alter table social_private.accounts add column is_discoverable boolean not null default true;

create function social_private.base_score(created_at timestamptz, has_media boolean)
  returns double precision
  language plpgsql
  immutable
  security invoker
  set search_path = ''
as $$
begin
  return extract(epoch from base_score.created_at) / 43200
    + case when base_score.has_media then 0.5 else 0 end;
end;
$$;
comment on function social_private.base_score(timestamptz, boolean) is 'Stub.';
select social_private.close_new_functions();
