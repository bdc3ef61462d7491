-- Hashtags: what a caption is about.
-- One row is one tag of one post, found in its caption whenever that is written, by whomever. All
-- spellings of a tag are one. Whoever sees the post sees its hashtags.

-- Errors

insert into social_private.errors (code, status, detail, hint) values
  ('hashtags_too_many', 422, 'The caption has too many hashtags.', null);

-- Tables

create table social.post_hashtags (
  post_id uuid not null,
  hashtag text collate "C" not null,
  display text not null,

  constraint post_hashtags_pkey primary key (post_id, hashtag),
  constraint post_hashtags_post_id_fkey foreign key (post_id)
    references social.posts (id) on delete cascade
);

comment on table social.post_hashtags is 'A caption has a hashtag.';
comment on column social.post_hashtags.hashtag is
'What all spellings of the tag have in common: NFKC, lower case, without accents.';
comment on column social.post_hashtags.display is 'The tag as written, without the #.';

-- Which posts have this hashtag, latest first?
create index post_hashtags_hashtag_post_id_idx on social.post_hashtags (hashtag, post_id desc);

-- Access

alter table social.post_hashtags enable row level security;

create policy select_visible on social.post_hashtags
  for select to anon, authenticated
  using ((select true from social.posts where posts.id = post_hashtags.post_id));

-- Effects: triggers, so that no way to write a caption goes past them.

create function social_private.tg_posts__keep_hashtags()
  returns trigger
  language plpgsql
  volatile
  security definer -- clients hold no write grant on hashtags
  set search_path = ''
as $$
declare
  most integer := (select hashtags_max from social_private.config);
  hashtags social_private.found_hashtag[] := array(
    select tags from social_private.find_hashtags(new.caption) as tags);
begin
  if cardinality(hashtags) > most then
    perform social_private.fail('hashtags_too_many', format('At most %s.', most));
  end if;
  delete from social.post_hashtags
  where post_hashtags.post_id = new.id
    and post_hashtags.hashtag not in (select hashtag from unnest(hashtags));
  insert into social.post_hashtags (post_id, hashtag, display)
  select new.id, hashtag, display from unnest(hashtags)
  on conflict on constraint post_hashtags_pkey
  do update set display = excluded.display where post_hashtags.display <> excluded.display;
  return null;
end;
$$;

comment on function social_private.tg_posts__keep_hashtags() is
'Keeps the hashtags of a caption in step with it. Error: hashtags_too_many.';

create trigger add_hashtags
  after insert on social.posts
  for each row when (new.caption ~ '[#＃]')
  execute function social_private.tg_posts__keep_hashtags();

create trigger keep_hashtags
  after update of caption on social.posts
  for each row when (new.caption is distinct from old.caption)
  execute function social_private.tg_posts__keep_hashtags();

-- Callable

revoke execute on all functions in schema social_private from public;
