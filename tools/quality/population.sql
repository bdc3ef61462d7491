-- A population with known communities: 2,000 people in 20 communities. 85 % of the follows and of
-- the likes stay inside a community. In each community, few people have most of the followers. Each
-- community has its own hashtags.
create schema quality;
select setseed(0.5);
update social_private.config set rate_limit_factor = 1000000, allow_text_posts = true;

create function quality.id(kind text, n bigint)
  returns uuid
  language sql
  immutable
return md5(kind || n)::uuid;

-- The last person is a newcomer, who follows nobody and is in no community. The ring are 50 accounts
-- that are two days old.
create table quality.people as
select quality.id('person', n) as id, 'person.' || n as username, n, n % 20 as community,
  n / 20 as rank, now() - interval '60 days' as created_at
from generate_series(0, 1999) as n
union all
select quality.id('ring', n), 'ring.' || n, 2000 + n, null, null, now() - interval '2 days'
from generate_series(0, 49) as n
union all
select quality.id('newcomer', 0), 'newcomer', 2050, null, null, now() - interval '1 hour';

insert into auth.users (
  instance_id, id, aud, role, email, email_confirmed_at, encrypted_password, confirmation_token,
  recovery_token, email_change_token_new, email_change, raw_app_meta_data, raw_user_meta_data,
  is_anonymous, created_at, updated_at)
select '00000000-0000-0000-0000-000000000000', id, 'authenticated', 'authenticated',
  username || '@example.com', created_at, '', '', '', '', '', '{}', '{}', false, created_at,
  created_at
from quality.people;
insert into auth.sessions (id, user_id, aal, created_at, updated_at)
select id, id, 'aal1', now(), now() from quality.people;
insert into social.profiles (id, username, created_at)
select id, username, created_at from quality.people;

create table quality.follows as
select follower.id as follower_id, followee.id as followee_id, random() as luck
from (
  select distinct n as follower,
    floor(100 * power(random(), 2))::integer * 20
      + case when random() < 0.85 then n % 20 else floor(20 * random())::integer end as followee
  from generate_series(0, 1999) as n, generate_series(1, 25)
) as drawn
join quality.people as follower on follower.n = drawn.follower
join quality.people as followee on followee.n = drawn.followee
where drawn.follower <> drawn.followee;

-- The suggestions for every tenth person must find the five follows that the database never sees.
create table quality.held_out as
select follower_id as viewer_id, followee_id
from (
  select follows.*, row_number() over (partition by follower_id order by luck) as place
  from quality.follows
  join quality.people on people.id = follower_id and people.n % 10 = 0
) as drawn
where place <= 5;

insert into social.follows (follower_id, followee_id, state, created_at, accepted_at)
select follower_id, followee_id, 'accepted', at, at
from (
  select follower_id, followee_id, now() - luck * interval '50 days' as at from quality.follows
  where (follower_id, followee_id) not in (select viewer_id, followee_id from quality.held_out)
  union all
  select a.id, b.id, now() - interval '1 day' from quality.people as a, quality.people as b
  where a.username like 'ring%' and b.username like 'ring%' and a.id <> b.id
) as edges;

-- Each person has three posts in the last two weeks, with two of the four hashtags of the community.
create table quality.posts as
select social_private.uuid_v7(at) as id, drawn.author_id, drawn.community, at, drawn.tags
from (
  select people.id as author_id, people.community,
    now() - interval '1 hour' - random() * interval '14 days' as at,
    array['c' || community || 't' || n % 2, 'c' || community || 't' || (2 + n % 2)] as tags
  from quality.people, generate_series(1, 3)
  where community is not null
  union all
  select people.id, null, now() - random() * interval '1 hour', array['ringtag']
  from quality.people, generate_series(1, 3)
  where username like 'ring%'
) as drawn;
insert into social.posts (id, author_id, caption, visibility, created_at)
select id, author_id, '#' || array_to_string(tags, ' #'), 'public', at from quality.posts
order by id;
insert into social.post_media (post_id, position, path, mime_type, width, height)
select id, 0, author_id || '/' || id || '.jpg', 'image/jpeg', 1000, 1000 from quality.posts;

-- Within a community, few posts have most of the likes. The ring likes every post of the ring.
create table quality.by_community as
select id, community, row_number() over (partition by community order by id) as place
from quality.posts where community is not null;
create index on quality.by_community (community, place);
insert into social.likes (user_id, post_id, created_at)
select distinct people.id, posts.id, now() - interval '30 minutes'
from (
  select n as liker, 85 > 100 * random() as is_inside, random() as luck
  from generate_series(0, 1999) as n, generate_series(1, 20)
) as drawn
join quality.people on people.n = drawn.liker
join lateral (
  select people.community as own, floor(20 * drawn.luck)::integer as other
) as target on true
join lateral (
  select listed.id from quality.by_community as listed
  where listed.community = case when drawn.is_inside then target.own else target.other end
    and listed.place = 1 + floor(300 * power(drawn.luck, 2))::integer
) as posts on true
union all
select people.id, posts.id, now() - interval '30 minutes'
from quality.people join quality.posts on posts.community is null
where people.username like 'ring%' and people.id <> posts.author_id;
analyze;
