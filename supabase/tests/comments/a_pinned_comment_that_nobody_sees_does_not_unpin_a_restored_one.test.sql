begin;
select plan(2);
select social_tests.person(name) from unnest(array['alice', 'bob', 'carol']) as name;
select social_tests.post('alice', 'sunrise');
select social_tests.comment('bob', 'sunrise', 'bob says');
select social_tests.comment('carol', 'sunrise', 'carol says');
update social_private.config set pins_max = 1;

select social_tests.act_as('alice');
select social.pin_comment(social_tests.comment_id('carol says'));
select social_tests.act_as('carol');
select social.delete_comment(social_tests.comment_id('carol says'));
select social_tests.act_as('alice');
select social.pin_comment(social_tests.comment_id('bob says'));
select social_tests.act_as_operator();
update social_private.accounts set deactivated_at = now()
where profile_id = social_tests.id('bob');

-- The place of Carol's comment must not tell whether a comment that she cannot see is pinned.
select social_tests.act_as('carol');
select is(
  (select pinned_at is not null from social.restore_comment(social_tests.comment_id('carol says'))),
  true, 'a restored comment stays pinned if the author of the other pinned comment is inactive');
select social.delete_comment(social_tests.comment_id('carol says'));
select social_tests.act_as_operator();
update social_private.accounts set deactivated_at = null
where profile_id = social_tests.id('bob');
select social_tests.act_as('alice');
select social.pin_comment(social_tests.comment_id('bob says'));
select social_tests.act_as('carol');
select is(
  (select pinned_at is not null from social.restore_comment(social_tests.comment_id('carol says'))),
  false, 'a restored comment is unpinned if visible pinned comments reach the maximum');

select * from finish();
rollback;
