begin;
select plan(8);
select social_tests.person(name) from unnest(array['alice', 'bob', 'carol']) as name;
select social_tests.post('alice', 'sunrise');
select social_tests.post('carol', 'harbour');
select social_tests.like('bob', 'sunrise');
select social_tests.like('bob', 'harbour');
select social_tests.comment('bob', 'sunrise', 'nice');
select social_tests.comment('bob', 'harbour', 'calm');

select social_tests.block('alice', 'bob');
select social_tests.act_as('alice');
select is(
  (select (like_count, comment_count)::text from social.post(social_tests.post_id('sunrise'))),
  '(1,1)', 'no total tells of a block');
select is(
  (select (like_count, comment_count)::text from social.post(social_tests.post_id('harbour'))),
  '(1,1)', 'nor under the post of another');
select is_empty(
  $$select * from social.post_likers(social_tests.post_id('harbour'))$$,
  'though the like is not to be seen');
select is_empty(
  $$select * from social.post_comments(social_tests.post_id('harbour'))$$, 'nor the comment');
select social_tests.act_as('carol');
select is(
  (select array_agg(username) from social.post_likers(social_tests.post_id('sunrise'))),
  array['bob'], 'others see the like');
select is(
  (select array_agg(body) from social.post_comments(social_tests.post_id('harbour'))),
  array['calm'], 'and what the blocked person says to them');

select social_tests.act_as('alice');
select social.unblock_profile(social_tests.id('bob'));
select is(
  (select array_agg(username) from social.post_likers(social_tests.post_id('sunrise'))),
  array['bob'], 'after an unblock the like is back');
select is(
  (select array_agg(body) from social.post_comments(social_tests.post_id('sunrise'))),
  array['nice'], 'and so is the comment');

select * from finish();
rollback;
