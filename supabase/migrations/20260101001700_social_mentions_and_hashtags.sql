-- Mentions and hashtags: triggers find them in captions and comments.
-- Each row is one person whom a text mentions, or one hashtag of a caption. If a text repeats a
-- mention or hashtag, only one row exists. A viewer sees a mention if the viewer may see both the
-- text and the mentioned person, and if the username still leads to the person.

-- Errors

insert into social_private.errors (code, status, detail, hint) values
  ('mentions_too_many', 422, 'The text mentions too many people.', null),
  ('hashtags_too_many', 422, 'The caption has too many hashtags.', null);

-- Mentions

create table social.post_mentions (
  post_id uuid not null,
  profile_id uuid not null,
  username text collate "C" not null,
  position smallint not null,
  starts integer[] not null,

  constraint post_mentions_pkey primary key (post_id, profile_id),
  constraint post_mentions_post_id_fkey foreign key (post_id)
    references social.posts (id) on delete cascade,
  constraint post_mentions_profile_id_fkey foreign key (profile_id)
    references social.profiles (id) on delete cascade
);

comment on table social.post_mentions is
'Each row is one person whom the caption of a post mentions.';

comment on column social.post_mentions.post_id is 'The post whose caption mentions the person.';

comment on column social.post_mentions.profile_id is 'The mentioned person.';

comment on column social.post_mentions.username is
'The username as written in the caption. The person may have another username by now. The row is
hidden when the reservation of the former username ends, and then the worker deletes the row.';

comment on column social.post_mentions.position is
'The place of the mention among the mentions of the caption, starting at 1.';

comment on column social.post_mentions.starts is
'The position of the sign @ of each mention by this username in the caption, in UTF-16 code units.';

-- This index serves the search for posts that mention a person, newest first. It also covers the
-- foreign key.
create index post_mentions_profile_id_post_id_idx
  on social.post_mentions (profile_id, post_id desc);

alter table social.post_mentions enable row level security;

create trigger keep_keys
  before update of post_id, profile_id on social.post_mentions
  for each row when ((old.post_id, old.profile_id) is distinct from (new.post_id, new.profile_id))
  execute function social_private.tg_refuse_key_change();

create trigger keep_rows
  before truncate on social.post_mentions
  for each statement execute function social_private.tg_refuse_truncate();

create table social.comment_mentions (
  comment_id uuid not null,
  profile_id uuid not null,
  username text collate "C" not null,
  position smallint not null,
  starts integer[] not null,

  constraint comment_mentions_pkey primary key (comment_id, profile_id),
  constraint comment_mentions_comment_id_fkey foreign key (comment_id)
    references social.comments (id) on delete cascade,
  constraint comment_mentions_profile_id_fkey foreign key (profile_id)
    references social.profiles (id) on delete cascade
);

comment on table social.comment_mentions is 'Each row is one person whom a comment mentions.';

comment on column social.comment_mentions.comment_id is 'The comment that mentions the person.';

comment on column social.comment_mentions.profile_id is 'The mentioned person.';

comment on column social.comment_mentions.username is
'The username as written in the comment. The person may have another username by now. The row is
hidden when the reservation of the former username ends, and then the worker deletes the row.';

comment on column social.comment_mentions.position is
'The place of the mention among the mentions of the comment, starting at 1.';

comment on column social.comment_mentions.starts is
'The position of the sign @ of each mention by this username in the comment, in UTF-16 code units.';

-- This index serves the search for comments that mention a person, newest first. It also covers the
-- foreign key.
create index comment_mentions_profile_id_comment_id_idx
  on social.comment_mentions (profile_id, comment_id desc);

alter table social.comment_mentions enable row level security;

create trigger keep_keys
  before update of comment_id, profile_id on social.comment_mentions
  for each row when (
    (old.comment_id, old.profile_id)
      is distinct from (new.comment_id, new.profile_id)
  )
  execute function social_private.tg_refuse_key_change();

create trigger keep_rows
  before truncate on social.comment_mentions
  for each statement execute function social_private.tg_refuse_truncate();

create type social_private.mention as (
  profile_id uuid, username text, "position" smallint, starts integer[]
);

create function social_private.checked_mentions(value text)
  returns table (username text, starts integer[])
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
declare
  max_count integer := (select mentions_max from social_private.config);
  found_count integer;
begin
  return query
  select (array_agg(found.username order by found.start))[1],
    array_agg(found.start order by found.start)
  from social_private.find_mentions(checked_mentions.value) as found
  group by lower(found.username collate "C")
  order by min(found.start);
  get diagnostics found_count = row_count;
  -- Count usernames instead of people. A count of people would reveal which usernames exist.
  if found_count > max_count then
    perform social_private.fail('mentions_too_many', format('At most %s.', max_count));
  end if;
end;
$$;

comment on function social_private.checked_mentions(text) is
'Returns each username that a text mentions once, in order and as first written, with the positions
of all its mentions. Errors: mentions_too_many.';

create function social_private.claim_mentions(
  author_id uuid, value text, earlier social_private.mention[])
  returns setof social_private.mention
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  named record;
  person uuid;
  people uuid[] := '{}'::uuid[];
begin
  for named in
    select names.username, names.starts, names.place
    from social_private.checked_mentions(claim_mentions.value)
      with ordinality as names (username, starts, place)
    order by names.place
  loop
    person := coalesce(
      -- If the text mentioned this username before the edit, keep the same person while the
      -- username is reserved for this person.
      (
        select mentions.profile_id from unnest(claim_mentions.earlier) as mentions
        where lower(mentions.username) = lower(named.username collate "C")
          and social_private.is_username_of(mentions.profile_id, mentions.username)
      ),
      social_private.username_owner(named.username)
    );
    continue when person = claim_mentions.author_id or person = any (people);
    -- The lock delays a deletion of the person until this transaction ends. Skip a person whose
    -- deletion is in progress. The post is locked here, so waiting for the deletion could deadlock.
    perform from social.profiles
    where profiles.id = person
      and social_private.can_view_profile(claim_mentions.author_id, profiles.id)
    for key share skip locked;
    if found then
      people := people || person;
      return next (person, named.username, named.place, named.starts)::social_private.mention;
    end if;
  end loop;
end;
$$;

comment on function social_private.claim_mentions(uuid, text, social_private.mention[]) is
'Returns the mentions of a text, and locks the mentioned people. Leaves out people whom the author
may not see. The argument `earlier` contains the mentions from before an edit.

The author is left out too. Errors: mentions_too_many.';

create function social_private.tg_posts__sync_mentions()
  returns trigger
  language plpgsql
  volatile
  security definer -- clients have no write grant on mentions
  set search_path = ''
as $$
declare
  earlier social_private.mention[] := array(
    select (post_mentions.profile_id, post_mentions.username, post_mentions.position,
      post_mentions.starts)::social_private.mention
    from social.post_mentions where post_mentions.post_id = new.id
  );
  mentions social_private.mention[];
begin
  if tg_op = 'UPDATE' and new.caption is not distinct from old.caption then
    -- The post is restored. It gets no new mentions, because a username may belong to somebody else
    -- by now.
    perform from social_private.checked_mentions(new.caption);
    return null;
  end if;
  mentions := array(select social_private.claim_mentions(new.author_id, new.caption, earlier));
  if earlier <> '{}' then
    delete from social.post_mentions
    where post_mentions.post_id = new.id
      and post_mentions.profile_id not in (select profile_id from unnest(mentions));
  end if;
  -- A person who is still mentioned keeps their row, so that an edit does not look like a new
  -- mention.
  insert into social.post_mentions (post_id, profile_id, username, position, starts)
  select new.id, profile_id, username, position, starts from unnest(mentions)
  on conflict on constraint post_mentions_pkey
  do update set username = excluded.username, position = excluded.position,
    starts = excluded.starts
  where (post_mentions.username, post_mentions.position, post_mentions.starts)
    is distinct from (excluded.username, excluded.position, excluded.starts);
  return null;
end;
$$;

comment on function social_private.tg_posts__sync_mentions() is
'Updates the mentions of a caption when it changes, and counts them when the post is restored.
Errors: mentions_too_many.';

-- The conditions below skip the trigger for captions without mentions and for updates of other
-- columns.
create trigger add_mentions
  after insert on social.posts
  for each row when (new.caption ~ '[@＠]')
  execute function social_private.tg_posts__sync_mentions();

-- restore_post and unarchive_post set the caption too, so that these triggers check it.
create trigger sync_mentions
  after update of caption on social.posts
  for each row when (
    new.caption is distinct from old.caption
    or old.deleted_at is not null and new.deleted_at is null
    or old.archived_at is not null and new.archived_at is null
  )
  execute function social_private.tg_posts__sync_mentions();

create function social_private.tg_comments__sync_mentions()
  returns trigger
  language plpgsql
  volatile
  security definer -- clients have no write grant on mentions
  set search_path = ''
as $$
declare
  earlier social_private.mention[] := array(
    select (comment_mentions.profile_id, comment_mentions.username, comment_mentions.position,
      comment_mentions.starts)::social_private.mention
    from social.comment_mentions where comment_mentions.comment_id = new.id
  );
  mentions social_private.mention[];
begin
  if tg_op = 'UPDATE' and new.body is not distinct from old.body then
    perform from social_private.checked_mentions(new.body); -- as for a restored post
    return null;
  end if;
  mentions := array(select social_private.claim_mentions(new.author_id, new.body, earlier));
  if earlier <> '{}' then
    delete from social.comment_mentions
    where comment_mentions.comment_id = new.id
      and comment_mentions.profile_id not in (select profile_id from unnest(mentions));
  end if;
  insert into social.comment_mentions (comment_id, profile_id, username, position, starts)
  select new.id, profile_id, username, position, starts from unnest(mentions)
  on conflict on constraint comment_mentions_pkey
  do update set username = excluded.username, position = excluded.position,
    starts = excluded.starts
  where (comment_mentions.username, comment_mentions.position, comment_mentions.starts)
    is distinct from (excluded.username, excluded.position, excluded.starts);
  return null;
end;
$$;

comment on function social_private.tg_comments__sync_mentions() is
'Updates the mentions of a comment when its text changes, and counts them when the comment is
restored. Errors: mentions_too_many.';

create trigger add_mentions
  after insert on social.comments
  for each row when (new.body ~ '[@＠]')
  execute function social_private.tg_comments__sync_mentions();

create trigger sync_mentions
  after update of body on social.comments
  -- The trigger skips null texts, because a permanent deletion clears the text and deletes the
  -- mentions itself.
  for each row when (
    new.body is not null and (
      new.body is distinct from old.body or old.deleted_at is not null and new.deleted_at is null
    )
  )
  execute function social_private.tg_comments__sync_mentions();

-- A text that becomes visible again loses the mentions that it could not have as a new text. It
-- gets no new mentions, because the usernames in it may belong to other people now.

create function social_private.tg_posts__prune_mentions()
  returns trigger
  language plpgsql
  volatile
  security definer -- clients have no write grant on mentions
  set search_path = ''
as $$
begin
  delete from social.post_mentions
  where post_mentions.post_id = new.id
    and not social_private.can_view_profile(new.author_id, post_mentions.profile_id);
  return null;
end;
$$;

comment on function social_private.tg_posts__prune_mentions() is
'Deletes the mentions that a post could not have as a new post, when more people see the post than
before: the post is restored or unarchived, staff no longer hide it, or its author shows it to more
people.';

create trigger prune_mentions
  after update of visibility, archived_at, hidden_at, deleted_at on social.posts
  for each row when (
    new.audience < old.audience or old.audience is null and new.audience is not null
  )
  execute function social_private.tg_posts__prune_mentions();

create function social_private.prune_comment_mentions(comment_id uuid)
  returns void
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
begin
  delete from social.comment_mentions
  using social.comments
  where comment_mentions.comment_id = prune_comment_mentions.comment_id
    and comments.id = prune_comment_mentions.comment_id
    and not social_private.can_view_profile(comments.author_id, comment_mentions.profile_id);
end;
$$;

comment on function social_private.prune_comment_mentions(uuid) is
'Deletes the mentions of people whom the author of a comment may not see.';

create function social_private.tg_comments__prune_mentions()
  returns trigger
  language plpgsql
  volatile
  security definer -- clients have no write grant on mentions
  set search_path = ''
as $$
begin
  perform social_private.prune_comment_mentions(new.id);
  return null;
end;
$$;

comment on function social_private.tg_comments__prune_mentions() is
'Deletes the mentions that a restored comment could not have as a new comment.';

create trigger prune_mentions
  after update of deleted_at on social.comments
  for each row when (old.deleted_at is not null and new.deleted_at is null)
  execute function social_private.tg_comments__prune_mentions();

create function social_private.tg_hidden_comments__prune_mentions()
  returns trigger
  language plpgsql
  volatile
  security definer -- clients have no write grant on mentions
  set search_path = ''
as $$
begin
  perform social_private.prune_comment_mentions(old.comment_id);
  return null;
end;
$$;

comment on function social_private.tg_hidden_comments__prune_mentions() is
'Deletes the mentions that a comment could not have as a new comment, when the author of the post or
staff no longer hide it.';

create trigger prune_mentions
  after delete on social_private.hidden_comments
  for each row execute function social_private.tg_hidden_comments__prune_mentions();

-- Hashtags

create table social.post_hashtags (
  post_id uuid not null,
  hashtag text collate "C" not null,
  display text not null,

  constraint post_hashtags_pkey primary key (post_id, hashtag),
  constraint post_hashtags_post_id_fkey foreign key (post_id)
    references social.posts (id) on delete cascade
);

comment on table social.post_hashtags is 'Each row is one hashtag of the caption of a post.';

comment on column social.post_hashtags.post_id is 'The post whose caption has the hashtag.';

comment on column social.post_hashtags.hashtag is
'The key that all spellings of the hashtag share: normalized (NFKC), in lower case, without
accents.';

comment on column social.post_hashtags.display is
'The hashtag as first written in the caption, without the sign #.';

-- This index serves the search for posts with a hashtag, newest first.
create index post_hashtags_hashtag_post_id_idx on social.post_hashtags (hashtag, post_id desc);

alter table social.post_hashtags enable row level security;

create trigger keep_keys
  before update of post_id, hashtag on social.post_hashtags
  for each row when ((old.post_id, old.hashtag) is distinct from (new.post_id, new.hashtag))
  execute function social_private.tg_refuse_key_change();

create trigger keep_rows
  before truncate on social.post_hashtags
  for each statement execute function social_private.tg_refuse_truncate();

create function social_private.tg_posts__record_hashtags()
  returns trigger
  language plpgsql
  volatile
  security definer -- clients may not call find_hashtags
  set search_path = ''
as $$
begin
  new.hashtags := coalesce((
    select jsonb_agg(jsonb_build_object(
      'hashtag', found.hashtag, 'start', found.start, 'end', found."end") order by found.start)
    from social_private.find_hashtags(new.caption) as found
  ), '[]');
  return new;
end;
$$;

comment on function social_private.tg_posts__record_hashtags() is
'Sets the hashtags of a post when its caption changes.';

-- The conditions skip the trigger for captions without hashtags.
create trigger record_new_hashtags
  before insert on social.posts
  for each row when (new.caption ~ '[#＃]' or new.hashtags <> '[]')
  execute function social_private.tg_posts__record_hashtags();

-- An operator cannot change the hashtags themselves: the trigger reads them from the caption again.
create trigger record_hashtags
  before update of caption, hashtags on social.posts
  for each row when (
    new.caption is distinct from old.caption
    and (new.caption ~ '[#＃]' or old.hashtags <> '[]')
    or new.hashtags <> old.hashtags
  )
  execute function social_private.tg_posts__record_hashtags();

create function social_private.tg_posts__sync_hashtags()
  returns trigger
  language plpgsql
  volatile
  security definer -- clients have no write grant on hashtags
  set search_path = ''
as $$
declare
  max_count integer := (select hashtags_max from social_private.config);
  hashtags text[] := array(
    select distinct item ->> 'hashtag' from jsonb_array_elements(new.hashtags) as item);
begin
  if cardinality(hashtags) > max_count then
    perform social_private.fail('hashtags_too_many', format('At most %s.', max_count));
  end if;
  if tg_op = 'UPDATE' then
    delete from social.post_hashtags
    where post_hashtags.post_id = new.id and post_hashtags.hashtag <> all (hashtags);
  end if;
  insert into social.post_hashtags (post_id, hashtag, display)
  select distinct on (found.item ->> 'hashtag') new.id, found.item ->> 'hashtag',
    social_private.code_unit_part(
      new.caption, (found.item ->> 'start')::integer + 1, (found.item ->> 'end')::integer)
  from jsonb_array_elements(new.hashtags) with ordinality as found (item, place)
  order by found.item ->> 'hashtag', found.place
  on conflict on constraint post_hashtags_pkey
  do update set display = excluded.display where post_hashtags.display <> excluded.display;
  return null;
end;
$$;

comment on function social_private.tg_posts__sync_hashtags() is
'Updates the table of hashtags when the caption changes or the post is restored. Errors:
hashtags_too_many.';

create trigger add_hashtags
  after insert on social.posts
  for each row when (new.caption ~ '[#＃]')
  execute function social_private.tg_posts__sync_hashtags();

create trigger sync_hashtags
  after update of caption on social.posts
  for each row when (
    new.caption is distinct from old.caption
    or old.deleted_at is not null and new.deleted_at is null
    or old.archived_at is not null and new.archived_at is null
  )
  execute function social_private.tg_posts__sync_hashtags();

-- Callable

select social_private.close_new_functions();

-- Policies: see social_table_access.
