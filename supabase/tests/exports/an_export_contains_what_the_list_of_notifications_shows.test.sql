begin;
select plan(13);
select social_tests.person(name)
from unnest(array['alice', 'bob', 'carol', 'erin', 'frank', 'grace']) as name;
select social_tests.post('alice', 'sunrise'), social_tests.post('bob', 'of bob');
select social_tests.comment('alice', 'of bob', 'mine');
select social_tests.act_as(name), social.like_post(social_tests.post_id('sunrise')),
  social.add_comment(social_tests.post_id('sunrise'), name || ' says'),
  social.follow_profile(social_tests.id('alice'))
from unnest(array['bob', 'carol', 'erin', 'frank', 'grace']) as name;
select social_tests.act_as('bob');
select social.like_comment(social_tests.comment_id('mine'));
select social.add_comment(
  social_tests.post_id('of bob'), 'an answer', social_tests.comment_id('mine'));
select social.add_comment(social_tests.post_id('of bob'), 'Hello @alice');
select social_tests.act_as_operator();
update social_private.config set allow_text_posts = true;
select social_tests.act_as('alice');
select social.ring_bell(social_tests.id('bob'));
select social_tests.act_as('bob');
select social.create_post('news for @alice');
select social_tests.act_as_operator();
select social_tests.staff('grace');
select social_tests.act_as('grace');
select social.moderate_comment(social_tests.comment_id('mine'), 'hide', 'Rude', 'terms');
select social.moderate_comment(social_tests.comment_id('mine'), 'restore', 'A mistake', 'terms');
select social_tests.work();

create function pg_temp.document(stream text default 'notifications', size integer default 100)
  returns setof jsonb language sql security definer
as $$
  select item from social_private.export_items(
    social_tests.id('alice'), document.stream, '', document.size)
  where item is not null
$$;
-- Each notification of the list: its kind, its object and its people, as both show them.
create function pg_temp.exported() returns text[] language sql
return array(
  select format('%s of %s about %s %s: %s', item ->> 'kind',
    coalesce(item #>> '{profile,username}', 'staff'), coalesce(item ->> 'post_id', '-'),
    case when item ->> 'kind' in ('comment', 'reply') then '-'
      else coalesce(item ->> 'comment_id', '-') end,
    (item ->> 'is_seen')::boolean)
  from pg_temp.document() as item order by 1);
create function pg_temp.listed() returns text[] language sql
return array(
  select format('%s of %s about %s %s: %s', kind, coalesce(username, 'staff'),
    coalesce(post_id::text, '-'),
    case when kind in ('comment', 'reply') then '-' else coalesce(comment_id::text, '-') end,
    is_seen)
  from social.notifications() left join lateral unnest(actors) on true order by 1);

select is(
  array(select distinct item ->> 'kind' from pg_temp.document() as item order by 1),
  array['comment', 'comment_like', 'comment_mention', 'follow', 'new_post', 'post_like',
    'post_mention', 'reply', 'sanction'],
  'an export contains every kind of notification');
select is(
  (select count(*) from pg_temp.document() as item where item ->> 'kind' = 'post_like'), 5::bigint,
  'an export names every person of a group, also those whom the list only counts');
select ok(
  (select bool_and((item ->> 'created_at')::timestamptz > now() - interval '1 day')
    from pg_temp.document() as item), 'an export contains the time of each notification');

-- With three people or fewer in each group, the list names everybody, so both are equal.
select social_tests.act_as('carol');
select social.unlike_post(social_tests.post_id('sunrise'));
select social.unfollow_profile(social_tests.id('alice'));
select social.delete_comment(social_tests.comment_id('carol says'));
select social_tests.block('frank', 'alice');
select social_tests.act_as('alice');
select social.mark_notifications_seen((
  select cursor from social.notifications() where kind = 'reply'));
select is(pg_temp.exported(), pg_temp.listed(),
  'an export contains the notifications that the list shows');
select is_empty(
  $$select from pg_temp.document() as item where item::text like '%frank%'$$,
  'an export does not name a person who blocks its owner');
select is_empty(
  $$select from pg_temp.document() as item where item #>> '{profile,username}' = 'carol'$$,
  'an export leaves out what was undone');
select social.mute_profile(social_tests.id('erin'));
select is(pg_temp.exported(), pg_temp.listed(), 'an export leaves out people whom its owner mutes');
select social_tests.act_as_operator();
update social_private.accounts set suspended_at = now() where profile_id = social_tests.id('grace');
insert into social_private.hidden_comments (comment_id, hidden_by)
values (social_tests.comment_id('an answer'), 'staff');
select social_tests.act_as('alice');
select is(pg_temp.exported(), pg_temp.listed(),
  'an export leaves out inactive people and hidden comments');
select social.mark_notifications_read(array(select id from social.notifications()));
select ok(
  (select bool_and((item ->> 'is_read')::boolean) from pg_temp.document() as item),
  'an export says which notifications its owner has read');

select social.set_notification_preference('post_like', 'following');
select social.mute_post_notifications(social_tests.post_id('of bob'));
select is(
  (select item -> 'notification_preferences' from pg_temp.document('settings') as item),
  '[{"kind": "post_like", "from_whom": "following"}]',
  'an export contains what its owner has chosen about notifications');
select is(
  (select item #>> '{profile,username}' from pg_temp.document('bells') as item), 'bob',
  'an export contains the people whose bell its owner rang');
select is(
  (select item #>> '{author,username}' from pg_temp.document('muted_posts') as item), 'bob',
  'an export contains the posts whose notifications its owner muted');
select social.deactivate_profile();
select is(
  array(select item ->> 'kind' from pg_temp.document() as item where item ->> 'kind' = 'post_like'),
  array['post_like'], 'an export of a deactivated person contains their notifications');

select * from finish();
rollback;
