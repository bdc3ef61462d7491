begin;
select plan(10);
select social_tests.person(name) from unnest(array['alice', 'bobby', 'carol']) as name;
select social_tests.follow('alice', name) from unnest(array['bobby', 'carol']) as name;
select social_tests.follow('bobby', 'alice');
select social_tests.post(name, name || ' post') from unnest(array['bobby', 'carol']) as name;
select social_tests.post('alice', 'sunrise');
select social_tests.comment('bobby', 'sunrise', 'nice');

select social_tests.act_as('alice');
select is(
  (select array_agg(caption) from social.home_feed()), array['sunrise', 'carol post', 'bobby post'],
  'before the mute, the home feed contains the posts of both followed people');
select is(
  (select (follow_state, is_muted, mute_expires_at)::text
    from social.mute_profile(social_tests.id('bobby'))),
  '(accepted,t,)', 'muting a person does not end the follow');
select is(
  (select array_agg(caption) from social.home_feed()), array['sunrise', 'carol post'],
  'the home feed does not contain posts of the muted person');
select is(
  (select array_agg(caption) from social.profile_posts(social_tests.id('bobby'))),
  array['bobby post'], 'profile_posts still lists the posts of the muted person');
select is(
  (select caption from social.post(social_tests.post_id('bobby post'))), 'bobby post',
  'the muter can still open a post of the muted person');
select is(
  (select array_agg(body) from social.post_comments(social_tests.post_id('sunrise'))),
  array['nice'], 'the muter still sees comments of the muted person');
select is(
  (select array_agg(username) from social.profile_search('bobby')), array['bobby'],
  'a search by the muter still finds the muted person');
select social_tests.act_as('bobby');
select is(
  (select array_agg(caption) from social.home_feed()), array['sunrise', 'bobby post'],
  'the muted person still sees the posts of the muter');

select social_tests.act_as('alice');
select is(
  (select is_muted from social.unmute_profile(social_tests.id('bobby'))), false,
  'unmute_profile removes a mute');
select is(
  (select array_agg(caption) from social.home_feed()), array['sunrise', 'carol post', 'bobby post'],
  'after the unmute, the home feed contains the posts of both followed people again');

select * from finish();
rollback;
