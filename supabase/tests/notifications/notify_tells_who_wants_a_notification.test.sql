begin;
select plan(8);
select social_tests.person(name) from unnest(array['alice', 'bob', 'carol']) as name;
select social_tests.post('alice', 'sunrise');
-- notify() is for functions of your own too, which may not check what the commands check.
create function pg_temp.notifies(actor text) returns boolean language plpgsql as $$
begin
  perform social_tests.act_as_operator();
  delete from social_private.notifications;
  return social_private.notify(
    social_tests.id('alice'), 'post_like', social_tests.id(actor),
    social_tests.post_id('sunrise'), social_tests.post_id('sunrise'),
    social_tests.post_id('sunrise'));
end;
$$;

select ok(pg_temp.notifies('bob'), 'notify() writes a notification');
select social_tests.act_as('alice');
select social.mute_profile(social_tests.id('carol'));
select ok(pg_temp.notifies('bob'), 'a mute of another person does not matter');
select ok(not pg_temp.notifies('carol'), 'a muted person does not notify');
update social_private.mutes set expires_at = now() + interval '1 hour';
select ok(not pg_temp.notifies('carol'), 'a person who is muted for a time does not notify');
update social_private.mutes set expires_at = now();
select ok(pg_temp.notifies('carol'), 'a person whose mute ended notifies');
select social_tests.act_as('alice');
select social.block_profile(social_tests.id('bob'));
select ok(not pg_temp.notifies('bob'), 'a blocked person does not notify');
select social_tests.act_as('carol');
select social.block_profile(social_tests.id('alice'));
select ok(not pg_temp.notifies('carol'), 'a person who blocks the recipient does not notify');
select ok(not pg_temp.notifies('alice'), 'nobody notifies themselves');

select * from finish();
rollback;
