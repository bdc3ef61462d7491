begin;
select plan(4);
select social_tests.person(name) from unnest(array['alice', 'bob', 'gone']) as name;
select social_tests.post('alice', 'sunrise');
select social_tests.comment('alice', 'sunrise', 'first');
select social_tests.like(name, 'sunrise') from unnest(array['bob', 'gone']) as name;
insert into social.comment_likes (user_id, comment_id)
select social_tests.id(name), social_tests.comment_id('first')
from unnest(array['bob', 'gone']) as name;
update social_private.accounts set deactivated_at = now()
where profile_id = social_tests.id('gone');

select social_tests.act_as('alice');
select is(
  (select array_agg(username) from social.comment_likers(social_tests.comment_id('first'))),
  array['bob'], 'comment_likers does not list inactive people');
select is(
  (select array_agg(username) from social.post_likers(social_tests.post_id('sunrise'))),
  array['bob'], 'post_likers does not list inactive people');
select is(
  (social.post(social_tests.post_id('sunrise'))).like_count, 1,
  'the like_count of a post leaves out likes by inactive people');
select social_tests.act_as_operator();
update social_private.accounts set deactivated_at = null
where profile_id = social_tests.id('gone');
select social_tests.act_as('alice');
select is(
  (select count(*) from social.comment_likers(social_tests.comment_id('first'))), 2::bigint,
  'comment_likers lists a person again after reactivation');

select * from finish();
rollback;
