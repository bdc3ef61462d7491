-- Mentions: whom a caption or a comment names.
-- One row is one person in one text, found in it whenever it is written, by whomever.
-- A mention keeps pointing at its person through every change of name; nobody mentions themselves,
-- or across a block. Whoever sees the text, and the person, sees the mention.

-- Errors

insert into social_private.errors (code, status, detail, hint) values
  ('mentions_too_many', 422, 'The text mentions too many people.', null);

-- Tables

create table social.post_mentions (
  post_id uuid not null,
  profile_id uuid not null,
  username text collate "C" not null,
  position smallint not null,

  constraint post_mentions_pkey primary key (post_id, profile_id),
  constraint post_mentions_post_id_fkey foreign key (post_id)
    references social.posts (id) on delete cascade,
  constraint post_mentions_profile_id_fkey foreign key (profile_id)
    references social.profiles (id) on delete cascade
);

comment on table social.post_mentions is 'A caption mentions a person, once however often it does.';
comment on column social.post_mentions.username is
'The name as written, which the person may have given up since.';
comment on column social.post_mentions.position is 'Place among the mentions of the text, from 1.';

-- Which posts mention this person, latest first? Also covers the foreign key.
create index post_mentions_profile_id_post_id_idx
  on social.post_mentions (profile_id, post_id desc);

create table social.comment_mentions (
  comment_id uuid not null,
  profile_id uuid not null,
  username text collate "C" not null,
  position smallint not null,

  constraint comment_mentions_pkey primary key (comment_id, profile_id),
  constraint comment_mentions_comment_id_fkey foreign key (comment_id)
    references social.comments (id) on delete cascade,
  constraint comment_mentions_profile_id_fkey foreign key (profile_id)
    references social.profiles (id) on delete cascade
);

comment on table social.comment_mentions is
'A comment mentions a person, once however often it does.';
comment on column social.comment_mentions.username is
'The name as written, which the person may have given up since.';
comment on column social.comment_mentions.position is
'Place among the mentions of the text, from 1.';

-- Which comments mention this person, latest first? Also covers the foreign key.
create index comment_mentions_profile_id_comment_id_idx
  on social.comment_mentions (profile_id, comment_id desc);

-- Access

alter table social.post_mentions enable row level security;
alter table social.comment_mentions enable row level security;

create policy select_visible on social.post_mentions
  for select to anon, authenticated
  using (
    (select true from social.posts where posts.id = post_mentions.post_id)
    and (select true from social.profiles where profiles.id = post_mentions.profile_id)
  );

create policy select_visible on social.comment_mentions
  for select to anon, authenticated
  using (
    (select true from social.comments where comments.id = comment_mentions.comment_id)
    and (select true from social.profiles where profiles.id = comment_mentions.profile_id)
  );

-- Effects: triggers, so that no way to write a text goes past them.

create type social_private.mention as (profile_id uuid, username text, "position" smallint);

create function social_private.claim_mentions(
  author_id uuid, value text, known social_private.mention[])
  returns setof social_private.mention
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  most integer := (select mentions_max from social_private.config);
  names text[] := array(
    select written from social_private.find_mentions(claim_mentions.value)
      with ordinality as matches (written, place)
    order by place
  );
  person uuid;
  people uuid[] := '{}';
begin
  -- Names are counted, not people: the answer tells nobody which of the names exist.
  if cardinality(names) > most then
    perform social_private.fail('mentions_too_many', format('At most %s.', most));
  end if;
  for place in 1..cardinality(names) loop
    person := coalesce(
      -- Whom the text meant before, whoever has the name now.
      (
        select mentions.profile_id from unnest(claim_mentions.known) as mentions
        where lower(mentions.username) = lower(names[place] collate "C")
      ),
      social_private.username_owner(names[place])
    );
    continue when person = claim_mentions.author_id or person = any (people);
    -- Holds off a deletion of the person until we are done. Who is being deleted this moment is
    -- left out: to wait for it, holding the post, could be to wait for each other.
    perform from social.profiles
    where profiles.id = person
      and social_private.can_view_profile(claim_mentions.author_id, profiles.id)
    for key share skip locked;
    if found then
      people := people || person;
      return next (person, names[place], place)::social_private.mention;
    end if;
  end loop;
end;
$$;

comment on function social_private.claim_mentions(uuid, text, social_private.mention[]) is
'Whom a text mentions, given whom it did before: people who are there for its author, held, without
the author. Error: mentions_too_many.';

create function social_private.tg_posts__keep_mentions()
  returns trigger
  language plpgsql
  volatile
  security definer -- clients hold no write grant on mentions
  set search_path = ''
as $$
declare
  known social_private.mention[] := array(
    select (post_mentions.profile_id, post_mentions.username, post_mentions.position)
      ::social_private.mention
    from social.post_mentions where post_mentions.post_id = new.id
  );
  mentions social_private.mention[] := array(
    select social_private.claim_mentions(new.author_id, new.caption, known));
begin
  if known <> '{}' then
    delete from social.post_mentions
    where post_mentions.post_id = new.id
      and post_mentions.profile_id not in (select profile_id from unnest(mentions));
  end if;
  -- The row of somebody who stays mentioned stays, so that only the others are news.
  insert into social.post_mentions (post_id, profile_id, username, position)
  select new.id, profile_id, username, position from unnest(mentions)
  on conflict on constraint post_mentions_pkey
  do update set username = excluded.username, position = excluded.position
  where (post_mentions.username, post_mentions.position)
    is distinct from (excluded.username, excluded.position);
  return null;
end;
$$;

comment on function social_private.tg_posts__keep_mentions() is
'Keeps whom a caption mentions in step with it.';

-- Most texts mention nobody, and most updates leave the text alone.
create trigger add_mentions
  after insert on social.posts
  for each row when (new.caption ~ '[@＠]')
  execute function social_private.tg_posts__keep_mentions();

create trigger keep_mentions
  after update of caption on social.posts
  for each row when (new.caption is distinct from old.caption)
  execute function social_private.tg_posts__keep_mentions();

create function social_private.tg_comments__keep_mentions()
  returns trigger
  language plpgsql
  volatile
  security definer -- clients hold no write grant on mentions
  set search_path = ''
as $$
declare
  known social_private.mention[] := array(
    select (comment_mentions.profile_id, comment_mentions.username, comment_mentions.position)
      ::social_private.mention
    from social.comment_mentions where comment_mentions.comment_id = new.id
  );
  mentions social_private.mention[] := array(
    select social_private.claim_mentions(new.author_id, new.body, known));
begin
  if known <> '{}' then
    delete from social.comment_mentions
    where comment_mentions.comment_id = new.id
      and comment_mentions.profile_id not in (select profile_id from unnest(mentions));
  end if;
  insert into social.comment_mentions (comment_id, profile_id, username, position)
  select new.id, profile_id, username, position from unnest(mentions)
  on conflict on constraint comment_mentions_pkey
  do update set username = excluded.username, position = excluded.position
  where (comment_mentions.username, comment_mentions.position)
    is distinct from (excluded.username, excluded.position);
  return null;
end;
$$;

comment on function social_private.tg_comments__keep_mentions() is
'Keeps whom a comment mentions in step with it; a tombstone mentions nobody.';

create trigger add_mentions
  after insert on social.comments
  for each row when (new.body ~ '[@＠]')
  execute function social_private.tg_comments__keep_mentions();

create trigger keep_mentions
  after update of body on social.comments
  -- A tombstone that becomes a comment again gets its mentions back as they were.
  for each row when (new.body is distinct from old.body and old.body is not null)
  execute function social_private.tg_comments__keep_mentions();

-- Callable

revoke execute on all functions in schema social_private from public;
