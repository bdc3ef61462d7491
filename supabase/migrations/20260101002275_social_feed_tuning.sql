-- Tuning of the feed For You: weights of its sources, and "show less like this".
-- An operator changes the row of default_feed_weights. Each person can choose other weights, and
-- can halve the scores of one author, hashtag or reason for 30 days.

-- Errors

insert into social_private.errors (code, status, detail, hint) values
  ('feed_weight_invalid', 422, 'A weight must be a number from 0 to 10.', null),
  ('show_less_invalid', 422, 'The post has no such author, hashtag or reason.',
    'Pass author, hashtag or reason. For hashtag, also pass a hashtag of the post.'),
  ('post_not_in_feed', 409, 'Your feed For You does not contain this post now.',
    'Show less of its author or of a hashtag instead.');

-- Tables

create table social_private.default_feed_weights (
  is_only_row boolean not null default true,
  followed numeric(4, 2) not null default 3,
  hashtags numeric(4, 2) not null default 2,
  liked numeric(4, 2) not null default 2,
  explore numeric(4, 2) not null default 1,
  recency numeric(4, 2) not null default 1.5,

  constraint default_feed_weights_pkey primary key (is_only_row),
  constraint default_feed_weights_is_one_row check (is_only_row),
  constraint default_feed_weights_are_sane check (
    least(followed, hashtags, liked, explore, recency) >= 0
    and greatest(followed, hashtags, liked, explore, recency) <= 10)
);

comment on table social_private.default_feed_weights is
'This table has exactly one row: the weights of the feed For You for everybody who has chosen none.
A changed weight applies from the next first page.

The weights followed, hashtags, liked and explore multiply the scores of the posts from one source.
A weight of 0 leaves the source out.';

comment on column social_private.default_feed_weights.is_only_row is
'Always true. The primary key on this column keeps the table at one row.';

comment on column social_private.default_feed_weights.followed is
'Weight of posts by followed people.';

comment on column social_private.default_feed_weights.hashtags is
'Weight of posts with followed hashtags.';

comment on column social_private.default_feed_weights.liked is
'Weight of posts that followed people like.';

comment on column social_private.default_feed_weights.explore is 'Weight of posts from explore.';

comment on column social_private.default_feed_weights.recency is
'How fast posts lose their place. The score of a post is divided by (1 + age in days) to the power
of this weight. With 0, the age of a post does not matter.';

insert into social_private.default_feed_weights default values;

alter table social_private.default_feed_weights enable row level security;

create trigger keep_rows
  before truncate on social_private.default_feed_weights
  for each statement execute function social_private.tg_refuse_truncate(
    'Every installation needs the rows of this table.');

create table social_private.feed_weights (
  profile_id uuid not null,
  followed numeric(4, 2),
  hashtags numeric(4, 2),
  liked numeric(4, 2),
  explore numeric(4, 2),
  recency numeric(4, 2),

  constraint feed_weights_pkey primary key (profile_id),
  constraint feed_weights_profile_id_fkey foreign key (profile_id)
    references social.profiles (id) on delete cascade,
  constraint feed_weights_are_sane check (
    least(followed, hashtags, liked, explore, recency) >= 0
    and greatest(followed, hashtags, liked, explore, recency) <= 10)
);

comment on table social_private.feed_weights is
'The weights that a person chose for their own feed For You. Null stands for the weight in
default_feed_weights.';

comment on column social_private.feed_weights.profile_id is 'The person who chose the weights.';

comment on column social_private.feed_weights.followed is
'Weight of posts by followed people. Null: the default.';

comment on column social_private.feed_weights.hashtags is
'Weight of posts with followed hashtags. Null: the default.';

comment on column social_private.feed_weights.liked is
'Weight of posts that followed people like. Null: the default.';

comment on column social_private.feed_weights.explore is
'Weight of posts from explore. Null: the default.';

comment on column social_private.feed_weights.recency is
'How fast posts lose their place. Null: the default.';

alter table social_private.feed_weights enable row level security;

create trigger keep_keys
  after update of profile_id on social_private.feed_weights
  for each row when (old.profile_id <> new.profile_id)
  execute function social_private.tg_refuse_key_change();

create trigger keep_rows
  before truncate on social_private.feed_weights
  for each statement execute function social_private.tg_refuse_truncate();

create table social_private.feed_dampers (
  id uuid not null default social_private.uuid_v7(),
  profile_id uuid not null,
  kind text collate "C" not null,
  author_id uuid,
  hashtag text collate "C",
  reason text collate "C",
  key text collate "C" not null
    generated always as (coalesce(author_id::text, hashtag, reason)) stored,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,

  constraint feed_dampers_pkey primary key (id),
  constraint feed_dampers_profile_id_kind_key_key unique (profile_id, kind, key),
  constraint feed_dampers_profile_id_fkey foreign key (profile_id)
    references social.profiles (id) on delete cascade,
  constraint feed_dampers_author_id_fkey foreign key (author_id)
    references social.profiles (id) on delete cascade,
  constraint feed_dampers_have_one_key check (
    kind = 'author' and author_id is not null and hashtag is null and reason is null
    or kind = 'hashtag' and author_id is null and hashtag is not null and reason is null
    or kind = 'reason' and author_id is null and hashtag is null
      and reason in ('followed', 'hashtag', 'liked', 'explore'))
);

comment on table social_private.feed_dampers is
'Each row halves the scores of one author, hashtag or reason in the feed For You of one person,
until expires_at.';

comment on column social_private.feed_dampers.id is 'The id of the row.';

comment on column social_private.feed_dampers.profile_id is 'The person who wants to see less.';

comment on column social_private.feed_dampers.kind is
'What the person wants less of: author, hashtag or reason.';

comment on column social_private.feed_dampers.author_id is 'The author, if kind is author.';

comment on column social_private.feed_dampers.hashtag is
'The key of the hashtag, if kind is hashtag.';

comment on column social_private.feed_dampers.reason is
'The source of posts, if kind is reason: followed, hashtag, liked or explore.';

comment on column social_private.feed_dampers.key is
'The one of the three columns that is set, as a text.';

comment on column social_private.feed_dampers.created_at is 'The time of the choice.';

comment on column social_private.feed_dampers.expires_at is 'The time when the effect ends.';

-- This index covers the foreign key.
create index feed_dampers_author_id_idx on social_private.feed_dampers (author_id)
  where author_id is not null;

alter table social_private.feed_dampers enable row level security;

create trigger keep_keys
  after update of id, profile_id, author_id on social_private.feed_dampers
  for each row when (
    (old.id, old.profile_id, old.author_id)
      is distinct from (new.id, new.profile_id, new.author_id)
  )
  execute function social_private.tg_refuse_key_change();

create trigger keep_rows
  before truncate on social_private.feed_dampers
  for each statement execute function social_private.tg_refuse_truncate();

-- Weights

create type social.feed_weights as (
  followed numeric,
  hashtags numeric,
  liked numeric,
  explore numeric,
  recency numeric
);

comment on type social.feed_weights is
'The weights of your feed For You, each from 0 to 10.

followed, hashtags, liked and explore multiply the scores of posts from one source: people whom you
follow, hashtags that you follow, likes of people whom you follow, and explore. A weight of 0 leaves
the source out. recency says how fast posts lose their place: the score is divided by (1 + age in
days) to the power of recency.';

create function social_private.feed_weights_of(person uuid)
  returns social.feed_weights
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
declare
  weights social.feed_weights;
begin
  select
    coalesce(own.followed, defaults.followed), coalesce(own.hashtags, defaults.hashtags),
    coalesce(own.liked, defaults.liked), coalesce(own.explore, defaults.explore),
    coalesce(own.recency, defaults.recency)
  into weights
  from social_private.default_feed_weights as defaults
  left join social_private.feed_weights as own on own.profile_id = feed_weights_of.person;
  return weights;
end;
$$;

comment on function social_private.feed_weights_of(uuid) is
'Returns the weights that a person chose, and the default weights for the others.';

create function social_private.feed_weights()
  returns social.feed_weights
  language plpgsql
  stable
  security definer -- clients may not read the tables; returns the caller's own weights
  set search_path = ''
as $$
begin
  return social_private.feed_weights_of(social_private.require_actor());
end;
$$;

create function social.feed_weights()
  returns social.feed_weights
  language sql
  stable
  security invoker
  set search_path = ''
return social_private.feed_weights();

comment on function social.feed_weights() is
'Get the weights of your feed For You.

Returns the weights that you chose, and the weights of the operator for the others.
Common errors: docs/errors.md#common-errors.';

create function social_private.set_feed_weights(
  followed numeric, hashtags numeric, liked numeric, explore numeric, recency numeric,
  reset boolean)
  returns social.feed_weights
  language plpgsql
  volatile
  security definer -- clients have no write grant; it writes only the row of the caller
  set search_path = ''
as $$
declare
  actor uuid := social_private.require_actor_and_consume('tune_feed');
  given numeric[] := array[followed, hashtags, liked, explore, recency];
begin
  -- Compare with "between", because a value such as NaN is greater than every number.
  if false = any (array(select weight between 0 and 10 from unnest(given) as weight)) then
    perform social_private.fail('feed_weight_invalid');
  end if;
  if set_feed_weights.reset then
    delete from social_private.feed_weights where feed_weights.profile_id = actor;
  end if;
  if num_nonnulls(variadic given) > 0 then
    insert into social_private.feed_weights as own (
      profile_id, followed, hashtags, liked, explore, recency)
    values (actor, given[1], given[2], given[3], given[4], given[5])
    on conflict on constraint feed_weights_pkey do update set
      followed = coalesce(excluded.followed, own.followed),
      hashtags = coalesce(excluded.hashtags, own.hashtags),
      liked = coalesce(excluded.liked, own.liked),
      explore = coalesce(excluded.explore, own.explore),
      recency = coalesce(excluded.recency, own.recency);
  end if;
  return social_private.feed_weights_of(actor);
end;
$$;

create function social.set_feed_weights(
  followed numeric default null, hashtags numeric default null, liked numeric default null,
  explore numeric default null, recency numeric default null, reset boolean default false)
  returns social.feed_weights
  language sql
  volatile
  security invoker
  set search_path = ''
return social_private.set_feed_weights(
  set_feed_weights.followed, set_feed_weights.hashtags, set_feed_weights.liked,
  set_feed_weights.explore, set_feed_weights.recency, set_feed_weights.reset);

comment on function social.set_feed_weights(
  numeric, numeric, numeric, numeric, numeric, boolean) is
'Choose the weights of your feed For You, each from 0 to 10.

A weight that you leave out stays as it is. With reset, first takes back all weights that you have
chosen. Idempotent. Returns your weights.
Errors: feed_weight_invalid.
Common errors: docs/errors.md#common-errors.';

-- Show less

create type social.feed_damper as (
  id uuid,
  kind text,
  author_id uuid,
  author_username text,
  hashtag text,
  reason text,
  created_at timestamptz,
  expires_at timestamptz,
  cursor text
);

comment on type social.feed_damper is
'Something of which your feed For You shows less, until expires_at.

kind is author, hashtag or reason. Of author_id, hashtag and reason, the one with this name is set.
reason is followed, hashtag, liked or explore. To end it, pass the id to show_more.';

create type social.damper_state as (is_damped boolean);

comment on type social.damper_state is 'Whether your feed For You shows less of something.';

create function social_private.feed_damper_cards(ids uuid[])
  returns setof social.feed_damper
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
begin
  return query
  select
    dampers.id, dampers.kind::text, dampers.author_id, profiles.username::text,
    dampers.hashtag::text, dampers.reason::text, dampers.created_at, dampers.expires_at,
    encode(uuid_send(dampers.id), 'hex')
  from social_private.feed_dampers as dampers
  left join social.profiles on profiles.id = dampers.author_id
  where dampers.id = any (feed_damper_cards.ids)
  order by dampers.id desc;
end;
$$;

comment on function social_private.feed_damper_cards(uuid[]) is
'Returns these rows of feed_dampers as clients see them, newest first.';

create function social_private.damped_hashtag(post_id uuid, hashtag text)
  returns text
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
declare
  keys text[] := array(
    select tags.hashtag from social.post_hashtags as tags
    where tags.post_id = damped_hashtag.post_id
  );
  key text := social_private.hashtag_of(damped_hashtag.hashtag);
begin
  if damped_hashtag.hashtag is null and cardinality(keys) = 1 then
    return keys[1];
  end if;
  return case when key = any (keys) then key end;
end;
$$;

comment on function social_private.damped_hashtag(uuid, text) is
'Returns the key of the hashtag if the post has it. A post with one hashtag needs no argument.
Returns null if the post does not have the hashtag.';

create function social_private.shown_reason(viewer uuid, post_id uuid)
  returns text
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
declare
  reason text := (
    select items.reason
    from social_private.for_you_lists as lists
    cross join lateral unnest(lists.items) as items
    where lists.viewer_id = shown_reason.viewer and items.post_id = shown_reason.post_id
  );
begin
  if reason is null then
    perform social_private.fail('post_not_in_feed');
  end if;
  return reason;
end;
$$;

comment on function social_private.shown_reason(uuid, uuid) is
'Returns the reason for which the feed For You of the viewer contains the post.

Errors: post_not_in_feed.';

create function social_private.limit_feed_dampers(person uuid)
  returns void
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
begin
  delete from social_private.feed_dampers as dampers
  where dampers.profile_id = limit_feed_dampers.person and (
    dampers.expires_at <= now()
    -- Each damper costs time in each ranking. So the newest 100 remain.
    or dampers.id <> all (array(
      select newest.id from social_private.feed_dampers as newest
      where newest.profile_id = limit_feed_dampers.person
      order by newest.expires_at desc, newest.id desc limit 100
    ))
  );
end;
$$;

comment on function social_private.limit_feed_dampers(uuid) is
'Deletes the dampers of a person that have ended, and all but the newest 100.';

create function social_private.show_less(post_id uuid, of text, hashtag text)
  returns social.feed_damper
  language plpgsql
  volatile
  security definer -- clients have no write grant; lock_visible_post checks visibility
  set search_path = ''
as $$
declare
  actor uuid := social_private.require_actor_and_consume('tune_feed');
  post social.posts := social_private.lock_visible_post(actor, show_less.post_id);
  damper social_private.feed_dampers;
  card social.feed_damper;
begin
  damper.kind := show_less.of;
  if damper.kind = 'author' then
    damper.author_id := post.author_id;
  elsif damper.kind = 'hashtag' then
    damper.hashtag := social_private.damped_hashtag(post.id, show_less.hashtag);
  elsif damper.kind = 'reason' then
    damper.reason := social_private.shown_reason(actor, post.id);
  end if;
  if num_nonnulls(damper.author_id, damper.hashtag, damper.reason) = 0 then
    perform social_private.fail('show_less_invalid');
  end if;
  -- A repeated call renews the end. The score is never halved twice for the same thing.
  insert into social_private.feed_dampers as dampers (
    profile_id, kind, author_id, hashtag, reason, expires_at)
  values (
    actor, damper.kind, damper.author_id, damper.hashtag, damper.reason,
    now() + interval '30 days')
  on conflict on constraint feed_dampers_profile_id_kind_key_key do update set
    expires_at = excluded.expires_at
  returning dampers.id into damper.id;
  perform social_private.limit_feed_dampers(actor);
  select * into card from social_private.feed_damper_cards(array[damper.id]);
  return card;
end;
$$;

create function social.show_less(post_id uuid, of text, hashtag text default null)
  returns social.feed_damper
  language sql
  volatile
  security invoker
  set search_path = ''
return social_private.show_less(show_less.post_id, show_less.of, show_less.hashtag);

comment on function social.show_less(uuid, text, text) is
'Show less like this post in your feed For You for 30 days.

of is author, hashtag or reason: the thing of the post whose posts count half. For hashtag, pass the
hashtag too, unless the post has only one. reason is the reason for which your feed contains the
post. A repeated call renews the 30 days. At most 100 things count half; the oldest end first.
Returns what counts half now.
Errors: post_not_found, post_not_in_feed, show_less_invalid.
Common errors: docs/errors.md#common-errors.';

create function social_private.show_more(id uuid)
  returns social.damper_state
  language plpgsql
  volatile
  security definer -- clients have no delete grant; it deletes only own rows
  set search_path = ''
as $$
declare
  actor uuid := social_private.require_actor_and_consume('tune_feed');
begin
  perform social_private.require_argument(show_more.id);
  delete from social_private.feed_dampers
  where feed_dampers.id = show_more.id and feed_dampers.profile_id = actor;
  return row(false);
end;
$$;

create function social.show_more(id uuid)
  returns social.damper_state
  language sql
  volatile
  security invoker
  set search_path = ''
return social_private.show_more(show_more.id);

comment on function social.show_more(uuid) is
'Undo show_less.

id is the id that show_less and show_less_items return. Idempotent. Returns is_damped (false).
Common errors: docs/errors.md#common-errors.';

create function social_private.show_less_items(after text, page_size integer)
  returns setof social.feed_damper
  language plpgsql
  stable
  security definer -- clients may not read the table; lists the caller's own rows
  set search_path = ''
as $$
declare
  actor uuid := social_private.require_actor();
  before uuid := social_private.parse_id_cursor(
    show_less_items.after, 'ffffffff-ffff-ffff-ffff-ffffffffffff');
  size integer := social_private.checked_page_size(show_less_items.page_size);
begin
  return query
  select cards.* from social_private.feed_damper_cards(array(
    select dampers.id from social_private.feed_dampers as dampers
    where dampers.profile_id = actor and dampers.id < before and dampers.expires_at > now()
      and (dampers.author_id is null
        or social_private.can_view_profile(actor, dampers.author_id))
    order by dampers.id desc
    limit size
  )) as cards;
end;
$$;

create function social.show_less_items(after text default null, page_size integer default 20)
  returns setof social.feed_damper
  language sql
  stable
  security invoker
  set search_path = ''
return social_private.show_less_items(show_less_items.after, show_less_items.page_size);

comment on function social.show_less_items(text, integer) is
'List the authors, hashtags and reasons of which your feed For You shows less, latest first.

The list leaves out authors whom you may not see.
Common errors: docs/errors.md#common-errors.';

-- Callable

select social_private.close_new_functions();
grant execute on function
  social_private.feed_weights(), social.feed_weights(),
  social_private.set_feed_weights(numeric, numeric, numeric, numeric, numeric, boolean),
  social.set_feed_weights(numeric, numeric, numeric, numeric, numeric, boolean),
  social_private.show_less(uuid, text, text), social.show_less(uuid, text, text),
  social_private.show_more(uuid), social.show_more(uuid),
  social_private.show_less_items(text, integer), social.show_less_items(text, integer)
  to anon, authenticated; -- anon gets not_signed_in, not a permission error

-- Policies: see social_table_access.
