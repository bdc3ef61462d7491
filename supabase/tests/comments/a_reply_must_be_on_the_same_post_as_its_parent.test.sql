begin;
select plan(7);
select social_tests.person('alice');
select social_tests.person('mallory');
select social_tests.post('alice', 'sunrise');
select social_tests.post('alice', 'sunset');
select social_tests.post('alice', 'for me', 'only_me');
select social_tests.comment('alice', 'sunset', 'elsewhere');
select social_tests.comment('alice', 'for me', 'secret');

select social_tests.remember();
select social_tests.act_as('mallory');
select throws_ok(
  format('select social.add_comment(%L, ''hello'', %L)', social_tests.post_id('sunrise'),
    social_tests.comment_id('elsewhere')),
  'PT404', 'comment_not_found', 'a reply to a comment on another post is refused');
select throws_ok(
  format('select social.add_comment(%L, ''hello'', %L)', social_tests.post_id('sunrise'),
    social_tests.comment_id('secret')),
  'PT404', 'comment_not_found',
  'a reply to a comment on a post that the caller cannot see is refused');
select throws_ok(
  format('select social.add_comment(%L, ''hello'', %L)', social_tests.post_id('sunrise'),
    gen_random_uuid()),
  'PT404', 'comment_not_found', 'a reply to a comment that does not exist is refused');
select throws_ok(
  format('select social.add_comment(%L, ''hello'', %L)', social_tests.post_id('for me'),
    social_tests.comment_id('secret')),
  'PT404', 'post_not_found',
  'a reply on a post that the caller cannot see is refused, even if the parent is on that post');
select ok(social_tests.is_unchanged(), 'the refused calls change nothing');

select social_tests.act_as_operator();
update social_private.config set reply_depth = 2;
select social_tests.comment('alice', 'sunset', 'one', 'elsewhere');
select social_tests.act_as('mallory');
select lives_ok(
  format('select social.add_comment(%L, ''two'', %L)', social_tests.post_id('sunset'),
    social_tests.comment_id('one')),
  'a reply at the maximum depth set in the config is accepted');
select throws_ok(
  format('select social.add_comment(%L, ''three'', %L)', social_tests.post_id('sunset'),
    social_tests.comment_id('two')),
  'PT422', 'reply_too_deep', 'a reply deeper than the maximum depth is refused');

select * from finish();
rollback;
