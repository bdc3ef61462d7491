begin;
select plan(6);
select social_tests.person(name) from unnest(array['alice', 'bob', 'mallory', 'mona']) as name;
select social_tests.person('locked', true);
select social_tests.staff('mona');
select social_tests.post('locked', 'private');
select social_tests.comment('locked', 'private', 'whispered');
select social_tests.post('alice', 'for friends', 'close_friends');
select social_tests.post('alice', 'hidden by staff');
select social_tests.post('bob', 'open');
select social_tests.comment('bob', 'open', 'hidden comment');
select social_private.moderate(
  null, 'post', social_tests.post_id('hidden by staff'), 'hide', 'because');
select social_private.moderate(
  null, 'comment', social_tests.comment_id('hidden comment'), 'hide', 'because');
insert into social_private.blocks (blocker_id, blocked_id)
values (social_tests.id('alice'), social_tests.id('mallory'));
select social_tests.person('deactivated');
update social_private.accounts set deactivated_at = now()
where profile_id = social_tests.id('deactivated');

create temp table attempts as
select 'post_not_found' as code, format('select social.report_post(%L, ''spam'')', id) as statement
from (select social_tests.post_id(caption) as id
  from unnest(array['private', 'for friends', 'hidden by staff']) as caption
  union all select gen_random_uuid()) as posts
union all
select 'comment_not_found', format('select social.report_comment(%L, ''spam'')', id)
from unnest(array[
  social_tests.comment_id('whispered'), social_tests.comment_id('hidden comment'),
  gen_random_uuid()]) as id
union all
select 'profile_not_found', format('select social.report_profile(%L, ''spam'')', id)
from unnest(array[social_tests.id('alice'), social_tests.id('deactivated'), gen_random_uuid()]) as id;
grant select on attempts to anon, authenticated;

select social_tests.remember();
select social_tests.act_as('mallory');
select is_empty(
  $$
    select statement, outcome from attempts, social_tests.outcome(statement) as outcome
    where outcome not like 'PT404 ' || code || ' There is no such%'
  $$,
  'SEC-54 a person cannot report posts, comments and profiles that they cannot see');
select is(
  (select count(distinct outcome) from attempts, social_tests.outcome(statement) as outcome),
  3::bigint, 'SEC-54 reports of hidden, blocked, inactive and missing targets get the same answer');
select ok(social_tests.is_unchanged(), 'SEC-54 refused reports change no row');

select social_tests.act_as('mona');
select is_empty(
  $$
    select statement, outcome from attempts, social_tests.outcome(statement) as outcome
    where outcome !~ '^PT404 ' and statement not like '%' || social_tests.id('alice') || '%'
  $$,
  'SEC-54 staff cannot report content that only a review would show them');
select social_tests.act_as('mallory');
select throws_ok(
  format('select social.report_profile(%L, ''spam'')', auth.uid()), 'PT422',
  'cannot_report_self', 'SEC-54 a person cannot report themselves');
select social_tests.act_as('bob');
select throws_ok(
  format('select social.report_comment(%L, ''spam'')', social_tests.comment_id('hidden comment')),
  'PT422', 'cannot_report_self', 'SEC-54 a person cannot report their own comment');

select * from finish();
rollback;
