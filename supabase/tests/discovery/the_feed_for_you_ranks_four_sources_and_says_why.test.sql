begin;
select plan(6);
select social_tests.person(name)
from unnest(array['viewer', 'friend', 'author', 'tagger', 'famous', 'stranger']) as name;
select social_tests.follow('viewer', 'friend');
select social_tests.post('friend', 'of friend');
select social_tests.post('friend', 'for followers', 'followers');
select social_tests.post('author', 'liked');
select social_tests.like('friend', 'liked');
select social_tests.post('tagger', 'a #sunset');
select social_tests.post('famous', 'explored');
select social_tests.post('stranger', 'of stranger');
select social_tests.post('viewer', 'of viewer');
select social_tests.follow_hashtag('viewer', 'sunset');
select social_tests.fill_explore('explored', 'of friend', 'of viewer', 'liked');

create function pg_temp.feed() returns setof text language sql
as $$
  select concat_ws(' ', caption || ':', reason ->> 'kind', reason ->> 'hashtag',
    reason -> 'profiles' -> 0 ->> 'username')
  from social.for_you_feed()
$$;

select social_tests.act_as('viewer');
select set_eq(
  'select pg_temp.feed()',
  array['of friend: followed', 'for followers: followed', 'liked: liked friend',
    'a #sunset: hashtag sunset', 'explored: explore'],
  'the feed contains the posts of four sources, each with its reason, and no posts of the viewer');
select is_empty('select from social.for_you_feed() where reason ?| array[''score'', ''parts'']',
  'without explain, the reason contains no score');
select is(
  (select count(*) from social.for_you_feed(explain => true)
    where abs((reason ->> 'score')::numeric - (reason #>> '{parts,weight}')::numeric
      * (reason #>> '{parts,recency}')::numeric * (reason #>> '{parts,engagement}')::numeric
      * (reason #>> '{parts,damper}')::numeric) < 0.001),
  5::bigint, 'with explain, the score is the product of its parts');
select results_eq(
  'select id from social.for_you_feed(explain => true)',
  'select id from social.for_you_feed(explain => true)
    order by (reason ->> ''score'')::numeric desc, id desc',
  'the feed begins with the highest score');
select social.unfollow_profile(social_tests.id('friend'));
select set_eq(
  'select pg_temp.feed()',
  array['a #sunset: hashtag sunset', 'explored: explore', 'of friend: explore', 'liked: explore'],
  'a post keeps a place for the reasons that still hold');
select social_tests.act_as_anon();
select throws_ok('select * from social.for_you_feed()', 'PT401', 'not_signed_in',
  'without a login, there is no feed For You');

select * from finish();
rollback;
