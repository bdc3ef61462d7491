-- A pool gives one connection to many callers. Nothing of one caller is left for the next.
begin;
select plan(13);
select social_tests.person(name) from unnest(array['alice', 'bob', 'mallory', 'dora']) as name;
update social_private.accounts set is_private = true where profile_id = social_tests.id('alice');
select social_tests.follow('bob', 'alice');
select social_tests.post('alice', 'sunrise');
update auth.users set banned_until = now() + interval '1 day' where id = social_tests.id('dora');
create temp table ids as
select social_tests.post_id('sunrise') as post, social_tests.id('bob') as bob,
  social_tests.id('mallory') as mallory, social_tests.claims('bob') as bobs,
  social_tests.claims('mallory') as mallorys, social_tests.claims('dora') as doras;
grant select on ids to public;

-- Everything in one call of a function has the same statement_timestamp().
create function pg_temp.changed(first text, second text) returns text language plpgsql as $$
declare
  is_first boolean;
  is_second boolean;
begin
  execute first;
  is_first := (select social.can_see_post(post) from ids);
  execute second;
  is_second := (select social.can_see_post(post) from ids);
  perform social_tests.act_as_operator();
  return concat_ws(' ', is_first, is_second);
end;
$$;
create function pg_temp.with_claims(claims jsonb) returns text language sql as $$
  select format('select social_tests.act_with(%L)', claims)
$$;
create function pg_temp.server(profile uuid) returns text language sql as $$
  select format('select social_tests.act_as_server_for(%L)', profile)
$$;

select is(pg_temp.changed(pg_temp.with_claims(bobs), pg_temp.with_claims(mallorys)), 't f',
  'the claims change') from ids;
select is(pg_temp.changed(pg_temp.with_claims(mallorys), pg_temp.with_claims(bobs)), 'f t',
  'the claims change back') from ids;
select is(pg_temp.changed(pg_temp.with_claims(bobs), 'set local role anon'), 't t',
  'the role alone says nothing: the claims count') from ids;
select is(
  pg_temp.changed(pg_temp.with_claims(bobs), pg_temp.with_claims('{"role": "anon"}')), 't f',
  'the person signs out') from ids;
select is(
  pg_temp.changed(pg_temp.with_claims(bobs), format(
    'select set_config(''request.jwt.claim'', %L, true)', mallorys)), 't f',
  'the older setting of the claims changes') from ids;
select set_config('request.jwt.claim', '', true);
select is(pg_temp.changed(pg_temp.server(bob), pg_temp.server(mallory)), 't f',
  'the header of a server changes') from ids;
select is(
  pg_temp.changed(pg_temp.server(bob), 'select set_config(''request.headers'', ''{}'', true)'),
  't f', 'the header of a server ends') from ids;
select is(
  pg_temp.changed(pg_temp.server(bob), 'set local role authenticated'), 't f',
  'the role of a server ends') from ids;
select is(
  pg_temp.changed(
    format('select social_private.as_profile(%L)', bob),
    format('select social_private.as_profile(%L)', mallory)), 't f',
  'as_profile changes') from ids;

-- After as_profile, claims whose session has ended are nobody's.
select social_private.as_profile((select bob from ids));
select social_tests.act_with((select mallorys from ids) || '{"session_id": "1"}');
select matches(social_tests.outcome('select social.my_profile()'), '^PT401 not_signed_in',
  'claims of an ended session replace as_profile');
select social_tests.act_with((select doras from ids));
select matches(social_tests.outcome('select social.my_profile()'), '^PT401 not_signed_in',
  'claims of a banned person replace as_profile');
select social_tests.act_as_anon();
select matches(social_tests.outcome('select social.my_profile()'), '^PT401 not_signed_in',
  'claims of nobody replace as_profile');
-- The older setting would win over the claims of as_profile.
select social_tests.act_as_operator();
select set_config('request.jwt.claim', (select mallorys::text from ids), true);
select social_private.as_profile((select bob from ids));
select is((select username from social.my_profile()), 'bob', 'as_profile replaces older claims');

select * from finish();
rollback;
