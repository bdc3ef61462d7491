begin;
select plan(12);
select social_tests.person(name) from unnest(array['alice', 'bob', 'carol']) as name;
select social_tests.follow('bob', 'alice');
select social_tests.follow('alice', 'carol');
select set_config('my.upload', social_tests.upload('alice'), true);
select social_tests.act_as('alice');
select id from social.create_post('picture', social_tests.media(current_setting('my.upload')));
select social_tests.post('alice', 'post ' || n) from generate_series(1, 4) as n;
select social_tests.post('bob', 'his');
select social_tests.comment(name, 'post 1', name || ' says')
from unnest(array['bob', 'carol']) as name;
select social_tests.like('bob', 'post 1');
select social_tests.like('alice', 'his');
select social_tests.comment('alice', 'his', 'mine');
select social_tests.comment('alice', 'his', 'answered');
select social_tests.comment('bob', 'his', 'answer', 'answered');
select social_tests.act_as('alice');
select social.save_post(social_tests.post_id('his'));
select social_tests.sign_in('alice');
select set_config('my.receipt', (select receipt_id from social.delete_profile(true))::text, true);

-- Each call of run_maintenance handles at most two rows, as if the worker were interrupted.
select social_tests.act_as_operator();
create function pg_temp.rounds() returns integer language plpgsql as $$
declare
  rounds integer := 0;
begin
  while not (social_private.run_maintenance(2)).is_done loop
    rounds := rounds + 1;
    if exists (select from social_private.verify_counters()) then
      raise exception 'a counter is wrong after % rounds', rounds;
    end if;
  end loop;
  return rounds;
end;
$$;
select cmp_ok(pg_temp.rounds(), '>', 6,
  'an erasure works in rounds of two rows, and every counter is exact after each round');
select is_empty('select * from auth.users where email like ''alice%''', 'the auth user is deleted');
select is(
  (select array_agg(caption) from social.posts), array['his'],
  'the erasure deletes all posts of the person and no post of others');
select is(
  (select array_agg(body order by body) from social.comments), array['answer', null],
  'an erased person''s comment becomes a tombstone if somebody else has replied to it');
select is((select count(*) from social.follows), 0::bigint,
  'the erasure deletes all follows of the person, in both directions');
select is(
  (select array_agg(path) from social_private.file_deletions), array[current_setting('my.upload')],
  'the files of the erased person are queued for deletion');

select social_tests.act_as_anon();
select is(
  (
    select (
      post_count, media_count, comment_count, like_count, save_count, follow_count, block_count,
      file_count)::text
    from social.erasure_receipt(current_setting('my.receipt')::uuid)
  ),
  '(5,1,2,1,1,2,0,1)', 'the erasure receipt counts each deleted row once');
select isnt(
  (social.erasure_receipt(current_setting('my.receipt')::uuid)).erased_at, null,
  'the erasure receipt contains the time of the erasure');
select is(social.check_username('Alice'), 'taken',
  'the username of an erased person stays reserved');
select is(social.check_username('a1ice'), 'taken',
  'a username that looks like the username of an erased person is also taken');
select social_tests.act_as_operator();
update social_private.username_reservations set released_at = now();
select social_tests.act_as_anon();
select is(social.check_username('alice'), 'available',
  'a username is available after its reservation has expired');
select social_tests.work();
select is((select count(*) from social_private.username_reservations), 0::bigint,
  'maintenance deletes the expired username reservation');

select * from finish();
rollback;
