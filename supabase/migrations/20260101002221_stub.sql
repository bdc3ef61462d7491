-- Stub of functions and tables that other files of this release define.

create table social_private.hashtag_posts (
  hashtag text collate "C" not null,
  post_id uuid not null,
  author_id uuid not null,
  score double precision not null,

  constraint hashtag_posts_pkey primary key (hashtag, post_id),
  constraint hashtag_posts_post_id_fkey foreign key (post_id)
    references social.posts (id) on delete cascade
);

comment on table social_private.hashtag_posts is 'Stub.';

create index hashtag_posts_post_id_idx on social_private.hashtag_posts (post_id);

alter table social_private.hashtag_posts enable row level security;

create function social_private.base_score(created_at timestamptz, has_media boolean)
  returns double precision
  language plpgsql
  immutable
  security invoker
  set search_path = ''
as $$
begin
  return extract(epoch from base_score.created_at) / 86400
    + case when base_score.has_media then 1 else 0 end;
end;
$$;

comment on function social_private.base_score(timestamptz, boolean) is 'Stub.';

create function social_private.sync_hashtag_posts(ids uuid[])
  returns void
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
begin
  insert into social_private.hashtag_posts (hashtag, post_id, author_id, score)
  select entry ->> 'hashtag', posts.id, posts.author_id,
    social_private.base_score(posts.created_at, false)
  from social.posts, jsonb_array_elements(posts.hashtags) as entry
  where posts.id = any (sync_hashtag_posts.ids)
  on conflict do nothing;
end;
$$;

comment on function social_private.sync_hashtag_posts(uuid[]) is 'Stub.';

create function social_private.sync_post_words(ids uuid[])
  returns void
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
begin
  return;
end;
$$;

comment on function social_private.sync_post_words(uuid[]) is 'Stub.';

create function social_private.fold_hashtag_counts(max_rows integer)
  returns integer
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
begin
  return 0;
end;
$$;

comment on function social_private.fold_hashtag_counts(integer) is 'Stub.';

create function social_private.refresh_trends()
  returns integer
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
begin
  return 0;
end;
$$;

comment on function social_private.refresh_trends() is 'Stub.';

select social_private.close_new_functions();
