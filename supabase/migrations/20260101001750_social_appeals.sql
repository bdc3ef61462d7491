-- Appeals: what the person concerned reads of a sanction, and may say against it.
-- Who is suspended or deactivated may do this too. A human other than the one who acted decides.

-- Errors

insert into social_private.errors (code, status, detail, hint) values
  ('sanction_not_found', 404, 'There is no such sanction against you.', null),
  ('cannot_appeal', 409, 'This cannot be appealed any more.',
    'It was lifted, or the time to appeal is over.'),
  ('appeal_exists', 409, 'You appealed this already.', 'Read my_sanctions for the decision.');

-- Types

create type social.appeal_decision as enum ('upheld', 'overturned');

comment on type social.appeal_decision is
'upheld: the sanction stands; overturned: it is lifted.';

create type social.sanction as (
  id uuid,
  action social.moderation_action,
  target_kind social.target_kind,
  target_id uuid,
  reason text,
  ground social.sanction_ground,
  is_automated boolean,
  created_at timestamptz,
  is_standing boolean,
  is_appealable boolean,
  appeal_ends_at timestamptz,
  appealed_at timestamptz,
  decision social.appeal_decision,
  decision_reason text,
  decided_at timestamptz,
  cursor text
);

comment on type social.sanction is
'What staff did to you or to something of yours, why, on which ground, whether it stands, until when
you may appeal, and what came of your appeal. It holds until it is lifted.';

-- Tables

create table social_private.appeals (
  id uuid not null default social_private.uuid_v7(),
  sanction_id uuid not null,
  appellant_id uuid not null,
  statement text not null,
  created_at timestamptz not null default now(),
  decision social.appeal_decision,
  decision_reason text,
  decider_id uuid,
  decided_at timestamptz,

  constraint appeals_pkey primary key (id),
  constraint appeals_sanction_id_key unique (sanction_id),
  constraint appeals_sanction_id_fkey foreign key (sanction_id)
    references social_private.audit_log (id) on delete cascade,
  constraint appeals_appellant_id_fkey foreign key (appellant_id)
    references social.profiles (id) on delete cascade,
  constraint appeals_decision_is_whole check ((decision is null) = (decided_at is null))
);

comment on table social_private.appeals is
'What people say against a sanction, once for each, and what staff decided.';

-- What did this person appeal? Covers the foreign key.
create index appeals_appellant_id_idx on social_private.appeals (appellant_id);
-- What is there to decide, oldest first?
create index appeals_queue_idx on social_private.appeals (id) where decided_at is null;
-- What was decided, latest first?
create index appeals_decided_idx on social_private.appeals (id desc) where decided_at is not null;

-- Access

alter table social_private.appeals enable row level security;

-- Reads

create function social_private.is_standing(entry social_private.audit_log)
  returns boolean
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
begin
  return case entry.target_kind
    when 'post' then exists (
      select from social.posts where posts.id = entry.target_id and posts.hidden_at is not null
    )
    when 'comment' then exists (
      select from social_private.hidden_comments
      where hidden_comments.comment_id = entry.target_id and hidden_comments.hidden_by = 'staff'
    ) or exists (
      select from social_private.deleted_comments
      where deleted_comments.comment_id = entry.target_id
        and deleted_comments.hidings @> '[{"hidden_by": "staff"}]'
    )
    else exists (
      select from social_private.accounts
      where accounts.profile_id = entry.target_id
        and case entry.action when 'limit' then accounts.limited_at else accounts.suspended_at end
          is not null
    )
  end and not exists (
    select from social_private.audit_log as later
    where later.target_id = entry.target_id
      and later.number > entry.number
      and later.action = entry.action
  );
end;
$$;

comment on function social_private.is_standing(social_private.audit_log) is
'Whether what this row of the log did is still in force.';

create function social_private.sanction(entry social_private.audit_log)
  returns social.sanction
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
declare
  is_standing boolean := social_private.is_standing(entry);
  appeal social_private.appeals;
  ends_at timestamptz := entry.created_at
    + (select config.appeal_days from social_private.config) * interval '1 day';
begin
  select * into appeal from social_private.appeals where appeals.sanction_id = entry.id;
  return row(
    entry.id, entry.action, entry.target_kind, entry.target_id, entry.reason, entry.ground,
    entry.is_automated, entry.created_at, is_standing,
    is_standing and appeal.id is null and ends_at > now(), ends_at,
    appeal.created_at, appeal.decision, appeal.decision_reason, appeal.decided_at,
    encode(uuid_send(entry.id), 'hex')
  )::social.sanction;
end;
$$;

comment on function social_private.sanction(social_private.audit_log) is
'A row of the log as the person concerned reads it: not who acted, nor after whose report.';

create function social_private.my_sanctions(after text, page_size integer)
  returns setof social.sanction
  language plpgsql
  stable
  security definer -- nobody may read the log; what concerns the actor
  set search_path = ''
as $$
declare
  -- A suspended or deactivated person, too.
  actor uuid := social_private.require_account();
  key uuid := social_private.parse_id_cursor(
    my_sanctions.after, 'ffffffff-ffff-ffff-ffff-ffffffffffff');
  size integer := social_private.checked_page_size(my_sanctions.page_size);
begin
  return query
  select sanction.*
  from social_private.audit_log, lateral social_private.sanction(audit_log) as sanction
  where audit_log.subject_id = actor
    and audit_log.id < key
    and audit_log.action in ('hide', 'limit', 'suspend')
  order by audit_log.id desc
  limit size;
end;
$$;

create function social.my_sanctions(after text default null, page_size integer default 20)
  returns setof social.sanction
  language sql
  stable
  security invoker
  set search_path = ''
return social_private.my_sanctions(my_sanctions.after, my_sanctions.page_size);

comment on function social.my_sanctions(text, integer) is
'What staff did to you or to something of yours, latest first, and why. Also while your account is
suspended.

Errors: not_signed_in, profile_missing, cursor_invalid, page_size_invalid.';

-- Commands

create function social_private.appeal_sanction(sanction_id uuid, statement text)
  returns social.sanction
  language plpgsql
  volatile
  security definer -- clients hold no insert grant; what concerns the actor
  set search_path = ''
as $$
declare
  -- A suspended or deactivated person, too.
  actor uuid := social_private.require_account();
  entry social_private.audit_log;
  found_sanction social.sanction;
  cleaned text;
begin
  select * into entry from social_private.audit_log
  where audit_log.id = appeal_sanction.sanction_id
    and audit_log.subject_id = actor
    and audit_log.action in ('hide', 'limit', 'suspend');
  if not found then
    perform social_private.fail('sanction_not_found');
  end if;
  found_sanction := social_private.sanction(entry);
  if found_sanction.appealed_at is null and not found_sanction.is_appealable then
    perform social_private.fail('cannot_appeal');
  end if;
  cleaned := social_private.required_statement(appeal_sanction.statement);
  insert into social_private.appeals (sanction_id, appellant_id, statement)
  values (entry.id, actor, cleaned)
  on conflict on constraint appeals_sanction_id_key do nothing;
  -- A retry, whose words are the same, is answered as the first call was.
  if not found and not exists (
    select from social_private.appeals
    where appeals.sanction_id = entry.id and appeals.statement = cleaned
  ) then
    perform social_private.fail('appeal_exists');
  end if;
  return social_private.sanction(entry);
end;
$$;

create function social.appeal_sanction(sanction_id uuid, statement text)
  returns social.sanction
  language sql
  volatile
  security invoker
  set search_path = ''
return social_private.appeal_sanction(appeal_sanction.sanction_id, appeal_sanction.statement);

comment on function social.appeal_sanction(uuid, text) is
'Say what is wrong with a sanction against you, once, within the time that my_sanctions tells (half
a year; the config says). Also while your account is suspended. Again with the same words it returns
the sanction and changes nothing, so a retry is safe.

Returns the sanction. Errors: not_signed_in, profile_missing, sanction_not_found, cannot_appeal,
appeal_exists, statement_missing, statement_too_long, text_invalid.';

-- Callable

revoke execute on all functions in schema social, social_private from public;
grant execute on function
  social_private.my_sanctions(text, integer), social.my_sanctions(text, integer),
  social_private.appeal_sanction(uuid, text), social.appeal_sanction(uuid, text)
  to anon, authenticated; -- anon too, to be told not_signed_in
