begin;
select plan(4);
select social_private.set_direct_table_access('closed');
select social_tests.person(name) from unnest(array['alice', 'bob']) as name;
create temp table outcomes (statement text, outcome text);
grant insert, select on outcomes to anon, authenticated;
create function pg_temp.run(who text, statement text) returns void language plpgsql as $$
begin
  if who = 'anon' then perform social_tests.act_as_anon();
  else perform social_tests.act_as(who); end if;
  insert into outcomes values (statement, social_tests.outcome(statement));
  perform social_tests.act_as_operator();
end;
$$;
create temp table picture as select social_tests.media(social_tests.upload('alice')) as media;
grant select on picture to authenticated;

select pg_temp.run('alice', 'select social.create_post(''sunrise'', (select media from picture))');
select pg_temp.run('bob', statement) from unnest(array[
  'select social.follow_profile(social_tests.id(''alice''))',
  'select social.like_post(social_tests.post_id(''sunrise''))',
  'select social.save_post(social_tests.post_id(''sunrise''))',
  'select social.add_comment(social_tests.post_id(''sunrise''), ''nice'')',
  'select from social.home_feed()', 'select from social.saved_posts()',
  'select from social.post(social_tests.post_id(''sunrise''))',
  'select from social.post_comments(social_tests.post_id(''sunrise''))',
  'select from social.post_likers(social_tests.post_id(''sunrise''))',
  'select from social.profile_posts(social_tests.id(''alice''))',
  'select from social.profile_followers(social_tests.id(''alice''))',
  'select from social.profile_search(''alice'')', 'select from social.my_profile()',
  'select from storage.objects'
]) as statement;
select pg_temp.run('anon', statement) from unnest(array[
  'select from social.post(social_tests.post_id(''sunrise'')) -- anon',
  'select from social.profile_posts(social_tests.id(''alice'')) -- anon',
  'select from storage.objects -- anon'
]) as statement;
select pg_temp.run('alice', statement) from unnest(array[
  'select social.update_post(social_tests.post_id(''sunrise''), ''dawn'')',
  'select from social.post_history(social_tests.post_id(''dawn''))'
]) as statement;

select is(
  (select count(*) from outcomes), 20::bigint, 'the test covers 20 statements');
select is_empty(
  $$select * from outcomes where outcome <> '1 rows'$$,
  'every function succeeds without direct table access');
select pg_temp.run('bob', 'select from social.' || relation)
from social_private.readable_tables;
select is_empty(
  $$select * from outcomes where statement like '% social.%' and statement !~ '\('
    and outcome !~ '^42501'$$,
  'a signed-in person can read no table directly');
select social_tests.act_as_service();
select lives_ok('select * from social.posts', 'the secret key can read a table directly');

select * from finish();
rollback;
