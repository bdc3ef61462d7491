begin;
select plan(6);
select social_tests.person(name) from unnest(array['alice', 'bob', 'carol', 'mona', 'otto']) as name;
select social_tests.staff('mona'), social_tests.staff('otto', 'administrator');
-- Returns the kinds and objects of a person's decisions, latest first.
create function pg_temp.decisions(name text) returns uuid[] language plpgsql as $$
begin
  perform social_tests.act_as(decisions.name);
  return array(select object_id from social.notifications() where kind like '%decision');
end;
$$;
create temp table ids (name text, id uuid);
grant select, insert on ids to authenticated;

-- Two decided reports of the same person
select social_tests.act_as('bob');
select social.report_profile(social_tests.id('alice'), 'spam');
insert into ids select 'first report', social_tests.report_id('bob');
select social.report_profile(social_tests.id('carol'), 'spam');
insert into ids
select 'second report', id from social.my_reports()
where target_id = social_tests.id('carol');
select social_tests.act_as('mona');
select social.resolve_report(id, 'dismissed', 'Fine') from ids order by name;
select is(cardinality(pg_temp.decisions('bob')), 2, 'each decided report has a notification');
select social_tests.act_as_operator();
delete from social_private.reports where id = (select id from ids where name = 'first report');
select is(pg_temp.decisions('bob'), array(select id from ids where name = 'second report'),
  'another decided report does not keep the notification of a deleted report');
select social_tests.act_as_operator();
alter table social_private.reports disable trigger keep_report;
update social_private.reports set decision = null, decided_at = null;
alter table social_private.reports enable trigger keep_report;
select is(pg_temp.decisions('bob'), array[]::uuid[],
  'the notification disappears while the operator opens the report again');

-- Two decided appeals of the same person
select social_tests.act_as('mona');
select social.moderate_profile(social_tests.id('alice'), 'limit', 'Rude');
select social_tests.act_as('alice');
insert into ids select 'first sanction', social_tests.sanction_id('alice');
select social.appeal_sanction(social_tests.sanction_id('alice'), 'Sorry');
select social_tests.act_as('otto');
select social.decide_appeal(social_tests.appeal_id('alice'), 'overturned', 'Yes');
select social_tests.act_as('mona');
select social.moderate_profile(social_tests.id('alice'), 'limit', 'Rude again');
select social_tests.act_as('alice');
insert into ids select 'second sanction', social_tests.sanction_id('alice');
select social.appeal_sanction(social_tests.sanction_id('alice'), 'Sorry');
select social_tests.act_as('otto');
select social.decide_appeal(social_tests.appeal_id('alice'), 'upheld', 'No');
select is(cardinality(pg_temp.decisions('alice')), 2, 'each decided appeal has a notification');
select social_tests.act_as_operator();
delete from social_private.appeals
where sanction_id = (select id from ids where name = 'first sanction');
select is(pg_temp.decisions('alice'), array(select id from ids where name = 'second sanction'),
  'another decided appeal does not keep the notification of a deleted appeal');
select social_tests.act_as_operator();
update social_private.appeals set decision = null, decided_at = null;
select is(pg_temp.decisions('alice'), array[]::uuid[],
  'the notification disappears while the operator opens the appeal again');

select * from finish();
rollback;
