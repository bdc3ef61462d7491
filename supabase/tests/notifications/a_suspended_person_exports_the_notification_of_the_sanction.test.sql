begin;
select plan(4);
select social_tests.person(name) from unnest(array['alice', 'bob', 'mona']) as name;
select social_tests.staff('mona', 'administrator');
create function pg_temp.exported(name text) returns text[] language sql security definer
return array(
  select item ->> 'kind'
  from social_private.export_items(social_tests.id(exported.name), 'notifications', '', 100)
  where item is not null order by 1
);
select social_tests.act_as('alice');
select social.report_profile(social_tests.id('bob'), 'spam');
select social_tests.act_as('bob');
select social.follow_profile(social_tests.id('alice'));
select social_tests.act_as('mona');
select social.resolve_report(social_tests.report_id('alice'), 'dismissed', 'Fine');
select social.moderate_profile(social_tests.id('alice'), 'suspend', 'Rude');
select social_tests.act_as_operator();
select is(pg_temp.exported('alice'), array['follow', 'report_decision', 'sanction'],
  'the export of a suspended person contains the notifications of staff');
select social_tests.act_as('mona');
select social.moderate_profile(social_tests.id('alice'), 'restore', 'Fine');
select social_tests.act_as_operator();
select is(pg_temp.exported('alice'), array['follow', 'report_decision', 'sanction'],
  'the export contains the same notifications after the suspension');
select is(social_tests.inbox('alice'), array['sanction', 'report_decision', 'follow bob'],
  'the list contains the same notifications after the suspension');
select social_tests.act_as('mona');
select social.moderate_profile(social_tests.id('bob'), 'suspend', 'Rude');
select social_tests.act_as_operator();
select is(pg_temp.exported('alice'), array['report_decision', 'sanction'],
  'the export of an active person contains no notification by a suspended person');

select * from finish();
rollback;
