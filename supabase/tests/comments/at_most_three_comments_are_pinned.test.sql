begin;
select plan(12);
select social_tests.person(name) from unnest(array['alice', 'bob', 'carol']) as name;
select social_tests.post('alice', 'sunrise');
select social_tests.comment('bob', 'sunrise', 'comment ' || n) from generate_series(1, 4) as n;
select social_tests.comment('carol', 'sunrise', 'carol says');
select social_tests.comment('carol', 'sunrise', 'a reply', 'comment 1');

select social_tests.act_as('alice');
select social.pin_comment(social_tests.comment_id('comment ' || n)) from generate_series(1, 3) as n;
select throws_ok(
  $$select social.pin_comment(social_tests.comment_id('comment 4'))$$, 'PT409', 'pins_too_many',
  'the author of a post cannot pin a fourth comment');
select lives_ok(
  $$select social.pin_comment(social_tests.comment_id('comment 3'))$$,
  'pinning an already pinned comment succeeds even when three comments are pinned');
select throws_ok(
  $$select social.pin_comment(social_tests.comment_id('a reply'))$$,
  'PT422', 'comment_not_top_level', 'a reply cannot be pinned');
select social_tests.act_as('bob');
select throws_ok(
  $$select social.pin_comment(social_tests.comment_id('comment 4'))$$, 'PT403', 'not_author',
  'only the author of the post may pin a comment');
select throws_ok(
  $$select social.unpin_comment(social_tests.comment_id('comment 3'))$$, 'PT403', 'not_author',
  'only the author of the post may unpin a comment');

-- pin_comment unpins the comments of people whom the author of the post has blocked.
select social_tests.act_as('alice');
select social.block_profile(social_tests.id('bob'));
select lives_ok(
  $$select social.pin_comment(social_tests.comment_id('carol says'))$$,
  'pinned comments that the author of the post cannot see do not count towards the maximum');
select throws_ok(
  $$select social.pin_comment(social_tests.comment_id('comment 4'))$$, 'PT404', 'comment_not_found',
  'the author of a post cannot pin a comment that they cannot see');
select social.unblock_profile(social_tests.id('bob'));
select is(
  (select array_agg(body) from social.post_comments(social_tests.post_id('sunrise'))
    where pinned_at is not null),
  array['carol says'], 'unblocking a person does not pin their comments again');
select social.pin_comment(social_tests.comment_id('comment ' || n)) from generate_series(1, 2) as n;
select throws_ok(
  $$select social.pin_comment(social_tests.comment_id('comment 4'))$$, 'PT409', 'pins_too_many',
  'the author of a post cannot pin a fourth comment after unblocking a person');
select social.delete_comment(social_tests.comment_id('comment 1'));
select lives_ok(
  $$select social.pin_comment(social_tests.comment_id('comment 4'))$$,
  'a deleted comment does not count as pinned, even if it leaves a tombstone');
-- Here comment 4 and two others are pinned. A restored pin takes the place of a pin that is hidden.
select social.delete_comment(social_tests.comment_id('comment 4'));
select social_tests.act_as_operator();
update social.comments set pinned_at = now() where body = 'comment 3';
update social_private.accounts set deactivated_at = now()
where profile_id = social_tests.id('carol');
select social_tests.act_as('alice');
select social.restore_comment(social_tests.comment_id('comment 4'));
select social_tests.act_as_operator();
update social_private.accounts set deactivated_at = null
where profile_id = social_tests.id('carol');
select is(
  (select count(*) from social.comments where pinned_at is not null and deleted_at is null), 3::bigint,
  'restoring a pinned comment unpins a comment that the author of the post cannot see');
select social_tests.act_as('alice');
select throws_ok(
  'select social.pin_comment(null)', 'PT404', 'comment_not_found', 'pin_comment refuses null');

select * from finish();
rollback;
