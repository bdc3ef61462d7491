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
  'moderate_comment returns no hidden_at for a comment hidden only by the author of the post');
select isnt(
  (social.moderate_comment(social_tests.comment_id('rude'), 'hide', 'Rude')).hidden_at, null,
  'staff can hide a comment that the author of the post has hidden');
select social_tests.act_as_operator();
select set_eq(
  'select hidden_by::text from social_private.hidden_comments', array['post_author', 'staff'],
  'a comment hidden by the author of the post and by staff has two rows in hidden_comments');

select social_tests.act_as('mona');
select lives_ok(
  format('select social.moderate_comment(%L, ''hide'', ''Rude'')', social_tests.comment_id('rude')),
  'staff can hide a comment twice without an error');

select * from finish();
rollback;
