begin;
select plan(4);
select social_tests.person('viewer');
select social_tests.person('poet' || number) from generate_series(1, 25) as number;
update social.profiles set created_at = now() - interval '30 days';
select social_tests.follow('poet' || number, 'poet' || number % 25 + 1) from generate_series(1, 25) as number;
select social_tests.post('poet' || number, 'poet' || number, at => now() - number * interval '1 hour')
from generate_series(1, 25) as number;
select social_tests.post('poet2', 'for followers', 'followers'), social_tests.post('poet3', 'mine', 'only_me');
select social_tests.person('shy', true);
select social_tests.post('shy', 'shy');
-- Rows of content that was public when the worker stored it.
insert into social_private.post_scores (post_id, author_id, score)
select id, author_id, 1e9 from social.posts where caption in ('for followers', 'mine', 'shy');
select social_tests.work();
select social_tests.act_as('viewer');
create temp table before as select caption from social.explore_posts();
select is(
  array(select caption from before), array(select 'poet' || number from generate_series(1, 20) as number),
  'SEC-113 explore shows only public posts of public accounts');

-- Fifty new accounts follow only each other, and like each other''s posts and the post of poet25.
select social_tests.act_as_operator();
select social_tests.person('ring' || number) from generate_series(1, 50) as number;
insert into social.follows (follower_id, followee_id, state, accepted_at)
select one.id, other.id, 'accepted', now()
from social.profiles as one, social.profiles as other
where one.username ~ '^ring' and other.username ~ '^ring' and one.id <> other.id;
select social_tests.post('ring' || number, 'ring' || number) from generate_series(1, 50) as number;
insert into social.likes (user_id, post_id)
select profiles.id, posts.id from social.profiles, social.posts
where username ~ '^ring' and (caption ~ '^ring' or caption = 'poet25');
insert into social.comments (author_id, post_id, body)
select profiles.id, social_tests.post_id('poet25'), 'nice' from social.profiles where username ~ '^ring';
insert into social.saves (user_id, post_id)
select profiles.id, social_tests.post_id('poet25') from social.profiles where username ~ '^ring';
update social_private.explore_refreshes set refreshed_at = '-infinity';
select social_tests.work();
delete from social_private.seen_posts;
select social_tests.act_as('viewer');
create temp table after as select caption from social.explore_posts();
select is(
  array(select caption from after), array(select caption from before),
  'SEC-113 new accounts that follow only each other move nothing onto page 1');

select social_tests.act_as_operator();
update social.profiles set created_at = now() - interval '30 days' where username ~ '^ring';
insert into social_private.score_changes (post_id) values (social_tests.post_id('poet25'));
update social_private.explore_refreshes set refreshed_at = '-infinity';
select social_tests.work();
select is(
  (select count(*) from social_private.post_scores where post_id = social_tests.post_id('poet25')),
  0::bigint,
  'SEC-113 a ring of old accounts does not count either, if nobody else follows them');
select social_tests.follow('poet1', 'ring1');
insert into social_private.score_changes (post_id) values (social_tests.post_id('poet25'));
select social_tests.work();
select is(
  (select count(*) from social_private.post_scores where post_id = social_tests.post_id('poet25')),
  1::bigint, 'SEC-113 an account counts once somebody outside the ring follows it');

select * from finish();
rollback;
