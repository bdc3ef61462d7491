begin;
select plan(8);
select social_tests.person(name) from unnest(array['alice', 'bob', 'carol', 'dave']) as name;
select social_tests.post('carol', 'sunrise');
select social_tests.post('dave', 'sunset');
select social_tests.comment('carol', 'sunset', 'Hello');
select social_tests.upload('carol');
insert into social_private.exports (profile_id, finished_at, expires_at)
values (social_tests.id('carol'), now(), now());
insert into social_private.export_parts (path, export_id, number, bytes, item_count)
select social_tests.upload('carol', 'social-exports'), id, 1, 5, 5 from social_private.exports;
select social_tests.like('alice', 'sunset');
update social.posts set deleted_at = now() - interval '1 year' where caption = 'sunrise';
update social.comments set deleted_at = now() - interval '1 year', deleted_by = 'author',
  deleter_id = author_id;
update social_private.uploads set created_at = now() - interval '1 week';
select social_tests.sign_in('alice');
select social.delete_profile(true);
select social_tests.sign_in('bob');
select social.delete_profile(true);
select social_tests.act_as_operator();
create function public.keep() returns trigger language plpgsql as 'begin return null; end';
create trigger keep before delete on social.likes for each row execute function public.keep();
create trigger keep before delete on auth.users for each row execute function public.keep();
create trigger keep before delete on social.posts for each row execute function public.keep();
create trigger keep before delete on social.comments for each row execute function public.keep();
create trigger keep before delete on social_private.uploads
for each row execute function public.keep();
create trigger keep before delete on social_private.export_parts
for each row execute function public.keep();

create function pg_temp.calls() returns integer language plpgsql as $$
begin
  for calls in 1..20 loop
    if (social_private.run_maintenance(1000)).is_done then
      return calls;
    end if;
  end loop;
  return null;
end;
$$;
select isnt(pg_temp.calls(), null, 'the worker ends although triggers of the host keep rows');
select is(
  array(select queue || ' ' || error from social_private.failed_work order by queue, error),
  array[
    'accounts 27000: A trigger keeps a row of auth.users.',
    'accounts 27000: A trigger keeps a row of social.likes.',
    'comments 27000: A trigger keeps a row of social.comments.',
    'expired_exports 27000: A trigger keeps a row of social_private.export_parts.',
    'posts 27000: A trigger keeps a row of social.posts.',
    'uploads 27000: A trigger keeps a row of social_private.uploads.'
  ], 'the note says which table keeps its rows');
select is((select count(*) from social_private.erasures where erased_at is null), 2::bigint,
  'no receipt says that an account is erased whose rows a trigger keeps');

drop trigger keep on social.posts;
select social_tests.like('dave', 'sunrise');
update social_private.failed_work set retry_at = now() where queue = 'posts';
select pg_temp.calls();
select is((select attempts from social_private.failed_work where queue = 'posts'), 2,
  'a post stays if a trigger keeps its likes');
select is(array(select caption from social.posts order by 1), array['sunrise', 'sunset'],
  'no like without a post is left behind');

update social.posts set deleted_at = null;
select pg_temp.calls();
select is((select count(*) from social_private.failed_work where queue = 'posts'), 0::bigint,
  'the note disappears when the operator restores the row');
delete from social_private.file_deletions;
select is(social_private.is_work_due(), false, 'no work is due while triggers keep the rows');
create or replace function public.keep() returns trigger language plpgsql as
'begin return old; end';
update social_private.failed_work set retry_at = now() where queue = 'accounts';
select pg_temp.calls();
select is((select count(*) from social_private.erasures where erased_at is null), 0::bigint,
  'the accounts are erased when the triggers are gone');

select * from finish();
rollback;
