begin;
select plan(8);
select social_tests.person('alice');
select social_tests.post('alice', 'sunrise');
select social_tests.comment('alice', 'sunrise', 'first');

create temp view attempts as
select social_tests.outcome(format(call, text)) as outcome, code
from (values
  (null, 'comment_empty'), ('', 'comment_empty'), (e' \n\t ', 'comment_empty'),
  (e'\u200b\u200d', 'text_invalid'), (e'a\u0007b', 'text_invalid'),
  (repeat('x', 1001), 'comment_too_long'), (repeat('x', 100000), 'comment_too_long')
) as texts (text, code),
lateral (values
  (format('select social.add_comment(%L, %%L)', social_tests.post_id('sunrise'))),
  (format('select social.update_comment(%L, %%L)', social_tests.comment_id('first')))
) as calls (call);
grant select on attempts to authenticated;

select social_tests.remember();
select social_tests.act_as('alice');
select is((select count(*) from attempts), 14::bigint,
  'the test makes 14 calls with invalid texts');
select is_empty(
  $$select * from attempts where outcome !~ ('^PT422 ' || code || ' ')$$,
  'a text is refused if it is empty, invisible or too long, or has control characters');
select ok(social_tests.is_unchanged(), 'the refused calls change nothing');
select is(
  char_length((social.add_comment(social_tests.post_id('sunrise'), repeat('é', 1000))).body), 1000,
  'a comment may have 1,000 characters that take two bytes each');
select is(
  char_length((social.update_comment(social_tests.comment_id('first'), repeat('💛', 1000))).body),
  1000, 'an emoji counts as one character of a comment');

select id from social.add_comment(social_tests.post_id('sunrise'), 'said', null, 'key-1');
select is(
  (select id from social.add_comment(social_tests.post_id('sunrise'), 'said', null, 'key-1')),
  social_tests.comment_id('said'),
  'a retry with the same idempotency key returns the first comment');
select is(
  (select count(*) from social.comments where body = 'said'), 1::bigint,
  'a retry with the same idempotency key adds no second comment');
select throws_ok(
  format('select social.add_comment(%L, ''more'', null, ''key-1'')',
    social_tests.post_id('sunrise')),
  'PT409', 'idempotency_key_reused',
  'a request with another text and the same idempotency key is refused');

select * from finish();
rollback;
