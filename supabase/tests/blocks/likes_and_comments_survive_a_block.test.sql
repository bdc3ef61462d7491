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
  '(1,0)',
  'the counts of the blocker''s post include the like, which others see, and leave out the comment');
select is(
  (select (like_count, comment_count)::text from social.post(social_tests.post_id('harbour'))),
  '(1,1)', 'the counts of a third person''s post still include the blocked person');
select is_empty(
  $$select * from social.post_likers(social_tests.post_id('harbour'))$$,
  'the blocker does not see the blocked person''s like of a third person''s post');
select is_empty(
  $$select * from social.post_comments(social_tests.post_id('harbour'))$$,
  'the blocker does not see the blocked person''s comment on a third person''s post');
select social_tests.act_as('carol');
select is(
  (select array_agg(username) from social.post_likers(social_tests.post_id('sunrise'))),
  array['bob'], 'a third person sees the blocked person''s like of the blocker''s post');
select is(
  (select array_agg(body) from social.post_comments(social_tests.post_id('harbour'))),
  array['calm'], 'the author of another post sees the blocked person''s comment on that post');

select social_tests.act_as('alice');
select social.unblock_profile(social_tests.id('bob'));
select is(
  (select array_agg(username) from social.post_likers(social_tests.post_id('sunrise'))),
  array['bob'], 'after an unblock the blocker sees the other person''s like again');
select is(
  (select array_agg(body) from social.post_comments(social_tests.post_id('sunrise'))),
  array['nice'], 'after an unblock the blocker sees the other person''s comment again');

select * from finish();
rollback;
