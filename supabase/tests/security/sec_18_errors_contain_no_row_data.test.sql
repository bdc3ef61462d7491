begin;
select plan(5);
select social_tests.person('alice', true);
select social_tests.person('mallory');
select social_tests.post('alice', 'a secret caption');
select social_tests.comment('alice', 'a secret caption', 'a secret comment');
update social_private.config set allow_text_posts = true;

-- Each call is refused. Most arguments contain <mark>, so that the test detects an error that
-- contains input.
create temp table calls as
select replace(statement, 'POST', social_tests.post_id('a secret caption')::text) as statement
from unnest(array[
  'select social.create_post(''<mark>'' || repeat(''x'', 3000))',
  'select social.create_post(''<mark>'' || chr(7))',
  'select social.create_post(''x'', ''[{"id": "<mark>"}]'')',
  'select social.create_post(''x'', ''[{"id": "00000000-0000-4000-8000-000000000001"}]'')',
  'select social.create_post(''x'', ''{"<mark>": 1}'')',
  'select social.create_post(''x'', idempotency_key => repeat(''<mark>'', 99))',
  'select social.update_profile(website => ''javascript:<mark>'')',
  'select social.update_profile(avatar_id => ''<mark>'')',
  'select social_tests.raised(social.change_username(''<mark>''))', 'select social.change_username(''admin'')',
  'select social.profile_by_username(''<mark>'')',
  'select social.profile_search(repeat(''<mark>'', 99))',
  'select social.profile_search(''a'', ''<mark>'')', 'select social.home_feed(''<mark>'')',
  'select social.post_likers(''POST'', ''<mark>'')', 'select social.saved_posts(''<mark>'')',
  'select social.add_comment(''POST'', ''<mark>'')', 'select social.like_post(''POST'')',
  'select social.update_post(''POST'', ''<mark>'')', 'select social.delete_post(''POST'')'
]) as statement;
grant select on calls to authenticated;

select social_tests.act_as('mallory');
create temp view answers as
select statement, social_tests.outcome(statement) as outcome from calls;
select is_empty(
  $$select * from answers where outcome !~ '^PT4\d\d [a-z_]+ [A-Z]'$$,
  'SEC-18 every error has a status from 400 to 499, a code and a message');
select is_empty(
  $$select * from answers where outcome ~ '<mark>|javascript'$$,
  'SEC-18 an error does not contain the input');
select is_empty(
  $$
    select * from answers
    where outcome ~* '_private|secret|relation|column|constraint|schema|function|Key \(|contains'
  $$,
  'SEC-18 an error contains no row data and no internal names');
select is_empty(
  format($$select * from answers where outcome ~ '%s|%s'$$,
    social_tests.id('alice'), social_tests.post_id('a secret caption')),
  'SEC-18 an error contains no ids');
select is(
  (select count(distinct split_part(outcome, ' ', 2)) from answers), 13::bigint,
  'SEC-18 the test causes thirteen different errors');

select * from finish();
rollback;
