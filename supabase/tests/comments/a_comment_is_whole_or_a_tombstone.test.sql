begin;
select plan(7);
select social_tests.person('alice');
select social_tests.post('alice', 'sunrise');

-- Each column is there (alice, a body, who deleted it) or not.
select is(
  left(social_tests.outcome(format(
    'insert into social.comments (post_id, author_id, body, deleted_by) values (%L, %L, %L, %L)',
    social_tests.post_id('sunrise'), author, body, deleted_by)), 5),
  '23514', format('no comment with %s, %s, %s', author, body, deleted_by))
from (values
  (social_tests.id('alice'), null, null), (null, 'hello', null), (null, null, null),
  (social_tests.id('alice'), 'hello', 'author'), (social_tests.id('alice'), null, 'author'),
  (null, 'hello', 'author')
) as given (author, body, deleted_by);
select lives_ok(
  format(
    $$insert into social.comments (post_id, author_id, body, deleted_by)
      values (%1$L, %2$L, 'hello', null), (%1$L, null, null, 'author')$$,
    social_tests.post_id('sunrise'), social_tests.id('alice')),
  'but whole ones and tombstones');

select * from finish();
rollback;
