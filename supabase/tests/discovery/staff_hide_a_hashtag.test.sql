begin;
select plan(17);
select social_tests.person(name) from unnest(array['alice', 'bob', 'mona']) as name;
select social_tests.staff('mona');
select social_tests.post('alice', 'a #Scam');
select social_private.fold_hashtag_counts(100);
select social_tests.act_as('bob');
select social.follow_hashtag('scam');
create function pg_temp.hide(target social.hashtag_hiding, reason text default 'Spam') returns text
  language plpgsql as $$
declare
  caller text := current_setting('request.jwt.claims', true);
  result text;
begin
  perform social_tests.act_as('mona');
  result := social.hide_hashtag('#SCAM', target, reason)::text;
  perform social_tests.act_as('bob');
  return result;
end;
$$;

select throws_ok($$select social.hide_hashtag('scam', 'trends', 'Spam')$$, 'PT403', 'not_staff',
  'only staff can hide a hashtag');
select is(pg_temp.hide('trends'), '(scam,trends)', 'hiding a hashtag returns where it is hidden');
select is((select count(*) from social.hashtag_posts('scam')), 1::bigint,
  'a hashtag that is hidden from the trends keeps its page');
select is(pg_temp.hide('everywhere'), '(scam,everywhere)', 'staff can hide a hashtag everywhere');
select is(pg_temp.hide('everywhere'), '(scam,everywhere)', 'hiding a hashtag is idempotent');
select is((select count(*) from social.hashtag_posts('scam')), 0::bigint,
  'the page of a hidden hashtag is empty');
select is((social.hashtag('scam'))::text, '(scam,scam,0,t,7363616d)',
  'a hidden hashtag looks like one without posts');
select is(
  (select count(*) from social.hashtag_search('scam')) + (select count(*) from social.followed_hashtags())
    + (select count(*) from social.home_feed()), 0::bigint,
  'a hidden hashtag is not found, not listed and not in the home feed');
select is((select count(*) from social.post_search('a #scam')), 0::bigint,
  'a search for a hidden hashtag finds nothing');
select is((select count(*) from social.post_search('a')), 1::bigint,
  'a search for another word still finds the post');
select throws_ok($$select social.follow_hashtag('scam')$$, 'PT422', 'hashtag_invalid',
  'nobody can follow a hidden hashtag');
select is((select caption from social.post(social_tests.post_id('a #Scam'))), 'a #Scam',
  'the caption stays as it is');
select is(pg_temp.hide(null), '(scam,)', 'staff can show the hashtag again');
select is(
  (select count(*) from social.hashtag_posts('scam')) + (select count(*) from social.hashtag_search('scam'))
    + (select count(*) from social.followed_hashtags()) + (select count(*) from social.home_feed()),
  4::bigint, 'a hashtag that is shown again is on its page, found, listed and in the home feed');
select throws_ok($$select pg_temp.hide('trends', '')$$, 'PT422', 'reason_missing',
  'hiding a hashtag needs a reason');
select social_tests.act_as_operator();
select results_eq(
  $$select action, before ->> 'hidden_from', after ->> 'hidden_from', after ->> 'hashtag', reason,
      actor_id from social_private.audit_log where target_kind = 'hashtag' order by number$$,
  $$values
    ('hide', null, 'trends', 'scam', 'Spam', social_tests.id('mona')),
    ('hide', 'trends', 'everywhere', 'scam', 'Spam', social_tests.id('mona')),
    ('restore', 'everywhere', null, 'scam', 'Spam', social_tests.id('mona'))$$,
  'the audit log has every change, with its reason');
update social_private.hashtags set hidden_from = 'trends' where hashtag = 'scam';
select is(
  (select actor_role from social_private.audit_log order by number desc limit 1), 'operator',
  'the audit log has changes that the operator makes with SQL');

select * from finish();
rollback;
