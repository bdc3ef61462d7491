begin;
select plan(9);
select social_tests.person('alice');
select social_tests.person('bob');
select social_tests.post('alice', 'sunrise');
select social_tests.comment('alice', 'sunrise', 'first');
select social_tests.comment('bob', 'sunrise', 'second', 'first');

select social_tests.act_as('bob');
select is(
  social.like_comment(social_tests.comment_id('first'))::text, '(t,1)',
  'like_comment returns is_liked and like_count');
select is(
  social.like_comment(social_tests.comment_id('first'))::text, '(t,1)',
  'calling like_comment again returns the same result');
select is(
  (select (like_count, is_liked)::text from social.post_comments(social_tests.post_id('sunrise'))),
  '(1,t)', 'two calls of like_comment by one person add one like to like_count');
select social_tests.act_as('alice');
select is(
  (select (like_count, is_liked)::text from social.post_comments(social_tests.post_id('sunrise'))),
  '(1,f)', 'is_liked is false for people who do not like the comment');
select social.like_comment(social_tests.comment_id('second'));
select is(
  (select (like_count, is_liked)::text
    from social.comment_replies(social_tests.comment_id('first'))),
  '(1,t)', 'a reply to a comment can be liked');
select is(
  (select array_agg(username) from social.comment_likers(social_tests.comment_id('first'))),
  array['bob'], 'a person who sees a comment can list who likes it');
select social_tests.act_as('bob');
select is(
  social.unlike_comment(social_tests.comment_id('first'))::text, '(f,0)',
  'unlike_comment returns is_liked and like_count');
select is(
  social.unlike_comment(social_tests.comment_id('first'))::text, '(f,0)',
  'calling unlike_comment again returns the same result');
select is(
  (select like_count from social.comment_counts
    where comment_id = social_tests.comment_id('first')), 0,
    'like_count of the comment is 0 after its only like is removed');

select * from finish();
rollback;
