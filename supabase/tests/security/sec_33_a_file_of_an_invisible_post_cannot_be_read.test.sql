begin;
select plan(5);
select social_private.set_direct_table_access('everybody');
select social_tests.person(name)
from unnest(array['mallory', 'open', 'blocker', 'deactivated', 'suspended', 'limited']) as name;
select social_tests.post(name, name || ' post')
from unnest(array['open', 'blocker', 'deactivated', 'suspended', 'limited']) as name;
select social_tests.post('open', caption) from unnest(array['archived', 'hidden']) as caption;
select social_tests.post('open', 'for close friends', 'close_friends');
insert into social.post_media (post_id, position, path, mime_type, width, height)
select posts.id, 0, social_tests.upload(username), 'image/jpeg', 8, 6
from social.posts join social.profiles on profiles.id = author_id;
update social.posts set archived_at = now() where caption = 'archived';
update social.posts set hidden_at = now() where caption = 'hidden';
select social_tests.block('blocker', 'mallory');
update social_private.accounts set
  deactivated_at = case profile_id when social_tests.id('deactivated') then now() end,
  suspended_at = case profile_id when social_tests.id('suspended') then now() end,
  limited_at = case profile_id when social_tests.id('limited') then now() end;
create function pg_temp.captions(paths text[]) returns text[] language sql security definer as $$
  select array_agg(caption order by caption)
  from social.posts join social.post_media on post_id = posts.id
  where path = any (captions.paths)
$$;
create function pg_temp.files() returns text[] language sql
return pg_temp.captions(array(select name from storage.objects));

select social_tests.act_as('mallory');
select is(pg_temp.files(), array['open post'],
  'SEC-33 a person can read only files of visible posts');
select social_tests.act_as_anon();
select is(
  pg_temp.files(), array['blocker post', 'open post'],
  'SEC-33 an anonymous caller can read only files of public posts');
select social_tests.act_as('open');
select is(
  pg_temp.files(),
  array['archived', 'blocker post', 'for close friends', 'hidden', 'open post'],
  'SEC-33 the author can read the files of their archived and hidden posts');
select social_tests.act_as('deactivated');
select is(
  pg_temp.files(), array['blocker post', 'open post'],
  'SEC-33 a deactivated person cannot read their own files');
select social_tests.act_as('suspended');
select is(pg_temp.files(), array['blocker post', 'open post'],
  'SEC-33 a suspended person cannot read their own files');

select * from finish();
rollback;
