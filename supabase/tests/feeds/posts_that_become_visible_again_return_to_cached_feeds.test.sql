begin;
select plan(9);
update social_private.config set allow_text_posts = true;
select social_tests.person(name) from unnest(array['alice', 'bob', 'carol']) as name;
select social_tests.follow('alice', 'bob');
select social_tests.post('bob', 'harbour');
select social_tests.post('bob', 'secret', 'close_friends');
-- Reads the home feed and marks its cache as complete up to now.
create function pg_temp.read() returns text[] language plpgsql security definer as $$
declare
  captions text[];
begin
  select array_agg(caption) into captions from social.home_feed();
  update social_private.feed_caches set settled_at = clock_timestamp();
  return captions;
end;
$$;

select social_tests.act_as('alice');
select social.mute_profile(social_tests.id('bob'));
select is(pg_temp.read(), null, 'the home feed contains no post of a muted person');
select social.unmute_profile(social_tests.id('bob'));
select is(pg_temp.read(), array['harbour'], 'posts of an unmuted person return to the home feed');

select social_tests.act_as('bob');
select social.add_close_friend(social_tests.id('alice'));
select social_tests.act_as('alice');
select is(pg_temp.read(), array['secret', 'harbour'],
  'posts for close friends are in the home feed of a new close friend');

select social_tests.act_as('bob');
select social.deactivate_profile();
select social_tests.act_as_operator();
select is_empty('select * from social_private.latest_posts where post_id is not null',
  'the table latest_posts contains no post of an inactive person');
delete from social_private.feed_caches;
select social_tests.act_as('alice');
select is(pg_temp.read(), null, 'the home feed contains no post of an inactive person');
select social_tests.act_as('bob');
select social.reactivate_profile();
select social_tests.act_as('alice');
select is(pg_temp.read(), array['secret', 'harbour'],
  'posts of a reactivated person return to the home feed');

select social_tests.act_as('bob');
select social.archive_post(social_tests.post_id('harbour'));
select social_tests.act_as_operator();
delete from social_private.feed_caches;
select social_tests.act_as('alice');
select is(pg_temp.read(), array['secret'], 'an archived post is not in the home feed');
select social_tests.act_as('bob');
select social.unarchive_post(social_tests.post_id('harbour'));
select social_tests.act_as('alice');
select is(pg_temp.read(), array['secret', 'harbour'],
  'an unarchived post returns to the home feed');

select social.mute_profile(social_tests.id('bob'), now() + interval '1 hour');
select pg_temp.read();
select social_tests.act_as_operator();
update social_private.mutes set expires_at = now();
update social_private.feed_caches set settled_at = now();
select social_tests.act_as('alice');
select is(pg_temp.read(), array['secret', 'harbour'],
  'posts of a muted person return to the home feed when the mute expires');

select * from finish();
rollback;
