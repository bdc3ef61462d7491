begin;
select plan(9);
select social_tests.person(name)
from unnest(array['viewer', 'friend', 'stranger', 'blocked', 'muted']) as name;
select social_tests.person('locked', true);
select social_tests.follow('viewer', 'friend');
select social_tests.post(name, name || ' #sea')
from unnest(array['viewer', 'friend', 'stranger', 'blocked', 'muted', 'locked']) as name;
select social_tests.post('stranger', 'narrow #sea', 'followers');
select social_tests.post('stranger', 'both #sun #sea'), social_tests.post('stranger', 'no hashtag');
select social_tests.post('stranger', 'a spoiler #sea'), social_tests.post('friend', 'my spoiler');
select social_tests.block('blocked', 'viewer');
insert into social_private.mutes (muter_id, muted_id)
values (social_tests.id('viewer'), social_tests.id('muted'));
create function pg_temp.home() returns text[] language sql as $$
  select array_agg(caption || ' ' || coalesce(reason ->> 'hashtag', reason ->> 'kind'))
  from social.home_feed()
$$;

select social_tests.act_as('viewer');
select is(pg_temp.home(),
  array['my spoiler followed', 'friend #sea followed', 'viewer #sea own'],
  'the home feed says whether a post is there because of its author or is an own post');
select social.follow_hashtag('sea'), social.follow_hashtag('sun');
select is(pg_temp.home(), array['my spoiler followed', 'a spoiler #sea sea', 'both #sun #sea sea',
  'stranger #sea sea', 'friend #sea followed', 'viewer #sea own'],
  'public posts with a followed hashtag join the home feed, and name the hashtag');
select is(pg_temp.home(), pg_temp.home(), 'a cached feed shows the same');
select is(
  social_tests.walk('select caption as item, cursor from social.home_feed(%L, 2)'),
  (select array_agg(caption) from social.home_feed()),
  'the pages of such a feed neither repeat nor skip posts');
select social_tests.act_as_operator();
insert into social_private.muted_words (profile_id, word, display)
values (social_tests.id('viewer'), 'spoiler', 'spoiler');
select social_tests.act_as('viewer');
select is(pg_temp.home(), array[
  'both #sun #sea sea', 'stranger #sea sea', 'friend #sea followed', 'viewer #sea own'],
  'the home feed leaves out posts of others with a muted word');
select social.unfollow_hashtag('sea');
select is(pg_temp.home(),
  array['both #sun #sea sun', 'friend #sea followed', 'viewer #sea own'],
  'the posts leave the feed when the person unfollows the hashtag');
select social_tests.act_as_operator();
update social.posts set visibility = 'followers' where caption like 'both%';
select social_tests.act_as('viewer');
select is(pg_temp.home(), array['friend #sea followed', 'viewer #sea own'],
  'a post leaves the feed when it is no longer public');
select social_tests.act_as_operator();
update social.posts set visibility = 'public' where caption like 'both%';
update social_private.config set discovery = false;
select social_tests.act_as('viewer');
select is(pg_temp.home(), array['friend #sea followed', 'viewer #sea own'],
  'without config.discovery no hashtag joins the feed');
select social_tests.act_as_operator();
update social_private.config set discovery = true;
select social_tests.act_as('viewer');
select is((pg_temp.home())[1], 'both #sun #sea sun', 'with config.discovery they join it again');

select * from finish();
rollback;
