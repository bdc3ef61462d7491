begin;
select plan(4);
select social_tests.person(name) from unnest(array['alice', 'bob', 'carol']) as name;
select social_tests.post('carol', 'sunrise');
insert into social.post_media (post_id, position, path, mime_type, width, height)
values (social_tests.post_id('sunrise'), 3, 'a.jpg', 'image/jpeg', 1, 1);
update social.posts set deleted_at = now() - interval '1 year';
select social_tests.sign_in(name), social.delete_profile(true)
from unnest(array['alice', 'bob']) as name;
select social_tests.act_as_operator();
select set_config('my.ids', social_tests.id('alice') || ',' || social_tests.id('bob'), true);
create function public.keep() returns trigger language plpgsql as 'begin return null; end';
create trigger keep before delete on social_private.accounts
for each row execute function public.keep();
create trigger keep before delete on social.post_media
for each row execute function public.keep();

select social_tests.work();
select is(
  array(select queue || ' ' || error from social_private.failed_work order by 1),
  array[
    'accounts 27000: A trigger keeps a row of social_private.accounts.',
    'accounts 27000: A trigger keeps a row of social_private.accounts.',
    'posts 27000: A trigger keeps a row of social.posts.'
  ], 'the worker notes a row that stays although a foreign key deletes it');
select is((select count(*) from auth.users), 3::bigint,
  'no login is deleted while one of its rows stays');
select is((select count(*) from social.posts), 1::bigint,
  'no post is deleted while its media stay');

drop function public.keep() cascade;
update social_private.failed_work set retry_at = now();
select social_tests.work();
select is(array(select username::text from social.profiles), array['carol'],
  'the accounts are erased when the triggers are gone');

select * from finish();
rollback;
