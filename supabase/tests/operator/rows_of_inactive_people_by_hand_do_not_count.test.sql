begin;
select plan(7);
select social_tests.person(name) from unnest(array['alice', 'bob', 'gone', 'blocked']) as name;
select social_tests.post('alice', 'sunrise');
select social_tests.comment('bob', 'sunrise', 'hello');
select social_tests.act_as_operator();
update social_private.accounts set deactivated_at = now()
where profile_id = social_tests.id('gone');
insert into social_private.blocks (blocker_id, blocked_id)
values (social_tests.id('alice'), social_tests.id('blocked'));
-- The worker has counted anew.
delete from social_private.count_updates;

insert into social.likes (user_id, post_id)
select social_tests.id(name), social_tests.post_id('sunrise') from unnest(array['bob', 'gone']) as name;
select is((select like_count from social.post_counts
  where post_id = social_tests.post_id('sunrise')), 1, 'only the like of the active person counts');
insert into social.comment_likes (user_id, comment_id)
select social_tests.id('gone'), social_tests.comment_id('hello');
insert into social.follows (follower_id, followee_id, state, accepted_at)
values (social_tests.id('gone'), social_tests.id('alice'), 'accepted', now()),
  (social_tests.id('bob'), social_tests.id('gone'), 'accepted', now()),
  (social_tests.id('bob'), social_tests.id('alice'), 'accepted', now());
insert into social.comments (post_id, author_id, body)
select social_tests.post_id('sunrise'), social_tests.id(name), name
from unnest(array['gone', 'blocked', 'bob']) as name;
select is((select comment_count from social.post_counts
  where post_id = social_tests.post_id('sunrise')), 2,
  'comments of inactive and blocked people do not count');
select is_empty('select * from social_private.verify_counters()', 'all counters are right');

update social_private.accounts set deactivated_at = null
where profile_id = social_tests.id('gone');
delete from social_private.blocks;
delete from social_private.count_updates;
select is_empty('select * from social_private.verify_counters()',
  'the rows count once the person is active');
select is((select like_count from social.post_counts
  where post_id = social_tests.post_id('sunrise')), 2, 'the like counts then');

update social_private.accounts set deactivated_at = now()
where profile_id = social_tests.id('gone');
insert into social.likes (user_id, post_id)
values (social_tests.id('gone'), social_tests.post_id('sunrise'))
on conflict (user_id, post_id) do update set post_id = excluded.post_id;
delete from social_private.count_updates;
select is_empty('select * from social_private.verify_counters()', 'an upsert counts nothing twice');
delete from social.likes;
select is_empty('select * from social_private.verify_counters()', 'a deletion subtracts what counted');

select * from finish();
rollback;
