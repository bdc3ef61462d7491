begin;
select plan(6);
select social_tests.person(name)
from unnest(array['viewer', 'alice', 'blocked', 'blocker', 'muted', 'once']) as name;
select social_tests.post(name, name || ' #sea')
from unnest(array['viewer', 'alice', 'blocked', 'blocker', 'muted', 'once']) as name;
select social_tests.post('alice', 'a spoiler #sea'), social_tests.post('viewer', 'my spoiler #sea');
select social_tests.block('viewer', 'blocked'), social_tests.block('blocker', 'viewer');
insert into social_private.mutes (muter_id, muted_id, expires_at) values
  (social_tests.id('viewer'), social_tests.id('muted'), null),
  (social_tests.id('viewer'), social_tests.id('once'), now() - interval '1 minute');
insert into social_private.muted_words (profile_id, word, display)
values (social_tests.id('viewer'), 'spoiler', 'spoiler');
create function pg_temp.page(sort text) returns text[] language sql as $$
  select array_agg(caption order by caption) from social.hashtag_posts('sea', sort)
$$;

select social_tests.act_as('viewer');
select is(
  pg_temp.page('newest'), array['alice #sea', 'my spoiler #sea', 'once #sea', 'viewer #sea'],
  'the newest posts leave out blocks, mutes and muted words, but not the own posts');
select is(pg_temp.page('top'), pg_temp.page('newest'), 'the order top leaves out the same posts');
select is(
  (select array_agg(caption) from social.hashtag_posts('sea', page_size => 2)),
  array['my spoiler #sea', 'once #sea'],
  'a page is full although posts are left out');
select social_tests.act_as('blocked');
select is(cardinality(pg_temp.page('newest')), 6, 'a blocked person does not see the blocker');
select social_tests.act_as_anon();
select is(cardinality(pg_temp.page('newest')), 8, 'everybody else sees all posts');
select is(cardinality(pg_temp.page('top')), 8, 'everybody else sees all posts in the order top');

select * from finish();
rollback;
