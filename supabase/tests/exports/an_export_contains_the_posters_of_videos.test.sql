begin;
select plan(5);
select social_tests.person('alice');
select social_tests.post('alice', 'mixed'), social_tests.post('alice', 'last');
insert into social.post_media
  (post_id, position, path, thumbnail_path, mime_type, width, height)
select social_tests.post_id(caption), position, caption || position || '/display', thumbnail, type,
  8, 6
from (values
  ('mixed', 0, 'a/thumbnail.jpg', 'image/jpeg'), ('mixed', 1, 'b/thumbnail.webp', 'video/mp4'),
  ('mixed', 2, 'c/tile.jpg', 'video/mp4'), ('mixed', 3, null, 'video/mp4'),
  ('last', 0, 'd/thumbnail.jpg', 'video/mp4')
) as media (caption, position, thumbnail, type);
create view social_tests.expected as
select 'media/' || social_tests.post_id(caption) || '/' || ending as file
from (values
  (1, 'mixed', '1.display'), (2, 'mixed', '2.display'), (3, 'mixed', '2.poster.webp'),
  (4, 'mixed', '3.display'), (5, 'mixed', '4.display'), (6, 'last', '1.display'),
  (7, 'last', '1.poster.jpg')
) as files (place, caption, ending)
order by place;

-- Reads pages of this size to the end.
create function pg_temp.files(size integer) returns setof text language plpgsql as $$
declare
  item social_private.export_item;
  position text := '';
  is_last boolean;
begin
  loop
    is_last := true;
    for item in select * from social_private.export_items(
      social_tests.id('alice'), 'files', position, size)
    loop
      is_last := false;
      position := item.key;
      return next item.item ->> 'file';
    end loop;
    exit when is_last;
  end loop;
end;
$$;

select results_eq(
  format('select pg_temp.files(%s)', size), 'select file from social_tests.expected',
  format('pages of %s files contain each file once, and a poster after its video', size))
from unnest(array[1, 2, 100]) as size;
select is(
  (select jsonb_path_query_array(item, '$.media[*].poster')
    from social_private.export_items(social_tests.id('alice'), 'posts', '', 1)),
  jsonb_build_array(
    null, 'media/' || social_tests.post_id('mixed') || '/2.poster.webp', null, null),
  'the posts of an export name the posters of their videos');
select is(
  social_private.count_export(social_tests.id('alice')), 2 + 2 + 7,
  'the progress of an export counts the posters');

select * from finish();
rollback;
