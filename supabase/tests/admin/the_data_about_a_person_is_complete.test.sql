begin;
select plan(9);
select social_tests.person(name) from unnest(array['alice', 'bob']) as name;
select social_tests.post('alice', 'sunrise #sky');
select social_tests.post('alice', 'gone');
update social.posts set deleted_at = now() where caption = 'gone';
select social_tests.comment('bob', 'sunrise #sky', 'nice');
select social_tests.block('bob', 'alice');
select social_tests.act_as('bob');
select social_tests.act_as_operator();
insert into social_private.reports
  (reporter_id, target_kind, target_id, subject_id, reason, snapshot, media_paths)
values (social_tests.id('bob'), 'profile', social_tests.id('alice'), social_tests.id('alice'),
  'other', '{}', '{}');
select social_tests.insert_factor('alice');
update auth.users set encrypted_password = 'mark-of-a-secret', recovery_token = 'mark-of-a-secret'
where id = social_tests.id('alice');
create table public.orders (id integer, buyer_id uuid references social.profiles (id));
insert into public.orders values (7, social_tests.id('alice')), (8, social_tests.id('bob'));
insert into auth.audit_log_entries (id, payload, ip_address)
values (gen_random_uuid(), json_build_object('actor_id', social_tests.id('alice')), '192.0.2.7');

create temp table found as select * from social_private.personal_data('alice');
select bag_has(
  'select source from found',
  $$values ('auth.users.id'), ('social.profiles.id'), ('social_private.accounts.profile_id'),
    ('social.posts.author_id'), ('social_private.blocks.blocked_id'),
    ('social_private.reports.subject_id'), ('auth.audit_log_entries')$$,
  'the data has the login, the profile, posts, blocks, reports and the log of Auth');
select set_eq(
  $$select item ->> 'caption' from found where source = 'social.posts.author_id'$$,
  array['sunrise #sky', 'gone'], 'it has deleted posts');
select is_empty($$select * from found where item::text like '%mark-of-a-secret%'
  or item::text like '%JBSWY3DPEHPK3PXP%'$$, 'it has no password, token or secret of the login');
select is((select item ->> 'ip_address' from found where source = 'auth.audit_log_entries'),
  '192.0.2.7', 'it has the addresses that Auth has logged');
select is((select array_agg(item ->> 'id') from found where source = 'public.orders.buyer_id'),
  '{7}', 'it has the rows of tables of your own');
select is_empty(
  $$select * from found where item ->> 'body' = 'nice'$$, 'it has no comments of others');
select is(
  (select item #>> '{hashtags,0,hashtag}' from found where item ->> 'caption' like '%#sky'),
  'sky', 'it has the hashtags');
select throws_ok($$select * from social_private.personal_data('nobody')$$, 'PT404',
  'profile_not_found', 'an unknown username is an error');

-- A new column that names a person must be added to person_columns(), or to this list.
select is_empty(
  $$
    select attrelid::regclass, attname
    from pg_attribute join pg_class on pg_class.oid = attrelid
    where relnamespace in ('social'::regnamespace, 'social_private'::regnamespace)
      and relkind = 'r' and relpersistence = 'p' and attnum > 0 and not attisdropped
      and atttypid = 'uuid'::regtype
      and attname !~ '^(id|epoch|root_id|parent_id)$'
      and attname !~ '(^|_)(post|comment|group|report|object|target)_id$'
      and attname !~ '^(lease|export|row|sanction|result|old|new|before|after)_id$'
      and (attrelid::regclass::text, attname::text)
        not in (select relation::text, name from social_private.person_columns())
      and attrelid::regclass::text not in (
        -- What other tables say too, and work for the worker.
        'social_private.hashtag_posts', 'social_private.post_words',
        'social_private.post_scores', 'social_private.explore_pool',
        'social_private.profile_counters', 'social_private.uncounted_edges',
        'social_private.uncounted_comments', 'social_private.count_updates',
        'social_private.bell_posts', 'social_private.feed_changes',
        'social_private.latest_posts', 'social_private.popular_profiles',
        'social_private.watched_posts',
        -- A transaction leaves no row in it.
        'social_private.acting_calls')
  $$,
  'every column that names a person is searched');

select * from finish();
rollback;
