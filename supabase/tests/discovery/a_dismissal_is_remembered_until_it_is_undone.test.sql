begin;
select plan(8);
select social_tests.person(name) from unnest(array['viewer', 'friend', 'one', 'two', 'foe']) as name;
select social_tests.follow('viewer', 'friend', now() - interval '2 days');
select social_tests.follow('friend', name, now() - interval '1 day')
from unnest(array['one', 'two']) as name;
select social_tests.block('foe', 'viewer');
create function pg_temp.suggested() returns text[] language sql as $$
  select array_agg(username::text order by username) from social.suggested_profiles()
$$;

select social_tests.act_as('viewer');
select is(pg_temp.suggested(), array['one', 'two'], 'both people are suggested');
select is(
  (select (profile_id, follow_state)::text from social.dismiss_suggestion(social_tests.id('one'))),
  (select (social_tests.id('one'), null)::text), 'a dismissal returns the relationship');
select is(pg_temp.suggested(), array['two'], 'a dismissed person is not suggested any more');
select lives_ok(
  $$select social.dismiss_suggestion(social_tests.id('one'))$$, 'a dismissal can be repeated');
select is(
  social_tests.outcome($$select social.dismiss_suggestion(social_tests.id('foe'))$$),
  social_tests.outcome($$select social.dismiss_suggestion(gen_random_uuid())$$),
  'dismissing somebody who blocks you fails like dismissing nobody');
select throws_ok(
  $$select social.dismiss_suggestion(social_tests.id('viewer'))$$, 'PT422',
  'cannot_dismiss_self', 'you cannot dismiss yourself');
select social.undismiss_suggestion(social_tests.id('one'));
select is(pg_temp.suggested(), array['one', 'two'], 'an undone dismissal shows the person again');
select lives_ok(
  $$select social.undismiss_suggestion(social_tests.id('one'))$$, 'undoing can be repeated');

select * from finish();
rollback;
