begin;
select plan(5);
select social_tests.person(name) from unnest(array['alice', 'bob', 'carol', 'mallory']) as name;
select social_tests.post('alice', 'sunrise');
select social_tests.comment('bob', 'sunrise', 'hidden');
select social_tests.comment('carol', 'sunrise', 'blocked');
select social_tests.comment('bob', 'sunrise', 'seen');
select social_tests.act_as('alice');
select social.hide_comment(social_tests.comment_id('hidden'));
select social_tests.block('mallory', 'carol');

select social_tests.act_as('mallory');
select social_tests.remember();
select throws_ok(
  format(
    'select social.add_comment(%L, ''hello'', %L)', social_tests.post_id('sunrise'),
    social_tests.comment_id(body)),
  'PT404', 'comment_not_found', format(
  'a reply is refused when the comment is %s for the caller', body))
from unnest(array['hidden', 'blocked']) as body;
select ok(social_tests.is_unchanged(), 'the refused replies change nothing');
select is(
  (social.add_comment(
    social_tests.post_id('sunrise'), 'hello', social_tests.comment_id('seen'))).body,
  'hello', 'a person can reply to a comment that they can see');
select social_tests.act_as('bob');
select is(
  (social.add_comment(
    social_tests.post_id('sunrise'), 'and me', social_tests.comment_id('hidden'))).body,
  'and me', 'the author of a hidden comment may reply to that comment');

select * from finish();
rollback;
