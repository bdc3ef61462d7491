begin;
select plan(22);
select social_tests.person(name) from unnest(array['anna', 'former', 'bob', 'carol', 'dave']) name;
update social_private.config set discovery = true, notifications = true, allow_text_posts = true;
create temp table people as select username as name, id from social.profiles;
grant select on people to authenticated;
create function pg_temp.id(name text) returns uuid language sql stable as
  $$select people.id from people where people.name = $1$$;

-- The old account does and gets one of everything.
select social_tests.act_as('former');
select set_config('my.post', (social.create_post(caption => 'Hello #sun @bob')).id::text, true);
select social_tests.act_as_operator();
select social_tests.post('bob', 'sunrise'), social_tests.post('anna', 'own', 'followers');
select social_tests.act_as('former');
select social.like_post(social_tests.post_id('sunrise'));
select social.save_post(social_tests.post_id('sunrise'));
select set_config('my.comment',
  (social.add_comment(social_tests.post_id('sunrise'), 'nice @carol')).id::text, true);
select social.follow_profile(pg_temp.id('bob')), social.follow_profile(pg_temp.id('anna'));
select social.block_profile(pg_temp.id('dave')), social.mute_profile(pg_temp.id('carol'));
select social.ring_bell(pg_temp.id('bob')), social.mute_word('rain');
select social.follow_hashtag('moon'), social.dismiss_suggestion(pg_temp.id('carol'));
select social.mute_post_notifications(social_tests.post_id('sunrise'));
select social.report_profile(pg_temp.id('carol'), 'spam');
select social_tests.act_as('bob');
select social.follow_profile(pg_temp.id('former')), social.ring_bell(pg_temp.id('former'));
select social.like_post(current_setting('my.post')::uuid);
select social.like_comment(current_setting('my.comment')::uuid);
select social.add_comment(current_setting('my.post')::uuid, 'hi @former');
select social.report_post(current_setting('my.post')::uuid, 'spam');
select social_tests.act_as('former');
select social.add_close_friend(pg_temp.id('bob'));
select social.show_less(social_tests.post_id('sunrise'), 'author');
select social_tests.act_as_operator();
insert into social_private.imported_items values
  (pg_temp.id('former'), gen_random_uuid(), gen_random_uuid());
insert into social_private.post_scores (post_id, author_id, score)
values (current_setting('my.post')::uuid, pg_temp.id('former'), 1);
insert into social_private.explore_pool
values (1, 1, current_setting('my.post')::uuid, pg_temp.id('former'), 1);
insert into social_private.watched_posts (post_id, author_id, watched_until)
values (current_setting('my.post')::uuid, pg_temp.id('former'), now() + interval '1 hour');
insert into social_private.bell_posts (post_id, author_id)
values (current_setting('my.post')::uuid, pg_temp.id('former')) on conflict do nothing;
insert into social_private.follow_pauses values (pg_temp.id('former'), pg_temp.id('carol')),
  (pg_temp.id('carol'), pg_temp.id('former'));
insert into social_private.mutes values (pg_temp.id('dave'), pg_temp.id('former'));
insert into social_private.blocks values (pg_temp.id('dave'), pg_temp.id('former'));
insert into social_private.dismissed_suggestions values (pg_temp.id('bob'), pg_temp.id('former'));
insert into social_private.feed_dampers (profile_id, kind, author_id, expires_at)
values (pg_temp.id('bob'), 'author', pg_temp.id('former'), now() + interval '1 day');
-- Counts the rows that name a person, for each column of each table.
create function pg_temp.named(name text)
  returns table (place text, rows bigint) language plpgsql as $$
begin
  for place in
    select format('%s.%I', attrelid::regclass, attname) from pg_attribute
    join pg_class on pg_class.oid = attrelid and relkind = 'r'
    where relnamespace in ('social'::regnamespace, 'social_private'::regnamespace)
      and not attisdropped and atttypid = 'uuid'::regtype and attnum > 0
  loop
    execute format('select count(*) from %s where %s = %L', substring(place from '^(.*)[.]'),
      substring(place from '[^.]+$'), pg_temp.id(named.name)) into rows;
    return next;
  end loop;
end;
$$;
create temp table before_merge as
select place, a.rows as anna, f.rows as former
from pg_temp.named('anna') as a join pg_temp.named('former') as f using (place);

-- In the SQL editor, an operator may look at the tables as a person.
select set_config('request.jwt.claims', social_tests.claims('bob')::text, true);
select is((merged.post_count, merged.comment_count, merged.like_count, merged.follow_count)::text,
  '(1,1,1,2)', 'the result says how many rows moved')
from social_private.merge_profiles('former', '@Anna', 'One person') as merged;
select social_tests.act_as_operator();

select is((select count(*) from auth.users where id = pg_temp.id('former')), 0::bigint,
  'the login of the old account is deleted');
-- Looks for the id of the old account in every column, so that no table is forgotten.
create function pg_temp.left_over() returns setof text language plpgsql as $$
declare
  place record;
  is_left boolean;
begin
  for place in
    select attrelid::regclass as relation, attname as name from pg_attribute
    join pg_class on pg_class.oid = attrelid and relkind in ('r', 'p')
    where relnamespace in ('social'::regnamespace, 'social_private'::regnamespace)
      and not attisdropped and (atttypid = 'uuid'::regtype or atttypid = 'uuid[]'::regtype)
      and attrelid <> 'social_private.audit_log'::regclass
  loop
    execute format('select exists (select from %s where %I::text like %L)',
      place.relation, place.name, '%' || pg_temp.id('former') || '%') into is_left;
    if is_left then
      return next place.relation || '.' || place.name;
    end if;
  end loop;
end;
$$;
select is_empty($$select pg_temp.left_over()$$, 'no table names the old account any more');
-- The old account follows the other one, and notified it of that.
select set_eq($$
  select place from pg_temp.named('anna') as now join before_merge using (place)
  where now.rows < anna + former
$$, array['social.follows.followee_id', 'social.follows.follower_id', 'social.profiles.id',
  'social_private.accounts.profile_id', 'social_private.count_updates.person_id',
  'social_private.latest_posts.author_id', 'social_private.notification_groups.recipient_id',
  'social_private.notifications.actor_id', 'social_private.notifications.object_id',
  'social_private.profile_counters.profile_id', 'social_private.rate_buckets.actor_id'],
  'no table loses a row, apart from those between the accounts and those that each has once');
select is_empty('select * from social_private.verify_counters()', 'all counters are exact');
select is_empty($$select * from social_private.count_updates where person_id = pg_temp.id('anna')$$,
  'no count of the account waits for the worker');

select results_eq($$select author_id from social.posts where id = current_setting('my.post')::uuid$$,
  $$select pg_temp.id('anna')$$, 'the post moved');
select results_eq(
  $$select author_id from social.comments where id = current_setting('my.comment')::uuid$$,
  $$select pg_temp.id('anna')$$, 'the comment moved');
select results_eq(
  $$
    select author_id from social_private.hashtag_posts
    union all select author_id from social_private.post_words where words @@ 'hello'::tsquery
  $$, $$select pg_temp.id('anna') from generate_series(1, 2)$$,
  'the page of the hashtag and the search name the new author');
select is((select post_id from social_private.latest_posts where author_id = pg_temp.id('anna')),
  social_tests.post_id('own'), 'the newest post of both is the latest post');
select is((profile_counts.post_count, follower_count, following_count)::text, '(2,1,1)',
  'the account has the posts, followers and follows of both')
from social.profile_counts where profile_id = pg_temp.id('anna');
select results_eq(
  $$select action, target_id, before ->> 'username', actor_role, reason
    from social_private.audit_log order by number desc limit 1$$,
  $$values ('merge', pg_temp.id('anna'), 'former', 'operator', 'One person')$$,
  'the audit log has an entry');
select is_empty('select * from social_private.verify_audit_log()', 'the audit log is intact');
select results_eq($$select reporter_id, subject_id from social_private.reports order by id$$,
  $$values (pg_temp.id('anna'), pg_temp.id('carol')), (pg_temp.id('bob'), pg_temp.id('anna'))$$,
  'the reports name the account that stays');

select is((social.profile_by_username('former')).username, 'anna',
  'the old username leads to the account');
select is(social_private.username_problem('former', pg_temp.id('bob')), 'username_taken',
  'nobody else can take the old username');
select is(social_private.username_problem('former', pg_temp.id('anna')), null,
  'the account may take the old username');
select is(social_private.relationship(pg_temp.id('anna'), pg_temp.id('bob'))::text,
  format('(%s,accepted,accepted,f,f,,t,t)', pg_temp.id('bob')),
  'the follows, the close friend and the bell moved');
select social_tests.act_as('anna');
select throws_ok($$select social.profile(pg_temp.id('dave'))$$, 'PT404', 'profile_not_found',
  'the block moved');
select set_eq($$select kind from social.notifications()$$,
  array['post_like', 'comment', 'follow'],
  'the notifications moved');
select social_tests.act_as('bob');
select is((social.post(current_setting('my.post')::uuid)).author_username, 'anna',
  'others see the post under the name of the account');
select results_eq($$select caption from social.home_feed()$$,
  $$values ('own'), ('sunrise'), ('Hello #sun @bob')$$, 'followers see the posts of both');

select * from finish();
rollback;
