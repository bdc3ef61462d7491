begin;
select plan(4);
select social_private.set_direct_table_access('everybody');
select social_tests.person(name) from unnest(array['alice', 'mallory']) as name;
select social_tests.follow('alice', 'mallory');
select social_tests.follow('mallory', 'alice');
select social_tests.post('mallory', 'ugly');
select social_tests.post('alice', 'sunrise');
select social_tests.comment('mallory', 'sunrise', 'hm');

-- Returns everything that the muted person can read, as one text.
create function pg_temp.everything() returns text language plpgsql as $$
declare
  read text;
  reading text := '';
begin
  foreach read in array array[
    'profiles', 'profile_counts', 'follows', 'posts', 'post_counts', 'comments', 'comment_counts',
    'profile(social_tests.id(''alice''))', 'my_profile()', 'home_feed()', 'profile_search()',
    'profile_followers(social_tests.id(''alice''))',
    'profile_following(social_tests.id(''alice''))',
    'profile_followers(auth.uid())', 'profile_posts(social_tests.id(''alice''))',
    'post(social_tests.post_id(''sunrise''))',
    'post_comments(social_tests.post_id(''sunrise''))', 'muted_profiles()',
    'follow_profile(social_tests.id(''alice''))', 'unmute_profile(social_tests.id(''alice''))'
  ] loop
    execute format(
      'select concat(%L, count(*), string_agg(r::text, '','' order by r::text)) from social.%s r',
      reading, read) into reading;
  end loop;
  return reading;
end;
$$;
create temp table before (reading text);
grant all on before to authenticated;

select social_tests.act_as('mallory');
insert into before select pg_temp.everything();
select social_tests.act_as('alice');
select social.mute_profile(social_tests.id('mallory'));
select is(
  (select array_agg(caption) from social.home_feed()), array['sunrise'],
  'SEC-32 the home feed of the muter does not contain posts of a muted person');
select social_tests.act_as('mallory');
select is(
  pg_temp.everything(), (select reading from before),
  'SEC-32 a muted person reads exactly the same data as before the mute');
select is(
  (social.like_post(social_tests.post_id('sunrise'))).is_liked, true,
  'SEC-32 a muted person can still like posts of the muter');
select lives_ok(
  $$select social.add_comment(social_tests.post_id('sunrise'), 'hm')$$,
  'SEC-32 a muted person can still comment on posts of the muter');

select * from finish();
rollback;
