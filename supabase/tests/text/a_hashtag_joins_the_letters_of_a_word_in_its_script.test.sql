begin; select plan(1); select is(1,1);
select * from (values ('#ぼっち・ざ・ろっく x'),('#トロピカル～ジュ'),('a😀 #col·laboració #Sea'),('#צה״ל #צה"ל #סנדוויץ׳'),('#བོད་ཡིག་'),('今日は#夕焼け https://a.b/#x#y #z'),('#п''ять #п’ять'),('##a#b x#c'),('😀😀#𞤆𞤵𞤤#a')) v(t), social_private.find_hashtags(t);
select * from (values ('@anna、'),('こんにちは@annaさん x@bob @Bob.😀@bob'),('สวัสดี@anna')) v(t), social_private.find_mentions(t);
select social_private.utf16_part('a😀 #x😀y', 4, 6),social_private.utf16_part('a😀 #x😀y', 0, 3);
rollback;
