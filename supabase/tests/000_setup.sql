-- Helpers for the tests: people by name, and acting as one of them.
-- The test runner commits this once; every test file runs in a transaction that it rolls back.

create schema if not exists social_tests;

create or replace function social_tests.person(name text, is_private boolean default false)
  returns uuid
  language plpgsql
  security definer
  set search_path = ''
as $$
declare
  new_id uuid := gen_random_uuid();
begin
  insert into auth.users (id, email, raw_user_meta_data)
  values (new_id, name || '@example.com', jsonb_build_object('username', name));
  update social.profiles set is_private = person.is_private where id = new_id;
  return new_id;
end;
$$;

create or replace function social_tests.id(name text)
  returns uuid
  language sql
  stable
  security definer
  set search_path = ''
return (select profiles.id from social.profiles where profiles.username = id.name);

create or replace function social_tests.post(
  author text, caption text, visibility social.visibility default 'public')
  returns uuid
  language sql
  security definer
  set search_path = ''
as $$
  insert into social.posts (author_id, caption, visibility)
  values (social_tests.id(post.author), post.caption, post.visibility)
  returning id
$$;

create or replace function social_tests.post_id(caption text)
  returns uuid
  language sql
  stable
  security definer
  set search_path = ''
return (select posts.id from social.posts where posts.caption = post_id.caption);

create or replace function social_tests.comment_id(body text)
  returns uuid
  language sql
  stable
  security definer
  set search_path = ''
return (select comments.id from social.comments where comments.body = comment_id.body);

create or replace function social_tests.upload(
  owner text, bucket text default 'media', size integer default 1000,
  mime_type text default 'image/jpeg')
  returns text
  language sql
  security definer
  set search_path = ''
as $$
  insert into storage.objects (bucket_id, name, metadata)
  values (
    upload.bucket,
    social_tests.id(upload.owner) || '/' || gen_random_uuid() || '.jpg',
    jsonb_build_object('size', upload.size, 'mimetype', upload.mime_type)
  )
  returning name
$$;

create or replace function social_tests.follow(follower text, followee text)
  returns void
  language sql
  security definer
  set search_path = ''
as $$
  insert into social.follows (follower_id, followee_id, state, accepted_at)
  values (social_tests.id(follow.follower), social_tests.id(follow.followee), 'accepted', now())
$$;

create or replace function social_tests.act_as(name text)
  returns void
  language plpgsql
  set search_path = ''
as $$
begin
  perform set_config('role', 'authenticated', true);
  perform set_config('request.jwt.claims', jsonb_build_object(
    'sub', social_tests.id(name), 'role', 'authenticated')::text, true);
end;
$$;

create or replace function social_tests.act_as_anon()
  returns void
  language plpgsql
  set search_path = ''
as $$
begin
  perform set_config('role', 'anon', true);
  perform set_config('request.jwt.claims', '{"role": "anon"}', true);
end;
$$;

create or replace function social_tests.act_as_operator()
  returns void
  language plpgsql
  set search_path = ''
as $$
begin
  perform set_config('role', 'none', true);
  perform set_config('request.jwt.claims', '', true);
end;
$$;

grant usage on schema social_tests to anon, authenticated, service_role;
