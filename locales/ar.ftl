### Arabic, digits as in Europe.

# What the language calls itself, and which way it is written: ltr or rtl.
own_name = العربية
direction = rtl

## In calendars: changing a text changes the entries that subscribers have.

calendar_cancelled = أُلغيت:
notice = هذه الجلسة ملغاة.
calendar_speakers = المتحدثون:
calendar_join = الانضمام:
announced_as = مُعلن بتوقيت
calendar_organiser = الجهة المنظمة:
calendar_up_to_date = هل هو محدّث؟
online = عبر الإنترنت

## What a session says.

when = متى
place = أين
join = الانضمام
speakers = المتحدثون
organised_by = الجهة المنظمة
more_information = مزيد من المعلومات
status = الحالة
confirmed = مؤكدة
tentative = مبدئية
cancelled = ملغاة
moved = تغيّر موعدها
all_day = طوال اليوم
time_zone = المنطقة الزمنية

## State.

session_moved = تغيّر موعد هذه الجلسة.
old_time = الموعد السابق
new_time = الموعد الجديد
series_ended = انتهت هذه السلسلة.
# Of a series, then of a session.
ended = منتهية
session_ended = منتهية
sessions = الجلسات
next_session = الجلسة التالية

## Adding and subscribing.

add_to_calendar = إضافة إلى التقويم
subscribe_to_all = الاشتراك في جميع الجلسات
subscribe = اشتراك
stays_up_to_date = يبقى محدّثًا
add_once = إضافة مرة واحدة
copy_of_today = نسخة كما هي اليوم
webcal_apps = Outlook (سطح المكتب) وThunderbird وتطبيقات أخرى
google_calendar = تقويم Google
apple_calendar = تقويم Apple
other_calendar = تقويم آخر (ملف { "\u200E" }.ics)
copy_address = نسخ العنوان
copied = تم النسخ
qr_code = رمز QR
scan_code = امسح الرمز بالهاتف لفتح هذه الصفحة عليه.
download_all = تنزيل جميع الجلسات في ملف واحد

## Help.

nothing_happens = إذا لم يحدث شيء، فافتح هذه الصفحة في متصفحك.
open_in_browser = الفتح في المتصفح
google_delay = قد يستغرق Google ما يصل إلى يوم لإظهار التغييرات.
google_fallback = إذا لم يقبل Google الرابط، فانسخ العنوان وأضفه هناك ضمن «من عنوان URL».
on_android = على Android، اشترك عبر موقع تقويم Google أو باستخدام تطبيق مثل ICSx5.

## Page layout.

language = اللغة
skip_to_content = الانتقال إلى المحتوى
all_series = جميع السلاسل
my_selection = اختياري
subscribe_to_part = الاشتراك في جزء
choose_sessions = اختر جلساتك
show_selection = عرض اختياري
tracks = المسارات
rooms = القاعات
calendars = التقاويم
no_series = لم تُنشر أي سلسلة هنا بعد.
imprint = إشعار قانوني
privacy = الخصوصية
last_updated = آخر تحديث

## The reader's copy.

entry_current = الموعد في تقويمك محدّث.
entry_outdated = الموعد في تقويمك قديم.
changed_since = ما الذي تغيّر منذ نسختك:
changed_back = أُلغيت التغييرات: الوقت والمكان والعنوان هي نفسها التي لديك.
was = سابقًا
now = الآن
none = لا شيء
update_subscribed = إذا كنت مشتركًا في السلسلة، فسيجلب تقويمك التغيير من تلقاء نفسه، خلال ساعة أو يوم حسب التقويم.
update_added = لتحديث موعد أضفته من ملف، احذفه وأضف الجلسة من جديد: قليل من التقاويم يغيّر موعدًا بملف ثانٍ.

## Fields that changed.

title = العنوان
description = الوصف
join_link = رابط الانضمام
reminder = تذكير
categories = الفئات

## Errors.

not_found = الصفحة غير موجودة
not_found_text = لا يوجد شيء منشور على هذا العنوان.
gone = لم يعد متاحًا
gone_text = ما كان منشورًا على هذا العنوان سُحب نهائيًا.
unavailable = غير متاح مؤقتًا
unavailable_text = لا يمكن الآن عرض ما هو منشور على هذا العنوان. يُرجى المحاولة لاحقًا.

## Mail, embedding, feed of changes.

mail_add_session = أضف هذه الجلسة إلى تقويمك
mail_add_series = أضف جميع الجلسات إلى تقويمك
open_page = فتح الصفحة
copy = نسخ
preview = معاينة
mail_kit = حزمة البريد
plain_text = نص عادي
links = الروابط
mail_draft = مسودة بريد ({ "\u200E" }.eml)
embed = تضمين
what_changed = التغييرات
new_session = جلسة جديدة
changed = تغيّرت

## Punctuation, with the spaces before it.

comma = ،
label = { $label }:
labelled = { $label }: { $value }

## With variables: each of them once, in the order of the language.

organised_by_name = الجهة المنظمة: { $name }
published_by = الناشر: { $name }
your_time = الوقت لديك: { $time }
session_of = الجلسة { $number } من { $total }
changes_of = { $title }: التغييرات

## With a number: a form for each category of CLDR’s plural rules.

session_count = { $n ->
    [zero] لا جلسات
    [one] جلسة واحدة
    [two] جلستان
    [few] { $n } جلسات
    [many] { $n } جلسة
   *[other] { $n } جلسة
}
