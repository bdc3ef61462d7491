begin;
select plan(4);
select social_tests.person(name) from unnest(array['alice', 'bob', 'mona']) as name;
select social_tests.staff('mona');
select social_tests.post('alice', 'sunrise');
select social_tests.comment('bob', 'sunrise', 'rude');
select social_tests.act_as('alice');
select social.hide_comment(social_tests.comment_id('rude'));

select social_tests.act_as('mona');
select is(
  (social.moderate_comment(social_tests.comment_id('rude'), 'restore', 'Nice')).hidden_at, null,
  'a comment that only the author of the post hid is not hidden for staff');
select isnt(
  (social.moderate_comment(social_tests.comment_id('rude'), 'hide', 'Rude')).hidden_at, null,
  'staff can hide it as well');
select social_tests.act_as_operator();
select set_eq(
  'select hidden_by::text from social_private.hidden_comments', array['post_author', 'staff'],
  'both hidings are kept, so that each can be undone alone');

select social_tests.act_as('mona');
select lives_ok(
  format('select social.moderate_comment(%L, ''hide'', ''Rude'')', social_tests.comment_id('rude')),
  'hiding it twice is idempotent');

select * from finish();
rollback;
