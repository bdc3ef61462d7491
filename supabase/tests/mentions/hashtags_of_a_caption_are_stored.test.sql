begin;
select plan(5);
select social_tests.person('alice');
create function pg_temp.tags() returns text[] language sql return (
  select array_agg(hashtag || ' ' || display order by hashtag) from social.post_hashtags
);

select social_tests.post('alice', 'At the #Sea, #café #SEA');
select is(
  pg_temp.tags(), array['cafe café', 'sea Sea'],
  'each hashtag of a caption is stored once, with its first spelling');
create temp table before as select hashtag, ctid as place from social.post_hashtags;
update social.posts set caption = 'At the #Sea, #Sun';
select is(pg_temp.tags(), array['sea Sea', 'sun Sun'],
  'an edit of the caption deletes removed hashtags and stores added hashtags');
select is(
  (select string_agg(hashtag, ' ') from social.post_hashtags as tags join before using (hashtag)
    where tags.ctid = place),
  'sea', 'an edit keeps the row of a hashtag that is still in the caption');
update social.posts set caption = 'At the #SEA';
select is(pg_temp.tags(), array['sea SEA'],
  'an edit of the caption updates the spelling of a hashtag');
update social.posts set caption = null;
select is(pg_temp.tags(), null, 'clearing the caption deletes its hashtags');

select * from finish();
rollback;
