begin;
select plan(7);
select social_tests.person('alice');
select social_tests.person('bob');
select social_tests.act_as_operator();
update social_private.config set allow_text_posts = true;
create function pg_temp.many(sign text, count integer) returns text language sql return (
  select string_agg(many.sign || 'some' || n, ' ') from generate_series(1, many.count) as n
);
create function pg_temp.outcome(call text) returns text language sql return
  regexp_replace(social_tests.outcome(outcome.call), ' The .*(?= At most)', '');

select social_tests.act_as('alice');
select id from social.create_post('first');
select id from social.add_comment(social_tests.post_id('first'), 'hello');
select social_tests.remember();
select is_empty(
  $$
    select call, outcome
    from unnest(array[
      'social.create_post(%1$L)', 'social.update_post(social_tests.post_id(''first''), %1$L)',
      'social.add_comment(social_tests.post_id(''first''), %1$L)',
      'social.update_comment(social_tests.comment_id(''hello''), %1$L)'
    ]) as call,
    lateral (
      select pg_temp.outcome(format('select ' || call, pg_temp.many('@', 21))) as outcome
    ) as done
    where outcome <> 'PT422 mentions_too_many At most 20.'
  $$,
  'a text with 21 mentions is rejected, even if the usernames do not exist');
select is_empty(
  $$
    select call, outcome
    from unnest(array[
      'social.create_post(%1$L)', 'social.update_post(social_tests.post_id(''first''), %1$L)'
    ]) as call,
    lateral (
      select pg_temp.outcome(format('select ' || call, pg_temp.many('#', 31))) as outcome
    ) as done
    where outcome <> 'PT422 hashtags_too_many At most 30.'
  $$,
  'a caption with 31 hashtags is rejected');
select ok(social_tests.is_unchanged(), 'a rejected text changes no row');
select is(
  social_tests.outcome(format('select social.add_comment(social_tests.post_id(''first''), %L)',
    pg_temp.many('#', 31) || repeat(' @bob', 21))), '1 rows',
  'a comment may repeat one mention 21 times and contain 31 hashtags');
select is(
  social_tests.outcome(format('select social.create_post(%L)',
    pg_temp.many('@', 20) || ' ' || pg_temp.many('#', 30))), '1 rows',
  'a caption with 20 mentions and 30 hashtags is accepted');
select social_tests.act_as_operator();
update social_private.config set mentions_max = 0, hashtags_max = 2;
select is(
  pg_temp.outcome('update social.posts set caption = ''@bob'' where caption = ''first'''),
  'PT422 mentions_too_many At most 0.',
  'mentions_max also limits a caption that an operator edits in Studio');
select is(
  pg_temp.outcome('update social.posts set caption = ''#a #b #c'' where caption = ''first'''),
  'PT422 hashtags_too_many At most 2.',
  'hashtags_max also limits a caption that an operator edits in Studio');

select * from finish();
rollback;
