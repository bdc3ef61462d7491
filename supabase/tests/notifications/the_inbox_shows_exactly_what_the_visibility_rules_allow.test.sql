-- The views of the inbox decide frequent cases without the functions of the visibility rules. This
-- test compares both in random worlds, in which accounts, posts and comments have random states.
begin;
select plan(3);
select social_tests.person('person.' || number) from generate_series(1, 6) as number;
create temp table worlds (number integer, groups bigint, notifications bigint, faults text);

create function pg_temp.build() returns void language plpgsql as $$
declare
  post social.posts;
  parent social.comments;
begin
  delete from social_private.notifications;
  delete from social_private.notification_groups;
  delete from social.posts;
  delete from social.follows;
  delete from social_private.blocks;
  update social_private.accounts set
    is_private = random() < 0.2,
    limited_at = case when random() < 0.1 then now() end,
    suspended_at = case when random() < 0.05 then now() end;
  insert into social.follows (follower_id, followee_id, state, accepted_at)
  select one.id, other.id, state, case when state = 'accepted' then now() end
  from social.profiles as one join social.profiles as other on one.id <> other.id,
    unnest(array['accepted', 'pending']::social.follow_state[]) as state
  where random() < 0.4
  on conflict do nothing;
  insert into social_private.blocks (blocker_id, blocked_id)
  select one.id, other.id from social.profiles as one join social.profiles as other
    on one.id <> other.id
  where random() < 0.1;
  for turn in 1..8 loop
    insert into social.posts (author_id, caption, visibility, hidden_at, deleted_at)
    select id, 'x', (array['public', 'public', 'followers', 'only_me'])[1 + floor(random() * 4)]
        ::social.visibility,
      case when random() < 0.1 then now() end, case when random() < 0.1 then now() end
    from social.profiles order by random() limit 1;
  end loop;
  for turn in 1..24 loop
    select * into post from social.posts order by random() limit 1;
    select * into parent from social.comments
    where comments.post_id = post.id and depth = 0 and random() < 0.5 limit 1;
    insert into social.comments (post_id, author_id, parent_id, root_id, depth, body)
    select post.id, id, parent.id, parent.id, case when parent.id is null then 0 else 1 end, 'x'
    from social.profiles order by random() limit 1;
  end loop;
  insert into social_private.hidden_comments (comment_id, hidden_by)
  select id, hidden_by from social.comments,
    unnest(array['post_author', 'staff']::social_private.hidden_by[]) as hidden_by
  where random() < 0.1;
  update social.comments set deleted_at = now() where random() < 0.1;
end;
$$;

-- Writes every notification that a like, a comment, a reply, a mention or a bell could have caused.
create function pg_temp.notify_everybody() returns void language plpgsql as $$
begin
  insert into social_private.notification_groups (recipient_id, kind, target_id, generation)
  select profiles.id, 'new_post', posts.id, 1 from social.profiles, social.posts
  where profiles.id <> posts.author_id
  union all
  select profiles.id, kind, comments.id, 1
  from social.profiles, social.comments, unnest(array['reply', 'comment_like']) as kind
  union all
  select posts.author_id, 'comment', posts.id, 1 from social.posts;
  insert into social_private.notifications (group_id, actor_id, object_id)
  select groups.id, comments.author_id, comments.id
  from social_private.notification_groups as groups
  join social.comments on comments.parent_id = groups.target_id and groups.kind = 'reply'
    or comments.post_id = groups.target_id and groups.kind = 'comment'
  where comments.author_id <> groups.recipient_id;
end;
$$;

create function pg_temp.faults() returns text language sql as $$
  select string_agg(fault, ', ') from (
    select distinct 'group of ' || groups.kind as fault
    from social_private.inbox_groups join social_private.notification_groups as groups using (id)
    join social_private.notification_kinds as kinds on kinds.kind = groups.kind
    where is_visible is distinct from social_private.can_view_target(
      groups.recipient_id, kinds.object_kind, groups.target_id)
    union all
    select distinct groups.kind || case when valid.group_id is null then ' hidden' else ' shown' end
    from social_private.notifications as written
    join social_private.notification_groups as groups on groups.id = written.group_id
    left join social_private.valid_notifications as valid using (group_id, actor_id, object_id)
    where social_private.can_view_target(
        groups.recipient_id, case groups.kind when 'reply' then 'comment' else 'post' end,
        groups.target_id)
      and written.actor_id <> all (social_private.avoided_people(groups.recipient_id))
      and (valid.group_id is not null) is distinct from social_private.can_view_comment(
        groups.recipient_id, written.object_id)
  ) as differences
$$;

select social_tests.act_as_operator();
do $$
begin
  for number in 1..40 loop
    perform pg_temp.build();
    perform pg_temp.notify_everybody();
    insert into worlds select number, (select count(*) from social_private.notification_groups),
      (select count(*) from social_private.notifications), pg_temp.faults();
  end loop;
end;
$$;
select is((select string_agg(faults, '; ') from worlds), null,
  'the views and the visibility rules agree about every group and notification');
select ok((select sum(groups) > 1000 from worlds), 'the worlds contain many groups');
select ok((select sum(notifications) > 100 from worlds), 'the worlds contain many notifications');

select * from finish();
rollback;
