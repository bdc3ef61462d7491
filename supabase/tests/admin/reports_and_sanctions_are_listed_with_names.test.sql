begin;
select plan(7);
select social_tests.person(name) from unnest(array['alice', 'bob', 'mona']) as name;
select social_tests.staff('mona');
select social_tests.post('alice', 'sunrise');
select social_tests.post('alice', 'sunset');
select social_tests.comment('alice', 'sunset', 'rude');
select social_tests.act_as('bob');
select social.report_post(social_tests.post_id('sunrise'), 'spam', 'The same everywhere');
select social.report_profile(social_tests.id('alice'), 'other');
select social_tests.act_as_operator();
select social_private.resolve_report_as(
  null, (select id from social_private.reports where target_kind = 'post'), 'dismissed', 'Allowed');

select results_eq(
  $$
    select
      format('%s %s %s', reporter_username, subject_username, decider_username) collate "default",
      reported_text, note, decision::text
    from social_private.all_reports where target_kind = 'post'
  $$,
  $$values ('bob alice operator', 'sunrise', 'The same everywhere', 'dismissed')$$,
  'a decided report is listed with the names of the reporter and of the reported person');
select results_eq(
  $$
    select format('%s %s', reporter_username, decider_username) collate "default", decision::text
    from social_private.all_reports where target_kind = 'profile'
  $$,
  $$values ('bob ', null::text)$$, 'an open report has no decision');
delete from auth.users where id = social_tests.id('alice');
select is((select count(distinct subject_username)::integer from social_private.all_reports), 1,
  'a report keeps the name of a deleted person');

select social_tests.post('bob', 'moon');
select social_tests.act_as('mona');
select social.moderate_post(social_tests.post_id('moon'), 'hide', 'Advertising');
select social_tests.act_as_operator();
select social_tests.comment('bob', 'moon', 'rude');
insert into social_private.hidden_comments (comment_id, hidden_by)
values (social_tests.comment_id('rude'), 'staff');
update social_private.accounts set limited_at = now() where profile_id = social_tests.id('bob');
select social_private.moderate_person('bob', 'suspend', 'Fraud', 'law');
select results_eq(
  $$
    select action, target_kind, reason, format('%s', actor_username) collate "default"
    from social_private.current_sanctions
    where subject_username = 'bob' order by number
  $$,
  $$values ('hide', 'post', 'Advertising', 'mona'), ('hide', 'comment', null, 'operator'),
    ('limit', 'profile', null, 'operator'), ('suspend', 'profile', 'Fraud', 'operator')$$,
  'the sanctions in force are listed with their reason and with who acted');
select social_private.moderate_person('bob', 'restore', 'A mistake');
select results_eq(
  $$select target_kind from social_private.current_sanctions order by 1$$,
  $$values ('comment'), ('post')$$, 'a lifted sanction is not listed');

select is((select sum(post_count)::integer from social_private.growth_days), 1,
  'growth_days counts the new posts');
select bag_has(
  'select subject from social_private.worker_checks',
  $$values ('last run'), ('accounts'), ('failed work')$$,
  'worker_checks says whether the worker runs and what is overdue');

select * from finish();
rollback;
