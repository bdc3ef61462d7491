begin;
select plan(4);
select social_tests.person(name) from unnest(array['alice', 'bob', 'carol']) as name;
select social_tests.post('alice', 'sunrise'), social_tests.post('bob', 'harbour');
select social_tests.act_as('carol');
select social.like_post(social_tests.post_id('sunrise')), social.like_post(social_tests.post_id('harbour'));
select social.follow_profile(social_tests.id('bob')), social.unfollow_profile(social_tests.id('bob'));
-- bob has a group without anything to see.
select social_tests.act_as_operator();
select is(count(*), 3::bigint, 'there are groups of two people')
from social_private.notification_groups;

-- Postgres may read the tables in another order, for example when it believes that they are empty.
set local enable_indexscan = off;
set local enable_indexonlyscan = off;
set local enable_bitmapscan = off;
set local enable_nestloop = off;
select is(social_tests.inbox('alice'), array['post_like carol'],
  'the list is the same if Postgres joins the tables by hash or merge');
set local enable_nestloop = on;
set local enable_hashjoin = off;
set local enable_mergejoin = off;
set local enable_seqscan = off;
select is(social_tests.inbox('alice'), array['post_like carol'],
  'the list is the same if Postgres joins the tables by nested loops');
select is(social_tests.badge('alice'), 1, 'the badge is the same too');

select * from finish();
rollback;
