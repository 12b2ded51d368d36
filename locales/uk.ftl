### Ukrainian.

# What the language calls itself, and which way it is written: ltr or rtl.
own_name = українська
direction = ltr

## In calendars: changing a text changes the entries that subscribers have.

calendar_cancelled = Скасовано:
notice = Цю сесію скасовано.
calendar_speakers = Доповідачі:
calendar_join = Приєднатися:
announced_as = оголошено як
calendar_organiser = Організатор:
calendar_up_to_date = Чи це актуально?
online = Онлайн

## What a session says.

when = Коли
place = Де
join = Приєднатися
speakers = Доповідачі
organised_by = Організатор
more_information = Докладніше
status = Стан
confirmed = підтверджено
tentative = попередньо
cancelled = скасовано
moved = перенесено
all_day = Увесь день
time_zone = Часовий пояс

## State.

session_moved = Цю сесію перенесено.
old_time = Попередній час
new_time = Новий час
series_ended = Цей цикл завершено.
# Of a series, then of a session.
ended = завершено
session_ended = завершено
sessions = Сесії
next_session = Наступна сесія

## Adding and subscribing.

add_to_calendar = Додати до календаря
subscribe_to_all = Підписатися на всі сесії
subscribe = Підписатися
stays_up_to_date = завжди актуально
add_once = Додати один раз
copy_of_today = копія на сьогодні
webcal_apps = Outlook (для комп’ютера), Thunderbird, інші програми
google_calendar = Google Календар
apple_calendar = Календар Apple
other_calendar = Інший календар (файл .ics)
copy_address = Копіювати адресу
copied = Скопійовано
qr_code = QR-код
scan_code = Відскануйте код телефоном, щоб відкрити цю сторінку на ньому.
download_all = Завантажити всі сесії одним файлом

## Help.

nothing_happens = Якщо нічого не відбувається, відкрийте цю сторінку у браузері.
open_in_browser = Відкрити у браузері
google_delay = Може минути до доби, перш ніж Google покаже зміни.
google_fallback = Якщо Google не приймає посилання, скопіюйте адресу й додайте її там у пункті «За URL-адресою».
on_android = На Android підпишіться на сайті Google Календаря або в застосунку на кшталт ICSx5.

## Page layout.

language = Мова
skip_to_content = Перейти до вмісту
all_series = Усі цикли
my_selection = Мій вибір
subscribe_to_part = Підписатися на частину
choose_sessions = Виберіть свої події
show_selection = Показати мій вибір
tracks = Напрями
rooms = Зали
calendars = Календарі
no_series = Тут ще не опубліковано жодного циклу.
imprint = Правова інформація
privacy = Конфіденційність
last_updated = Останнє оновлення

## The reader's copy.

entry_current = Ваш запис у календарі актуальний.
entry_outdated = Ваш запис у календарі застарів.
changed_since = Що змінилося з часу вашої копії:
changed_back = Зміни скасовано: час, місце й назва такі, як у вас.
was = було
now = стало
none = немає
update_subscribed = Якщо ви підписані на цикл, календар сам отримає зміну, протягом години або доби залежно від календаря.
update_added = Щоб оновити запис, доданий із файлу, видаліть його й додайте сесію знову: мало календарів змінюють запис за другим файлом.

## Fields that changed.

title = Назва
description = Опис
join_link = Посилання для участі
reminder = Нагадування
categories = Категорії

## Errors.

not_found = Сторінку не знайдено
not_found_text = За цією адресою нічого не опубліковано.
gone = Більше не доступно
gone_text = Те, що було опубліковано за цією адресою, остаточно відкликано.
unavailable = Тимчасово недоступно
unavailable_text = Те, що опубліковано за цією адресою, зараз неможливо показати. Спробуйте пізніше.

## Mail, embedding, feed of changes.

mail_add_session = Додайте цю сесію до свого календаря
mail_add_series = Додайте всі сесії до свого календаря
open_page = Відкрити сторінку
copy = Копіювати
preview = Перегляд
mail_kit = Набір для розсилки
plain_text = Звичайний текст
links = Посилання
mail_draft = Чернетка листа (.eml)
embed = Вбудувати
what_changed = Зміни
new_session = Нова сесія
changed = Змінено

## Punctuation, with the spaces before it.

comma = ,
label = { $label }:
labelled = { $label }: { $value }

## With variables: each of them once, in the order of the language.

organised_by_name = Організатор: { $name }
published_by = Опубліковано: { $name }
your_time = Ваш час: { $time }
session_of = Сесія { $number } із { $total }
changes_of = { $title }: зміни

## With a number: a form for each category of CLDR’s plural rules.

session_count = { $n ->
    [one] { $n } сесія
    [few] { $n } сесії
    [many] { $n } сесій
   *[other] { $n } сесій
}
