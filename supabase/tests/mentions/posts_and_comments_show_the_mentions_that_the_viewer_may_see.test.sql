begin;
select plan(7);
select social_tests.person(name) from unnest(array['alice', 'bob', 'carol', 'dave']) as name;
select social_tests.post('alice', 'hi @Dave, @bob and @carol');
select social_tests.comment('alice', 'hi @Dave, @bob and @carol', 'and @bob');
select set_config('my.post', social_tests.post_id('hi @Dave, @bob and @carol')::text, true);
create function pg_temp.mentions() returns text language sql return (
  select string_agg(mention ->> 'username', ' ' order by place)
  from social.post(current_setting('my.post')::uuid) as card,
  jsonb_array_elements(card.mentions) with ordinality as list (mention, place)
);

select social_tests.act_as('carol');
select is(pg_temp.mentions(), 'Dave bob carol',
  'a post contains its mentions in the order and spelling of the caption');
select is(
  (social.post(current_setting('my.post')::uuid)).mentions -> 1,
  jsonb_build_object(
    'profile_id', social_tests.id('bob'), 'username', 'bob', 'start', 10, 'end', 14),
  'a mention in a post contains the id of the mentioned person and its positions');
select is(
  (select mentions from social.post_comments(current_setting('my.post')::uuid)),
  jsonb_build_array(jsonb_build_object(
    'profile_id', social_tests.id('bob'), 'username', 'bob', 'start', 4, 'end', 8)),
  'a comment contains its mentions');
select social.block_profile(social_tests.id('dave')) is not null;
select is(pg_temp.mentions(), 'bob carol',
  'the mentions of a post do not include a person whom the viewer blocks');
select social_tests.act_as('dave');
select is(pg_temp.mentions(), 'Dave bob',
  'the mentions of a post do not include a person who blocks the viewer');
select social_tests.act_as('bob');
select social.deactivate_profile() is not null;
select social_tests.act_as_anon();
select is(pg_temp.mentions(), 'Dave carol',
  'the mentions of a post do not include an inactive person');
select is(
  (select mentions from social.post_comments(current_setting('my.post')::uuid)), '[]',
  'the mentions of a comment do not include an inactive person');

select * from finish();
rollback;
