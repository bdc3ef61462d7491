begin;
select plan(15);
select social_tests.person(name) from unnest(array['alice', 'mallory']) as name;
create function pg_temp.id(number integer) returns text language sql as $$
  select '00000000-0000-4000-8000-00000000000' || number
$$;
create function pg_temp.store(bucket text, person text, variadic endings text[])
  returns void language sql as $$
  insert into storage.objects (bucket_id, name)
  select bucket, social_tests.id(person) || '/00000000-0000-4000-8000-00000000000' || ending
  from unnest(endings) as ending
$$;
create function pg_temp.poster(video integer, poster integer, purpose text default 'post')
  returns text language sql as $$
  select right((social.begin_ingest(pg_temp.id(video)::uuid, purpose::social.upload_purpose,
    pg_temp.id(poster)::uuid)).poster_path, 5)
$$;
create view social_tests.queue as
select bucket_id, substring(path from '/0.{34}(.*)$') as ending from social_private.file_deletions;

select pg_temp.store('social-uploads', 'alice', '1.mp4', '2.jpg', '3.jpg', '4.mp4', '5.jpg',
  '6.jpg');
select pg_temp.store('social-uploads', 'mallory', '7.jpg');
select social_tests.act_as('alice');
select is((social.begin_ingest(pg_temp.id(4)::uuid)).poster_path, null, 'a poster may be missing');
select is(pg_temp.poster(4, 7), null, 'a picture of another person is no poster');
select is(pg_temp.poster(4, 9), null, 'a picture that does not exist is no poster');
select is(pg_temp.poster(4, 4), null, 'a video is not its own poster');
select is(pg_temp.poster(5, 6, 'avatar'), null, 'an avatar has no poster');
select social_tests.act_as_operator();
select set_eq('select * from social_tests.queue', $$values ('social-uploads', '6.jpg')$$,
  'a poster that was sent with an avatar is queued for deletion');
delete from social_private.file_deletions;
select social_tests.act_as('alice');
select is(pg_temp.poster(1, 2), '2.jpg', 'begin_ingest returns the raw file of the poster');
select is(pg_temp.poster(1, 3), '2.jpg', 'an ingest that is under way keeps its poster');
select is((social.begin_ingest(pg_temp.id(1)::uuid)).poster_path,
  social_tests.id('alice') || '/' || pg_temp.id(2) || '.jpg',
  'a repeated call without the poster keeps it');
select is(pg_temp.poster(4, 3), '3.jpg', 'a repeated call can add the poster');

select social_tests.act_as_operator();
select pg_temp.store('social-media', 'alice', '1/display.mp4', '1/thumbnail.jpg', '1/tile.jpg');
select social_tests.act_as_service();
select is(
  (social.complete_ingest(pg_temp.id(1)::uuid,
    social_tests.id('alice') || '/' || pg_temp.id(1) || '/display.mp4',
    social_tests.id('alice') || '/' || pg_temp.id(1) || '/tile.jpg',
    'hash', 'video/mp4', 8, 6, true)).is_animation_dropped, true,
  'complete_ingest stores that only the first frame of an animation is left');
select social_tests.act_as_operator();
select set_eq('select * from social_tests.queue', $$values
    ('social-uploads', '1.mp4'), ('social-uploads', '2.jpg'), ('social-media', '1/thumbnail.jpg')$$,
  'complete_ingest queues both raw files, and the thumbnail of another ingest');

delete from social_private.file_deletions;
select social_tests.act_as('alice');
select pg_temp.poster(1, 2);
select social_tests.act_as_operator();
select set_eq('select * from social_tests.queue', $$values
    ('social-uploads', '1.mp4'), ('social-uploads', '2.jpg'), ('social-media', '1/thumbnail.jpg')$$,
  'a repeated ingest of a ready video queues the raw files that were sent again');

delete from social_private.file_deletions;
select social_tests.act_as_service();
select ok((social.refuse_ingest(pg_temp.id(4)::uuid)).is_removed, 'a video can be refused');
select social_tests.act_as_operator();
select set_eq('select * from social_tests.queue', $$values
    ('social-uploads', '4.mp4'), ('social-uploads', '3.jpg')$$,
  'a refused video takes its poster along');

select * from finish();
rollback;
