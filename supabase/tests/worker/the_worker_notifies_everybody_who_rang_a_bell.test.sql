begin;
select plan(12);
select social_tests.person(name) from unnest(array['alice', 'bob', 'mallory']) as name;
select social_tests.person('fan' || number) from generate_series(1, 5) as number;
update social_private.config set allow_text_posts = true;
update social_private.worker_state set sweep_at = now() + interval '1 hour';
select social_tests.act_as('fan' || number), social.ring_bell(social_tests.id('alice'))
from generate_series(1, 5) as number;
select social_tests.act_as('mallory');
select social.ring_bell(social_tests.id('alice')), social.ring_bell(social_tests.id('bob'));
select social_tests.act_as_operator();
select is(social_private.is_work_due(), false, 'no work is due before anybody posts');
select social_tests.act_as('alice');
select social.create_post('sunrise');
select social.create_post('for me', '[]', 'only_me');
select social_tests.act_as_operator();
-- Mallory may not see the posts any more.
insert into social_private.blocks (blocker_id, blocked_id)
values (social_tests.id('alice'), social_tests.id('mallory'));
select is(social_private.is_work_due(), true, 'work is due when a bell rings');

create function pg_temp.told(caption text) returns bigint language sql
return (
  select count(*) from social_private.notifications
  where object_id = social_tests.post_id(told.caption));
-- Reads the numbers of notified people after each call, until the worker is done.
create function pg_temp.calls() returns bigint[] language plpgsql as $$
declare
  counts bigint[] := '{}';
begin
  for calls in 1..20 loop
    if (social_private.run_maintenance(2)).is_done then
      return counts;
    end if;
    counts := counts || pg_temp.told('sunrise');
  end loop;
  return null;
end;
$$;
select is(
  (select array[max(after - before), min(after - before)] from (
    select told as after, lag(told, 1, 0::bigint) over (order by place) as before
    from unnest(pg_temp.calls()) with ordinality as told (told, place)
  ) as steps), array[2, 0]::bigint[],
  'each call looks at no more people than its limit, and the last call says that it is done');
select is(pg_temp.told('sunrise'), 5::bigint,
  'everybody who rang the bell and may see the post is notified once');
select is(pg_temp.told('for me'), 0::bigint, 'nobody is notified of a post that only its author sees');
select is(social_private.is_work_due(), false, 'no work is due after everybody was notified');
select social_tests.act_as('fan1');
select is(
  (select kind || ' ' || actors[1].username from social.notifications()), 'new_post alice',
  'a person who rang the bell finds the new post');

-- One post fails, because a trigger of the host raises an error.
select social_tests.act_as_operator();
create function public.refuse() returns trigger language plpgsql as $$
begin
  if new.object_id = social_tests.post_id('broken') then
    raise exception 'no';
  end if;
  return new;
end;
$$;
create trigger refuse before insert on social_private.notifications
for each row execute function public.refuse();
select social_tests.act_as('alice');
select social.create_post('broken');
select social_tests.act_as('bob');
select social.create_post('sunset');
select social_tests.work();
select is(pg_temp.told('sunset'), 1::bigint,
  'a bell rings although the notifications of an earlier post fail');
select is(
  array(select queue || ' ' || attempts from social_private.failed_work), array['bells 1'],
  'the failure is noted');
select is(social_private.is_work_due(), false, 'no work is due during the pause after a failure');
drop trigger refuse on social_private.notifications;
update social_private.failed_work set retry_at = now();
select social_tests.work();
select is(pg_temp.told('broken'), 5::bigint, 'the worker tries the post again after the pause');
select is_empty('select from social_private.failed_work', 'the note disappears after the success');

select * from finish();
rollback;
