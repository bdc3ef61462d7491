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
  'a like returns that you like the comment, and how many do');
select is(
  social.like_comment(social_tests.comment_id('first'))::text, '(t,1)',
  'a second like returns the same');
select is(
  (select (like_count, is_liked)::text from social.post_comments(social_tests.post_id('sunrise'))),
  '(1,t)', 'two likes by one person count once');
select social_tests.act_as('alice');
select is(
  (select (like_count, is_liked)::text from social.post_comments(social_tests.post_id('sunrise'))),
  '(1,f)', 'to others it is not theirs');
select social.like_comment(social_tests.comment_id('second'));
select is(
  (select (like_count, is_liked)::text
    from social.comment_replies(social_tests.comment_id('first'))),
  '(1,t)', 'a reply can be liked as well');
select is(
  (select array_agg(username) from social.comment_likers(social_tests.comment_id('first'))),
  array['bob'], 'everybody sees who likes it');
select social_tests.act_as('bob');
select is(
  social.unlike_comment(social_tests.comment_id('first'))::text, '(f,0)',
  'an unlike returns that you do not like the comment, and how many do');
select is(
  social.unlike_comment(social_tests.comment_id('first'))::text, '(f,0)',
  'a second unlike returns the same');
select is(
  (select like_count from social.comment_counts
    where comment_id = social_tests.comment_id('first')), 0, 'no like is left');

select * from finish();
rollback;
