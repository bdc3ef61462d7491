-- Admin calls: what an operator does to a person in the SQL editor, by username.
-- Each call needs a reason, and the audit log names the operator. undo_action() takes an action
-- back. personal_data() collects what the database stores about a person. No client can call these
-- functions.

-- Errors

insert into social_private.errors (code, status, detail, hint) values
  ('entry_not_found', 404, 'The audit log has no entry with this number.',
    'Look the number up in social_private.audit_log.'),
  ('action_final', 409, 'An action of this kind cannot be undone.',
    'Decide anew instead, for example with moderate_person, and give a reason.'),
  ('action_superseded', 409, 'The state that this action left has changed since.',
    'Look at the later entries of the audit log about the same target.'),
  ('ban_over', 422, 'The end of a ban must be in the future.', null);

-- Sanctions

create function social_private.moderate_person(
  username text, action social.moderation_action, reason text,
  ground social.sanction_ground default 'terms', report_id uuid default null)
  returns social.moderation_state
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
begin
  return social_private.moderate(
    null, 'profile', social_private.profile_id_of(moderate_person.username),
    moderate_person.action, moderate_person.reason, moderate_person.ground,
    moderate_person.report_id);
end;
$$;

comment on function social_private.moderate_person(
  text, social.moderation_action, text, social.sanction_ground, uuid) is
'Limits, suspends or restores a person on behalf of the operator. restore lifts both sanctions. The
person reads the reason.

Errors: action_invalid, last_administrator, profile_not_found, reason_missing, reason_too_long,
report_not_found, text_invalid.';

create function social_private.hide_content(
  username text, reason text, since timestamptz default '-infinity',
  ground social.sanction_ground default 'terms')
  returns integer
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  author uuid := social_private.profile_id_of(hide_content.username);
  target record;
  hidden_count integer := 0;
begin
  for target in
    select 'post'::social.target_kind as kind, posts.id from social.posts
    where posts.author_id = author and posts.hidden_at is null and posts.deleted_at is null
      and posts.created_at >= hide_content.since
    union all
    select 'comment', comments.id from social.comments
    where comments.author_id = author and comments.deleted_at is null
      and comments.created_at >= hide_content.since
      and not exists (
        select from social_private.hidden_comments
        where hidden_comments.comment_id = comments.id and hidden_comments.hidden_by = 'staff'
      )
    order by 2
  loop
    perform social_private.moderate(
      null, target.kind, target.id, 'hide', hide_content.reason, hide_content.ground);
    hidden_count := hidden_count + 1;
  end loop;
  return hidden_count;
end;
$$;

comment on function social_private.hide_content(
  text, text, timestamptz, social.sanction_ground) is
'Hides all posts and comments that a person wrote since a time, or all of them. Only the person
still sees them, and reads the reason. Returns the number of posts and comments. show_content()
undoes it.

Errors: profile_not_found, reason_missing, reason_too_long, text_invalid.';

create function social_private.show_content(
  username text, reason text, since timestamptz default '-infinity')
  returns integer
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  author uuid := social_private.profile_id_of(show_content.username);
  target record;
  shown_count integer := 0;
begin
  for target in
    select 'post'::social.target_kind as kind, posts.id from social.posts
    where posts.author_id = author and posts.hidden_at >= show_content.since
    union all
    select 'comment', comments.id from social.comments
    join social_private.hidden_comments on hidden_comments.comment_id = comments.id
    where comments.author_id = author and hidden_comments.hidden_by = 'staff'
      and hidden_comments.hidden_at >= show_content.since
    order by 2
  loop
    perform social_private.moderate(
      null, target.kind, target.id, 'restore', show_content.reason);
    shown_count := shown_count + 1;
  end loop;
  return shown_count;
end;
$$;

comment on function social_private.show_content(text, text, timestamptz) is
'Shows again all posts and comments of a person that were hidden since a time, or all that staff
hide. Returns the number of posts and comments.

Errors: profile_not_found, reason_missing, reason_too_long, text_invalid.';

-- Logins

create function social_private.set_ban(person uuid, until timestamptz, reason text)
  returns void
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  cleaned text := social_private.require_reason(set_ban.reason);
  earlier timestamptz;
begin
  if set_ban.until is not null and social_private.is_administrator(set_ban.person) then
    perform social_private.require_other_administrator(set_ban.person);
  end if;
  select users.banned_until into earlier from auth.users where users.id = set_ban.person
  for no key update;
  -- A ban that is over and no ban are the same.
  if coalesce(earlier, '-infinity') <= now() then
    earlier := null;
  end if;
  if earlier is not distinct from set_ban.until then
    return;
  end if;
  update auth.users set banned_until = set_ban.until where users.id = set_ban.person;
  perform social_private.begin_staff_action(null, cleaned);
  perform social_private.log_entry(
    case when set_ban.until is null then 'unban' else 'ban' end, 'profile', set_ban.person,
    set_ban.person, jsonb_build_object('banned_until', earlier),
    jsonb_build_object('banned_until', set_ban.until));
  perform social_private.end_staff_action();
end;
$$;

comment on function social_private.set_ban(uuid, timestamptz, text) is
'Bans a login in Supabase Auth until a time, or ends its ban if the time is null, and writes a log
entry. Idempotent. Errors: last_administrator, reason_missing, reason_too_long, text_invalid.';

create function social_private.ban_person(
  username text, reason text, until timestamptz default now() + interval '100 years')
  returns void
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
begin
  if ban_person.until is null or ban_person.until <= now() then
    perform social_private.fail('ban_over');
  end if;
  perform social_private.set_ban(
    social_private.profile_id_of(ban_person.username),
    -- Auth cannot read the time infinity.
    least(ban_person.until, now() + interval '100 years'), ban_person.reason);
end;
$$;

comment on function social_private.ban_person(text, text, timestamptz) is
'Bans the login of a person in Supabase Auth until a time, or for good. All calls of the person fail
at once. The content of the person remains visible: to hide it too, suspend the person with
moderate_person. The person does not read the reason. unban_person() undoes it.

Errors: ban_over, last_administrator, profile_not_found, reason_missing, reason_too_long,
text_invalid.';

create function social_private.unban_person(username text, reason text)
  returns void
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
begin
  perform social_private.set_ban(
    social_private.profile_id_of(unban_person.username), null, unban_person.reason);
end;
$$;

comment on function social_private.unban_person(text, text) is
'Ends the ban of a login at once. Idempotent.

Errors: profile_not_found, reason_missing, reason_too_long, text_invalid.';

create function social_private.reset_second_factor(username text, reason text)
  returns integer
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  person uuid := social_private.profile_id_of(reset_second_factor.username);
  cleaned text := social_private.require_reason(reset_second_factor.reason);
  factor_count integer;
begin
  delete from auth.mfa_factors where mfa_factors.user_id = person;
  get diagnostics factor_count = row_count;
  -- Whoever has the lost device must not stay signed in.
  delete from auth.sessions where sessions.user_id = person;
  perform social_private.begin_staff_action(null, cleaned);
  perform social_private.log_entry(
    'reset_factor', 'profile', person, person, jsonb_build_object('factor_count', factor_count));
  perform social_private.end_staff_action();
  return factor_count;
end;
$$;

comment on function social_private.reset_second_factor(text, text) is
'Removes all second factors of a login, also those that were never verified, and signs the person
out everywhere. The person then signs in without a second factor and can add a new one. Returns the
number of removed factors. This cannot be undone: make sure who asks.

Errors: profile_not_found, reason_missing, reason_too_long, text_invalid.';

create function social_private.reset_rate_limits(username text, reason text)
  returns integer
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  person uuid := social_private.profile_id_of(reset_rate_limits.username);
  cleaned text := social_private.require_reason(reset_rate_limits.reason);
  bucket_count integer;
begin
  delete from social_private.rate_buckets where rate_buckets.actor_id = person;
  get diagnostics bucket_count = row_count;
  perform social_private.begin_staff_action(null, cleaned);
  perform social_private.log_entry('reset_limits', 'profile', person, person);
  perform social_private.end_staff_action();
  return bucket_count;
end;
$$;

comment on function social_private.reset_rate_limits(text, text) is
'Fills all buckets of a person, so that the person can go on at once after rate_limited. Returns the
number of buckets.

Errors: profile_not_found, reason_missing, reason_too_long, text_invalid.';

-- Undo

create function social_private.undo_sanction(entry social_private.audit_log, reason text)
  returns void
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  kind social.target_kind := entry.target_kind::social.target_kind;
  field text := (select min(names) from jsonb_object_keys(entry.after) as names);
  action social.moderation_action := (case field
    when 'hidden_at' then 'hide' when 'limited_at' then 'limit' else 'suspend'
  end)::social.moderation_action;
  was_on constant boolean := entry.before ->> field is not null;
  state social.moderation_state := social_private.moderation_state(kind, entry.target_id);
begin
  if state.target_id is null then
    perform social_private.fail('target_not_found');
  end if;
  if (to_jsonb(state) ->> field is not null) = was_on then
    perform social_private.fail('action_superseded');
  end if;
  perform social_private.begin_staff_action(null, undo_sanction.reason, coalesce(
    entry.ground, 'terms'));
  perform social_private.set_sanction(kind, entry.target_id, action, was_on);
  perform social_private.end_staff_action();
  if was_on then
    perform social_private.notify_of_sanction(state.subject_id, entry.target_id, action);
  end if;
end;
$$;

comment on function social_private.undo_sanction(social_private.audit_log, text) is
'Lifts the sanction that an entry of the audit log imposed, or imposes the one that it lifted.

Errors: action_superseded, last_administrator, target_not_found.';

create function social_private.undo_staff_change(entry social_private.audit_log, reason text)
  returns void
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  earlier text := entry.before ->> 'role';
  present text := (
    select staff.role::text from social_private.staff where staff.profile_id = entry.target_id);
begin
  if present is distinct from entry.after ->> 'role' then
    perform social_private.fail('action_superseded');
  end if;
  if not exists (select from social.profiles where profiles.id = entry.target_id) then
    perform social_private.fail('target_not_found');
  end if;
  perform social_private.begin_staff_action(null, undo_staff_change.reason);
  if earlier is null then
    delete from social_private.staff where staff.profile_id = entry.target_id;
  else
    insert into social_private.staff (profile_id, role)
    values (entry.target_id, earlier::social.staff_role)
    on conflict on constraint staff_pkey do update set role = excluded.role;
  end if;
  perform social_private.end_staff_action();
end;
$$;

comment on function social_private.undo_staff_change(social_private.audit_log, text) is
'Gives a member of staff the role back that the member had before an entry of the audit log.

Errors: action_superseded, last_administrator, target_not_found.';

create function social_private.undo_action(number bigint, reason text)
  returns void
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  entry social_private.audit_log;
  cleaned text := social_private.require_reason(undo_action.reason);
  ends_at timestamptz;
begin
  select * into entry from social_private.audit_log where audit_log.number = undo_action.number;
  if not found then
    perform social_private.fail('entry_not_found');
  end if;
  if entry.action in ('add_staff', 'remove_staff') then
    perform social_private.undo_staff_change(entry, cleaned);
  elsif entry.action in ('ban', 'unban') then
    ends_at := (select login.banned_until from social_private.login_of(entry.target_id) as login);
    if ends_at is distinct from (entry.after ->> 'banned_until')::timestamptz then
      perform social_private.fail('action_superseded');
    end if;
    perform social_private.set_ban(
      entry.target_id, (entry.before ->> 'banned_until')::timestamptz, cleaned);
  elsif entry.action in ('hide', 'limit', 'suspend', 'restore')
    and entry.target_kind in ('post', 'comment', 'profile')
    and entry.after ?| array['hidden_at', 'limited_at', 'suspended_at']
  then
    perform social_private.undo_sanction(entry, cleaned);
  else
    perform social_private.fail('action_final', case entry.action
      when 'release' then 'Reserve the name again in social_private.reserved_usernames.'
      when 'rename' then 'Call rename_profile(), with the former username from the column before.'
      when 'merge' then 'A merge deletes the other account. Restore its rows from a backup.'
      when 'remove' then 'What was removed is gone.'
    end);
  end if;
end;
$$;

comment on function social_private.undo_action(bigint, text) is
'Undoes the action with this number in the audit log: a sanction or its end, a ban or its end, or a
change of the staff. Writes a new entry with the reason. If something else has changed the target
since, the function refuses.

Errors: action_final, action_superseded, entry_not_found, last_administrator, reason_missing,
reason_too_long, target_not_found, text_invalid.';

-- Data about a person

create type social_private.stored_item as (source text, item jsonb);

create function social_private.person_columns()
  returns table (relation regclass, name text)
  language sql
  stable
  security invoker
  set search_path = ''
as $$
  select references_people.relation, references_people.name
  from (
    select conrelid::regclass as relation, attname::text as name
    from pg_catalog.pg_constraint
    join pg_catalog.pg_attribute on attrelid = conrelid and attnum = conkey[1]
    where contype = 'f' and cardinality(conkey) = 1
      and confrelid in ('auth.users'::regclass, 'social.profiles'::regclass)
    union
    select * from (
      values
        -- These columns have no foreign key.
        ('auth.users'::regclass, 'id'),
        ('social.comments', 'deleter_id'),
        ('social_private.appeals', 'decider_id'),
        ('social_private.audit_log', 'actor_id'),
        ('social_private.audit_log', 'subject_id'),
        ('social_private.erasures', 'profile_id'),
        ('social_private.notification_groups', 'recipient_id'),
        ('social_private.notifications', 'actor_id'),
        ('social_private.reports', 'decider_id'),
        ('social_private.reports', 'reporter_id'),
        ('social_private.reports', 'subject_id'),
        ('social_private.staff', 'added_by_id')
    ) as kept (relation, name)
  ) as references_people
  join pg_catalog.pg_class on pg_class.oid = references_people.relation
  -- Caches, and tables that say anew what other tables say.
  where pg_class.relkind in ('r', 'p') and pg_class.relpersistence = 'p'
    and references_people.relation not in (
      'social_private.bell_posts'::regclass, 'social_private.feed_changes',
      'social_private.latest_posts', 'social_private.popular_profiles',
      'social_private.watched_posts')
  order by references_people.relation::text, references_people.name
$$;

comment on function social_private.person_columns() is
'Returns the columns that say whose a row is: the columns that reference auth.users or
social.profiles, also in the tables of your app, and the columns of supabase-social that have no
foreign key. Leaves out caches.';

create function social_private.attached_data(person uuid)
  returns setof social_private.stored_item
  language sql
  stable
  security invoker
  set search_path = ''
as $$
  select 'social.post_media', to_jsonb(post_media)
  from social.posts join social.post_media on post_media.post_id = posts.id
  where posts.author_id = attached_data.person
  union all
  select 'social.post_edits', to_jsonb(post_edits)
  from social.posts join social.post_edits on post_edits.post_id = posts.id
  where posts.author_id = attached_data.person
  union all
  select 'social.comment_edits', to_jsonb(comment_edits)
  from social.comments join social.comment_edits on comment_edits.comment_id = comments.id
  where comments.author_id = attached_data.person
  union all
  select 'social_private.hidden_comments', to_jsonb(hidden_comments)
  from social.comments
  join social_private.hidden_comments on hidden_comments.comment_id = comments.id
  where comments.author_id = attached_data.person
  union all
  select 'storage.objects', to_jsonb(objects)
  from storage.objects
  where objects.bucket_id in (
      'social-uploads', 'social-media', 'social-avatars', 'social-exports')
    and objects.name like attached_data.person || '/%'
  union all
  select 'auth.audit_log_entries', to_jsonb(entries)
  from auth.audit_log_entries as entries
  where entries.payload ->> 'actor_id' = attached_data.person::text
$$;

comment on function social_private.attached_data(uuid) is
'Returns the rows that belong to a person through another row: media and versions of posts, versions
of comments, files, and what Supabase Auth has logged, with the network addresses.';

create function social_private.stored_items(person uuid)
  returns setof social_private.stored_item
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
declare
  place record;
begin
  for place in select columns.* from social_private.person_columns() as columns loop
    return query execute format(
      'select %L, to_jsonb(found) from %s as found where %I = $1',
      place.relation || '.' || place.name, place.relation, place.name)
    using stored_items.person;
  end loop;
  return query select * from social_private.attached_data(stored_items.person);
end;
$$;

comment on function social_private.stored_items(uuid) is
'Returns every row about a person, with the secrets of the login.';

create function social_private.personal_data(username text)
  returns setof social_private.stored_item
  language sql
  stable
  security invoker
  set search_path = ''
as $$
  select items.source, case
    when items.source like 'auth.%' then social_private.without_secrets(items.item)
    else items.item
  end
  from social_private.stored_items(social_private.profile_id_of(personal_data.username)) as items
$$;

comment on function social_private.personal_data(text) is
'Returns every row that the database stores about a person, for a legal request: the login without
its secrets, the profile, posts and comments with deleted ones, reactions, connections, reports by
and about the person, the entries of both audit logs, and the rows of your app that reference the
person. source is the table and the column that names the person.

The rows name other people, and tell what others did and said in confidence, such as blocks and
reports. Before you hand the data over, remove what the receiver may not know. For people who ask
for their own data, use the export, which leaves these things out.

Errors: profile_not_found.';

-- Callable

select social_private.close_new_functions();

-- Policies: see social_table_access.
