-- Generates the posts: 20 per person on average. Active people have more posts. Most posts are
-- recent. The named viewers post nothing. About 88 % of the posts are public, 10 % are for
-- followers, and 2 % are for the author only.
create unlogged table bench.drawn_posts as
with drawn as materialized (
  select
    1 + floor(current_setting('bench.people')::int * power(random(), 2))::int as activity,
    random() as age,
    random() as kind
  from generate_series(1, 20 * current_setting('bench.people')::int)
), dated as (
  select
    people.id as author_id, drawn.kind,
    people.ended_at - interval '1 day' * age * age
      * (365 - extract(epoch from now() - people.ended_at) / 86400) as at
  from drawn join bench.people using (activity)
  where people.n not between 3 and 7
)
select bench.uuid_v7(at) as id, author_id, kind, date_trunc('milliseconds', at) as at
from dated;

-- Each post has three hashtags of a thousand. Their numbers of uses follow a power law: a quarter of
-- the posts have the hashtag tag1. The hashtags are the end of the caption.
create unlogged table bench.captions as
select
  id, author_id, kind, at, words.caption || tags.written as caption, tags.hashtags,
  tags.hashtag_entities
from bench.drawn_posts
cross join lateral (
  -- The words of 2,000 people's vocabulary follow a power law, too. A quarter of the posts have the
  -- word harbour, and 3 % have a line in Chinese.
  select id is not null and random() < 0.03 as is_chinese, random() < 0.25 as is_harbour
) as drawn
cross join lateral (
  select substr('A walk along the river before the rain came, with light on the old bridge and nobody '
      'about but two herons and a dog that would not be photographed. Tell me where this is, and I '
      'will show you the rest of the roll next week.', 1, 40 + floor(160 * random())::int)
    || (
      select string_agg(' w' || floor(200000 * power(random(), 3))::int, '')
      from generate_series(1, 6) where id is not null)
    || case when is_harbour then ' harbour' else '' end
    || case when is_chinese then ' ' || (
      select string_agg(chr(19968 + floor(400 * power(random(), 2))::int), '')
      from generate_series(1, 8) where id is not null) else '' end as caption
) as words
cross join lateral (
  select
    array_agg(tag.n) as hashtags, string_agg(' #Tag' || tag.n, '' order by tag.n) as written,
    jsonb_agg(jsonb_build_object('hashtag', 'tag' || tag.n, 'start', tag.start,
      'end', tag.start + 4 + length(tag.n::text)) order by tag.n) as hashtag_entities
  from (
    select n, (char_length(words.caption) + 1 + sum(5 + length(n::text)) over (order by n)
      - 5 - length(n::text))::int as start
    from (
      select distinct 1 + floor(1000 * power(random(), 3))::int as n
      from generate_series(1, 3) where id is not null
    ) as drawn_tags
  ) as tag
) as tags;
drop table bench.drawn_posts;

-- Earlier builds have no column hashtags.
do $$
declare
  has_hashtags boolean := exists (
    select from pg_attribute where attrelid = 'social.posts'::regclass and attname = 'hashtags'
  );
begin
  execute format(
    $insert$
      insert into social.posts
        (id, author_id, caption, visibility, is_sensitive, created_at %1$s)
      select
        id, author_id, caption,
        case when kind < 0.02 then 'only_me' when kind < 0.12 then 'followers'
          else 'public' end::social.visibility,
        random() < 0.02, at %2$s
      from bench.captions
      order by id
    $insert$,
    case when has_hashtags then ', hashtags' end,
    case when has_hashtags then ', hashtag_entities' end);
end
$$;
analyze social.posts;

-- Most posts have one picture, and a fifth of the posts have three pictures.
insert into social.post_media (post_id, position, path, mime_type, width, height, alt_text)
select
  id, position, author_id || '/' || bench.random_uuid() || '.jpg', 'image/jpeg', 1440, 1080,
  case when random() < 0.5 then 'A bridge over a river in the rain' end
from (
  select id, author_id, generate_series(0, case when random() < 0.2 then 2 else 0 end) as position
  from social.posts
) as pictures;

-- Gives names to two posts. Half of the people will like the first post. The second post gets a
-- long discussion.
insert into bench.named
select (array['liked post', 'discussed post'])[row_number() over (order by id)], id
from (
  select posts.id
  from social.posts
  where author_id = (select id from bench.named where name = 'celebrity')
    and visibility = 'public'
  order by posts.id desc
  limit 2 offset 3
) as chosen;
