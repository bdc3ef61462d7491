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


create function social_private.hashtag_of(written text) returns text
  language plpgsql immutable set search_path = '' as $$
begin
  return social_private.hashtag_key(ltrim(btrim(hashtag_of.written), '#＃'));
end;
$$;
comment on function social_private.hashtag_of(text) is 'Stub.';
create function social_private.is_hashtag_shown(hashtag text) returns boolean
  language plpgsql stable set search_path = '' as $$
begin
  return not exists (select from social_private.hashtags
    where hashtags.hashtag = is_hashtag_shown.hashtag and hidden_from = 'everywhere');
end;
$$;
comment on function social_private.is_hashtag_shown(text) is 'Stub.';
create function social_private.followed_tags(viewer uuid) returns text[]
  language plpgsql stable set search_path = '' as $$
begin
  return (select array_agg(hashtag) from social_private.hashtag_follows
    where profile_id = viewer and social_private.is_hashtag_shown(hashtag));
end;
$$;
comment on function social_private.followed_tags(uuid) is 'Stub.';
create function social_private.cached_feed(viewer uuid, tags text[])
  returns social_private.feed_caches language plpgsql volatile set search_path = '' as $$
begin
  return social_private.cached_feed(cached_feed.viewer);
end;
$$;
comment on function social_private.cached_feed(uuid, text[]) is 'Stub.';
create function social_private.pull_page(viewer uuid, tags text[], before uuid, size integer)
  returns uuid[] language plpgsql stable set search_path = '' as $$
begin
  return coalesce(social_private.pull_feed(
    pull_page.viewer, pull_page.before, pull_page.size), '{}');
end;
$$;
comment on function social_private.pull_page(uuid, text[], uuid, integer) is 'Stub.';
create function social_private.checked_hashtag(written text) returns text
  language plpgsql stable set search_path = '' as $$
begin
  if checked_hashtag.written = '' then
    perform social_private.fail('hashtag_invalid');
  end if;
  return social_private.hashtag_of(checked_hashtag.written);
end;
$$;
comment on function social_private.checked_hashtag(text) is 'Stub.';
create function social_private.explorable_posts(viewer uuid, ids uuid[]) returns uuid[]
  language plpgsql stable set search_path = '' as $$
begin
  return array(
    select posts.id from unnest(ids) with ordinality as wanted (id, place)
    join social.posts on posts.id = wanted.id and audience = 'public'
    join social_private.accounts on profile_id = author_id and audience_level = 2
    where author_id <> viewer and author_id <> all (social_private.blocked_either_way(viewer))
      and not exists (select from social.follows
        where follower_id = viewer and followee_id = author_id)
      and not exists (select from social_private.mutes
        where muter_id = viewer and muted_id = author_id)
      and not social_private.is_muted_text(social_private.muted_pattern(viewer), caption)
    order by place);
end;
$$;
comment on function social_private.explorable_posts(uuid, uuid[]) is 'Stub.';
create type social_private.explore_part as (ids uuid[], places integer[]);
create function social_private.pool_part(
  viewer uuid, generation bigint, after integer, seen uuid[], size integer)
  returns social_private.explore_part language plpgsql stable set search_path = '' as $$
begin
  return (social_private.explorable_posts(pool_part.viewer, array(
    select post_id from social_private.explore_pool as pool
    where pool.generation = pool_part.generation order by place)), '{}')::social_private.explore_part;
end;
$$;
comment on function social_private.pool_part(uuid, bigint, integer, uuid[], integer) is 'Stub.';
create function social_private.newest_part(viewer uuid, before uuid, size integer)
  returns uuid[] language plpgsql stable set search_path = '' as $$
begin
  return '{}'::uuid[];
end;
$$;
comment on function social_private.newest_part(uuid, uuid, integer) is 'Stub.';
select social_private.close_new_functions();

insert into social_private.errors (code, status, detail) values
  ('hashtag_follows_too_many', 409, 'Stub.'), ('hashtag_invalid', 422, 'Stub.');
