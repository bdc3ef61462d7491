begin;
select plan(5);
update social_private.config set allow_text_posts = true;
select social_tests.person(name) from unnest(array['alice', 'bob', 'mallory']) as name;
select social_tests.follow('mallory', 'alice');
select social_tests.post('alice', 'sunrise');
select social_tests.post('alice', 'filed');
update social.posts set archived_at = now(), pinned_at = now() where caption = 'filed';
select social_tests.comment('bob', 'sunrise', 'nice');
select social_tests.comment('mallory', 'sunrise', 'mine');
create temp view attempts as
select verb, body, social_tests.outcome(format(
  'select social.%I(%L)', verb, social_tests.comment_id(body))) as outcome
from unnest(array['hide_comment', 'unhide_comment', 'pin_comment', 'unpin_comment']) as verb,
  unnest(array['nice', 'mine']) as body
union all
select verb, caption, social_tests.outcome(format(
  'select social.%I(%L)', verb, social_tests.post_id(caption)))
from unnest(array['archive_post', 'unarchive_post', 'pin_post', 'unpin_post']) as verb,
  unnest(array['sunrise', 'filed']) as caption;
grant select on attempts to anon, authenticated;

select social_tests.remember();
select social_tests.act_as('mallory');
select set_eq(
  $$select distinct left(outcome, 16) from attempts where body <> 'filed'$$,
  array['PT403 not_author'],
  'SEC-35 a follower cannot archive or pin the post, or hide or pin its comments');
select set_eq(
  $$select distinct left(outcome, 20) from attempts where body = 'filed'$$,
  array['PT404 post_not_found'],
  'SEC-35 others get post_not_found when they archive or pin an already archived post');
select social_tests.act_as_anon();
select set_eq(
  $$select distinct left(outcome, 19) from attempts$$, array['PT401 not_signed_in'],
  'SEC-35 an anonymous caller cannot archive or pin the post, or hide or pin its comments');
select ok(social_tests.is_unchanged(), 'SEC-35 refused calls change no row');
select social_tests.act_as('alice');
select set_eq(
  $$select distinct outcome from attempts$$, array['1 rows'],
  'SEC-35 the author can archive and pin the post, and hide and pin its comments');

select * from finish();
rollback;
