begin;
select plan(2);
select social_tests.person(name) from unnest(array['alice', 'bob']) as name;
update auth.users set phone = '491701234567' where id = social_tests.id('alice');
create function pg_temp.log(note text, actor text, name text, traits json default null)
  returns void language sql as $$
  insert into auth.audit_log_entries (instance_id, id, payload, created_at, ip_address)
  values ('00000000-0000-0000-0000-000000000000', gen_random_uuid(), json_build_object(
    'action', log.note, 'actor_id', log.actor, 'actor_username', log.name, 'traits', log.traits),
    now(), '192.0.2.1')
$$;
create function pg_temp.log_all() returns void language sql as $$
  select
    pg_temp.log('by id', social_tests.id('alice')::text, 'old@example.com'),
    pg_temp.log('in traits', gen_random_uuid()::text, 'service_role',
      json_build_object('user_id', social_tests.id('alice'))),
    pg_temp.log('by address', null, 'Alice@Example.com'),
    pg_temp.log('by phone', gen_random_uuid()::text, '491701234567'),
    pg_temp.log('by address in traits', gen_random_uuid()::text, 'service_role',
      json_build_object('user_email', 'alice@example.com')),
    pg_temp.log('by another person', social_tests.id('bob')::text, 'alice@example.com'),
    pg_temp.log('about nobody', gen_random_uuid()::text, 'xalice@example.com'),
    pg_temp.log('without traits', null, null, '"alice"')
$$;
create function pg_temp.logged() returns text[] language sql as $$
  select array_agg(payload ->> 'action' order by payload ->> 'action') from auth.audit_log_entries
$$;
create function pg_temp.leave(name text) returns void language plpgsql as $$
begin
  perform social_tests.sign_in(leave.name);
  perform social.delete_profile(true);
  perform social_tests.work();
end;
$$;
delete from auth.audit_log_entries;
select pg_temp.log_all();
insert into auth.flow_state (id, user_id, provider_type, authentication_method)
select gen_random_uuid(), social_tests.id(name), 'email', 'magiclink'
from unnest(array['alice', 'bob']) as name;

select pg_temp.leave('alice');
select is(pg_temp.logged(), array['about nobody', 'by another person', 'without traits'],
  'an erasure deletes the log entries of Auth about the person, and no others');
select is(array(select user_id from auth.flow_state), array[social_tests.id('bob')],
  'an erasure deletes the unfinished sign-ins of the person, and no others');

select * from finish();
rollback;
