### Turkish.

# What the language calls itself, and which way it is written: ltr or rtl.
own_name = Türkçe
direction = ltr

## In calendars: changing a text changes the entries that subscribers have.

calendar_cancelled = İptal edildi:
notice = Bu oturum iptal edildi.
calendar_speakers = Konuşmacılar:
calendar_join = Katılım:
announced_as = duyurulan saat
calendar_organiser = Düzenleyen:
calendar_up_to_date = Güncel mi?
online = Çevrim içi

## What a session says.

when = Ne zaman
place = Nerede
join = Katılım
speakers = Konuşmacılar
organised_by = Düzenleyen
more_information = Daha fazla bilgi
status = Durum
confirmed = kesinleşti
tentative = henüz kesinleşmedi
cancelled = iptal edildi
moved = zamanı değişti
all_day = Tüm gün
time_zone = Saat dilimi

## State.

session_moved = Bu oturumun zamanı değişti.
old_time = Eski zaman
new_time = Yeni zaman
series_ended = Bu dizi sona erdi.
# Of a series, then of a session.
ended = sona erdi
session_ended = sona erdi
sessions = Oturumlar
next_session = Sıradaki oturum

## Adding and subscribing.

add_to_calendar = Takvime ekle
subscribe_to_all = Tüm oturumlara abone ol
subscribe = Abone ol
stays_up_to_date = güncel kalır
add_once = Bir kez ekle
copy_of_today = bugünkü hâlinin kopyası
webcal_apps = Outlook (masaüstü), Thunderbird, diğer uygulamalar
google_calendar = Google Takvim
apple_calendar = Apple Takvim
other_calendar = Başka takvim (.ics dosyası)
copy_address = Adresi kopyala
copied = Kopyalandı
qr_code = QR kodu
scan_code = Bu sayfayı telefonda açmak için kodu telefonunuzla tarayın.
download_all = Tüm oturumları tek dosya olarak indir

## Help.

nothing_happens = Hiçbir şey olmazsa bu sayfayı tarayıcınızda açın.
open_in_browser = Tarayıcıda aç
google_delay = Google’ın değişiklikleri göstermesi bir günü bulabilir.
google_fallback = Google bağlantıyı kabul etmezse adresi kopyalayın ve orada “URL ile” altına ekleyin.
on_android = Android’de Google Takvim’in web sitesinden ya da ICSx5 gibi bir uygulamayla abone olun.

## Page layout.

language = Dil
skip_to_content = İçeriğe geç
all_series = Tüm diziler
my_selection = Seçimim
subscribe_to_part = Bir bölüme abone ol
choose_sessions = Kendi oturumlarınızı seçin
show_selection = Seçimimi göster
tracks = Temalar
rooms = Salonlar
calendars = Takvimler
no_series = Burada henüz hiçbir dizi yayımlanmadı.
imprint = Yasal bilgiler
privacy = Gizlilik
last_updated = Son güncelleme

## The reader's copy.

entry_current = Takviminizdeki kayıt güncel.
entry_outdated = Takviminizdeki kayıt güncel değil.
changed_since = Sizdeki kopyadan bu yana değişenler:
changed_back = Değişiklikler geri alındı: zaman, yer ve başlık sizdekilerle aynı.
was = eski
now = yeni
none = yok
update_subscribed = Diziye aboneyseniz takviminiz değişikliği kendiliğinden alır; bu, takvime göre bir saat ya da bir gün içinde olur.
update_added = Dosyadan eklediğiniz bir kaydı güncellemek için onu silin ve oturumu yeniden ekleyin: çok az takvim bir kaydı ikinci bir dosyayla değiştirir.

## Fields that changed.

title = Başlık
description = Açıklama
join_link = Katılım bağlantısı
reminder = Hatırlatma
categories = Kategoriler

## Errors.

not_found = Sayfa bulunamadı
not_found_text = Bu adreste yayımlanan bir şey yok.
gone = Artık yok
gone_text = Bu adreste yayımlanan içerik kalıcı olarak kaldırıldı.
unavailable = Geçici olarak kullanılamıyor
unavailable_text = Bu adreste yayımlanan içerik şu anda gösterilemiyor. Lütfen daha sonra yeniden deneyin.

## Mail, embedding, feed of changes.

mail_add_session = Bu oturumu takviminize ekleyin
mail_add_series = Tüm oturumları takviminize ekleyin
open_page = Sayfayı aç
copy = Kopyala
preview = Önizleme
mail_kit = E-posta seti
plain_text = Düz metin
links = Bağlantılar
mail_draft = E-posta taslağı (.eml)
embed = Yerleştir
what_changed = Değişiklikler
new_session = Yeni oturum
changed = Değişti

## Punctuation, with the spaces before it.

comma = ,
label = { $label }:
labelled = { $label }: { $value }

## With variables: each of them once, in the order of the language.

organised_by_name = Düzenleyen: { $name }
published_by = Yayımlayan: { $name }
your_time = Sizin saatinizle: { $time }
session_of = Oturum { $number }/{ $total }
changes_of = { $title }: değişiklikler

## With a number: a form for each category of CLDR’s plural rules.

session_count = { $n ->
    [one] { $n } oturum
   *[other] { $n } oturum
}
