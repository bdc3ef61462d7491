begin;
select plan(3);
select social_tests.person(name) from unnest(array['alice', 'bob', 'carol']) as name;
select social_tests.post('alice', 'heron by the pond');
select social_tests.post('carol', 'heron in the rain');
select social_tests.post('bob', 'heron, heron, no spoiler');
select social_tests.post('alice', 'heron spoiler');

create function pg_temp.found() returns text[] language sql as $$
  select array_agg(caption) from social.post_search('heron')
$$;

select social_tests.act_as('bob');
select social.mute_profile(social_tests.id('carol'));
select is(
  pg_temp.found(), array['heron spoiler', 'heron, heron, no spoiler', 'heron by the pond'],
  'a search leaves out the posts of a muted person');
select social.mute_word('Spoiler');
select is(
  pg_temp.found(), array['heron, heron, no spoiler', 'heron by the pond'],
  'a search leaves out the posts of other people that contain a muted word');
select social_tests.act_as('alice');
select is(
  cardinality(pg_temp.found()), 4, 'a search of other people contains all posts');

select * from finish();
rollback;
