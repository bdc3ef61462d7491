begin;
select plan(12);
select social_tests.person(name) from unnest(array['kept', 'old', 'chief']) as name;
select social_tests.post('old', 'of old');
select social_tests.staff('chief', 'administrator');
create function pg_temp.merge(a text, b text) returns text language sql as $$
  select format('select social_private.merge_profiles(%L, %L, %L)', a, b, 'One person')
$$;

select throws_ok(pg_temp.merge('old', 'nobody'), 'PT404', 'profile_not_found',
  'both people must exist');
select throws_ok(pg_temp.merge(null, 'kept'), 'PT404', 'profile_not_found', 'null is nobody');
select throws_ok(pg_temp.merge('old', 'OLD'), 'PT422', 'merge_invalid',
  'an account cannot be merged into itself');
update social.profiles set username = 'newer' where username = 'old';
select throws_ok(pg_temp.merge('old', 'newer'), 'PT422', 'merge_invalid',
  'a former username is the same account');
select throws_ok(pg_temp.merge('chief', 'kept'), 'PT409', 'merge_refused',
  'staff do not lose their role silently');
create function pg_temp.with_state(name text, assignment text) returns text language plpgsql as $$
declare
  answer text := 'merged';
begin
  execute format('update social_private.accounts set %s where profile_id = %L', assignment,
    (select id from social.profiles where username = name));
  begin
    execute pg_temp.merge('newer', 'kept');
  exception when sqlstate 'PT409' then
    answer := sqlerrm;
  end;
  execute format('update social_private.accounts set %s = null', split_part(assignment, ' ', 1));
  return answer;
end;
$$;
select is(pg_temp.with_state('newer', state || ' = now()'), 'merge_refused',
  'a merge is refused while the old account has ' || state)
from unnest(array['suspended_at', 'limited_at', 'deleted_at']) as state;
select is(pg_temp.with_state('kept', state || ' = now()'), 'merge_refused',
  'a merge is refused while the account that stays has ' || state)
from unnest(array['suspended_at', 'unconfirmed_at']) as state;
select is((select author_id from social.posts),
  (select id from social.profiles where username = 'newer'), 'a refused merge moves nothing');
select social_tests.act_as('kept');
select throws_ok(pg_temp.merge('newer', 'kept'), '42501', null, 'nobody but the operator may merge');

select * from finish();
rollback;
