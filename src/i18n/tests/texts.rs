//! Checks beyond the file reader: plural forms, left-over English, punctuation.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use icu_plurals::PluralCategory;

use super::table;
use crate::i18n::pattern::{Pattern, PatternPart};
use crate::i18n::{Direction, Words};
use crate::model::{Language, Line};

/// A text with a number in its slots.
fn shown(pattern: Pattern) -> String {
    let part = |part: &PatternPart| match part {
        PatternPart::Text(text) => text.to_string(),
        PatternPart::Slot(_) => "7".to_owned(),
    };
    pattern.iter().map(part).collect()
}

/// Every text of a language with its key, including slots and forms.
fn everything(words: &Words) -> Vec<(&'static str, String)> {
    let texts = words.texts().into_iter().map(|(key, text)| (key, text.to_owned()));
    let slotted = words.slotted().into_iter().map(|(key, pattern)| (key, shown(pattern)));
    let counted = words
        .counted()
        .into_iter()
        .flat_map(|(key, forms)| forms.iter().map(move |(_, pattern)| (key, shown(pattern))));
    texts.chain(slotted).chain(counted).collect()
}

fn tag(tag: &str) -> Language {
    Language::parse(tag).expect("a tag")
}

/// Sources that use texts, without the files that define them.
fn uses(directory: &Path) -> String {
    let mut text = String::new();
    for entry in fs::read_dir(directory).expect("src is there") {
        let path = entry.expect("an entry").path();
        if path.is_dir() && !path.ends_with("i18n") {
            text += &uses(&path);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            text += &fs::read_to_string(&path).expect("UTF-8");
        }
    }
    text
}

#[test]
fn every_text_is_said_somewhere() {
    let text = uses(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"));
    let word = |c: char| c.is_alphanumeric() || c == '_';
    let said: BTreeSet<_> =
        text.split('.').map(|part| part.split(|c| !word(c)).next().unwrap_or_default()).collect();
    let unsaid: BTreeSet<_> = everything(Words::of(None))
        .into_iter()
        .map(|(key, _)| key)
        .filter(|key| !said.contains(key))
        .collect();
    assert_eq!(unsaid, BTreeSet::new());
}

#[test]
fn every_text_is_a_line_without_blanks_at_its_ends() {
    for words in Words::all() {
        for (key, text) in everything(words) {
            let line = Line::parse(&text).map(|line| line.to_string());
            assert_eq!(line.as_deref(), Ok(text.as_str()), "{} {key}", words.tag());
            assert!(!text.contains("  ") && !text.contains('"'), "{} {key}", words.tag());
        }
    }
}

/// The whole numbers that decide CLDR's plural rules in these languages.
fn numbers() -> impl Iterator<Item = u64> {
    (0..=1_000).chain([10_000, 100_000, 1_000_000, 2_000_000])
}

#[test]
fn every_count_has_the_forms_that_its_language_takes_for_whole_numbers() {
    for words in Words::all() {
        let taken: BTreeSet<_> =
            numbers().map(|n| words.formats().plurals.category_for(n)).collect();
        for (key, forms) in words.counted() {
            let mut there: BTreeSet<_> = forms.iter().map(|(category, _)| *category).collect();
            if !taken.contains(&PluralCategory::Other) {
                there.remove(&PluralCategory::Other);
            }
            assert_eq!(there, taken, "{} {key}", words.tag());
        }
    }
}

#[test]
fn a_form_without_its_number_is_for_one_number_alone() {
    for words in Words::all() {
        for (key, forms) in words.counted() {
            for (category, pattern) in forms.iter() {
                if !pattern.contains(&PatternPart::Slot("n")) {
                    let rules = &words.formats().plurals;
                    let count = numbers().filter(|n| rules.category_for(*n) == *category);
                    // 103 and 11 of Arabic keep their number; 0, 1 and 2 are words.
                    assert_eq!(count.count(), 1, "{} {key}: {category:?}", words.tag());
                }
            }
        }
    }
}

#[test]
fn no_sentence_is_left_in_english() {
    let english: Vec<_> = Words::of(None).texts();
    for words in Words::all().filter(|words| words.tag() != "en") {
        for ((key, text), (_, source)) in words.texts().into_iter().zip(&english) {
            // Short texts such as "QR code", "Status" or "Online" are the same in many languages.
            if source.split(' ').count() > 2 {
                assert_ne!(text, *source, "{} {key}", words.tag());
            }
        }
    }
}

#[test]
fn every_language_is_written_in_its_own_script() {
    let is_of = |tag: &str, c: char| match tag {
        "el" => ('\u{370}'..='\u{3ff}').contains(&c) || ('\u{1f00}'..='\u{1fff}').contains(&c),
        "bg" | "uk" => ('\u{400}'..='\u{4ff}').contains(&c),
        "ar" => ('\u{600}'..='\u{6ff}').contains(&c),
        _ => c.is_ascii_alphabetic() || ('\u{c0}'..='\u{24f}').contains(&c),
    };
    for words in Words::all() {
        for (key, text) in everything(words) {
            let is_mark = ["comma", "label", "labelled"].contains(&key);
            assert!(
                is_mark || text.chars().any(|c| is_of(words.tag(), c)),
                "{} {key}: {text}",
                words.tag()
            );
            let alien = |c: char| c.is_alphabetic() && !c.is_ascii() && !is_of(words.tag(), c);
            assert!(!text.chars().any(alien), "{} {key}: {text}", words.tag());
        }
    }
}

#[test]
fn punctuation_is_that_of_the_language() {
    for words in Words::all() {
        for (key, text) in everything(words) {
            let calendars = key.starts_with("calendar_");
            match words.tag() {
                "fr" if !calendars => {
                    for (at, _) in text.match_indices([':', ';', '?', '!', '»']) {
                        assert!(text[..at].ends_with('\u{a0}'), "{key}: {text}");
                    }
                }
                "el" => assert!(!text.contains('?'), "{key}: {text}"),
                "es" => assert_eq!(text.contains('¿'), text.contains('?'), "{key}: {text}"),
                "ar" => assert!(!text.contains(['?', ';', ',']), "{key}: {text}"),
                _ => {}
            }
            assert!(!text.contains('\''), "{} {key}: {text}", words.tag());
        }
    }
}

#[test]
fn words_are_those_of_the_region_else_of_the_language_else_english() {
    let of = |text: &str| Words::of(Some(&tag(text))).tag();
    assert_eq!(Words::of(None).tag(), "en");
    for (text, expected) in [
        ("pt", "pt"),
        ("pt-BR", "pt-BR"),
        ("tr-TR", "tr"),
        ("ca-ES", "ca"),
        ("pt-AO", "pt"),
        ("de-AT", "de"),
        ("sr-Latn", "en"),
        ("en-US", "en"),
        ("nb", "no"),
        ("nn-NO", "no"),
        ("no", "no"),
        ("ar-EG", "ar"),
    ] {
        assert_eq!(of(text), expected, "{text}");
    }
    assert!(Words::find(&tag("ja")).is_none());
}

#[test]
fn only_arabic_is_written_from_right_to_left() {
    for words in Words::all() {
        let expected = if words.tag() == "ar" { Direction::Rtl } else { Direction::Ltr };
        assert_eq!(words.direction(), expected, "{}", words.tag());
    }
    assert_eq!(Direction::Rtl.as_str(), "rtl");
}

#[test]
fn the_switch_names_each_language_once_in_its_own_words() {
    let names: Vec<_> = Words::all().map(Words::name).collect();
    assert_eq!(
        names.join(" "),
        "български español čeština dansk Deutsch eesti ελληνικά English français Gaeilge hrvatski \
         italiano latviešu lietuvių magyar Malti Nederlands polski português português (Brasil) română slovenčina \
         slovenščina suomi svenska íslenska norsk català Türkçe українська العربية"
    );
    let tags: BTreeSet<_> = Words::all().map(Words::tag).collect();
    assert_eq!(tags.len(), names.len());
}

/// The texts in subscribers' calendars. A difference means that their entries change.
#[test]
fn words_in_calendars_stay_as_they_are() {
    let says = |words: &Words| {
        [
            words.calendar_cancelled,
            words.notice,
            words.calendar_speakers,
            words.calendar_join,
            words.announced_as,
            words.calendar_organiser,
            words.calendar_up_to_date,
        ]
        .join(" | ")
    };
    insta::assert_snapshot!(table(says), @"
    bg Отменено: | Тази сесия е отменена. | Лектори: | Присъединяване: | обявено като | Организатор: | Актуално ли е?
    es Cancelado: | Esta sesión se ha cancelado. | Ponentes: | Unirse: | anunciado como | Organiza: | ¿Está actualizado?
    cs Zrušeno: | Tato akce je zrušena. | Řečníci: | Připojit se: | oznámeno jako | Pořádá | Je to aktuální?
    da Aflyst: | Denne session er aflyst. | Talere: | Deltag: | annonceret som | Arrangeret af | Opdateret?
    de Abgesagt: | Dieser Termin ist abgesagt. | Mitwirkende: | Teilnehmen: | angekündigt als | Veranstaltet von | Noch aktuell?
    et Tühistatud: | See sessioon on tühistatud. | Esinejad: | Liitu: | välja kuulutatud kui | Korraldaja: | Kas see on ajakohane?
    el Ακυρώθηκε: | Η συνεδρία ακυρώθηκε. | Ομιλητές: | Συμμετοχή: | ανακοινώθηκε ως | Διοργάνωση: | Είναι ενημερωμένο;
    en Cancelled: | This session is cancelled. | Speakers: | Join: | announced as | Organised by | Up to date?
    fr Annulé : | Cette session est annulée. | Intervenants : | Participer : | annoncé comme | Organisé par | À jour ?
    ga Curtha ar ceal: | Tá an seisiún seo curtha ar ceal. | Cainteoirí: | Glac páirt: | fógartha mar | Eagraithe ag | An bhfuil sé cothrom le dáta?
    hr Otkazano: | Ova je sesija otkazana. | Govornici: | Pridružite se: | najavljeno kao | Organizator: | Je li ažurno?
    it Annullato: | Questa sessione è annullata. | Relatori: | Partecipa: | annunciato come | Organizzato da | È aggiornato?
    lv Atcelts: | Šī sesija ir atcelta. | Runātāji: | Pievienoties: | izziņots kā | Organizators: | Vai tas ir jaunākais?
    lt Atšaukta: | Ši sesija atšaukta. | Pranešėjai: | Prisijungti: | paskelbta kaip | Organizatorius: | Ar tai naujausia?
    hu Elmarad: | Ez az esemény elmarad. | Előadók: | Csatlakozás: | így meghirdetve: | Szervező: | Naprakész?
    mt Ikkanċellat: | Din is-sessjoni hija kkanċellata. | Kelliema: | Ingħaqad: | imħabbar bħala | Organizzat minn | Aġġornat?
    nl Geannuleerd: | Deze sessie gaat niet door. | Sprekers: | Deelnemen: | aangekondigd als | Georganiseerd door | Nog actueel?
    pl Odwołane: | Ta sesja została odwołana. | Prelegenci: | Dołącz: | ogłoszono jako | Organizator: | Czy to aktualne?
    pt Cancelado: | Esta sessão foi cancelada. | Oradores: | Participar: | anunciado como | Organizado por | Está atualizado?
    pt-BR Cancelado: | Esta sessão foi cancelada. | Palestrantes: | Participar: | anunciado como | Organizado por | Está atualizado?
    ro Anulat: | Această sesiune este anulată. | Vorbitori: | Participă: | anunțat ca | Organizat de | Este actual?
    sk Zrušené: | Toto podujatie je zrušené. | Rečníci: | Pripojiť sa: | oznámené ako | Organizuje | Je to aktuálne?
    sl Odpovedano: | To srečanje je odpovedano. | Govorniki: | Pridružite se: | najavljeno kot | Organizator: | Je to še aktualno?
    fi Peruttu: | Tämä tilaisuus on peruttu. | Puhujat: | Liity: | ilmoitettu muodossa | Järjestäjä: | Onko tämä ajan tasalla?
    sv Inställt: | Den här sessionen är inställd. | Talare: | Delta: | annonserat som | Arrangeras av | Aktuellt?
    is Aflýst: | Þessum viðburði er aflýst. | Fyrirlesarar: | Taka þátt: | auglýst sem | Skipuleggjandi: | Er þetta nýjasta útgáfan?
    no Avlyst: | Dette arrangementet er avlyst. | Talere: | Delta: | kunngjort som | Arrangert av | Oppdatert?
    ca Cancel·lat: | Aquesta sessió s’ha cancel·lat. | Ponents: | Participa-hi: | anunciat com a | Organitzat per | Està actualitzat?
    tr İptal edildi: | Bu oturum iptal edildi. | Konuşmacılar: | Katılım: | duyurulan saat | Düzenleyen: | Güncel mi?
    uk Скасовано: | Цю сесію скасовано. | Доповідачі: | Приєднатися: | оголошено як | Організатор: | Чи це актуально?
    ar أُلغيت: | هذه الجلسة ملغاة. | المتحدثون: | الانضمام: | مُعلن بتوقيت | الجهة المنظمة: | هل هو محدّث؟
    ");
}

#[test]
fn numbers_take_the_forms_of_the_language() {
    let numbers = [0, 1, 2, 3, 5, 11, 21, 22, 101, 1_000_000];
    let says = |words: &Words| numbers.map(|n| words.session_count(n)).join(", ");
    insta::assert_snapshot!(table(says), @"
    bg 0 сесии, 1 сесия, 2 сесии, 3 сесии, 5 сесии, 11 сесии, 21 сесии, 22 сесии, 101 сесии, 1000000 сесии
    es 0 sesiones, 1 sesión, 2 sesiones, 3 sesiones, 5 sesiones, 11 sesiones, 21 sesiones, 22 sesiones, 101 sesiones, 1000000 de sesiones
    cs 0 akcí, 1 akce, 2 akce, 3 akce, 5 akcí, 11 akcí, 21 akcí, 22 akcí, 101 akcí, 1000000 akcí
    da 0 sessioner, 1 session, 2 sessioner, 3 sessioner, 5 sessioner, 11 sessioner, 21 sessioner, 22 sessioner, 101 sessioner, 1000000 sessioner
    de 0 Termine, 1 Termin, 2 Termine, 3 Termine, 5 Termine, 11 Termine, 21 Termine, 22 Termine, 101 Termine, 1000000 Termine
    et 0 sessiooni, 1 sessioon, 2 sessiooni, 3 sessiooni, 5 sessiooni, 11 sessiooni, 21 sessiooni, 22 sessiooni, 101 sessiooni, 1000000 sessiooni
    el 0 συνεδρίες, 1 συνεδρία, 2 συνεδρίες, 3 συνεδρίες, 5 συνεδρίες, 11 συνεδρίες, 21 συνεδρίες, 22 συνεδρίες, 101 συνεδρίες, 1000000 συνεδρίες
    en 0 sessions, 1 session, 2 sessions, 3 sessions, 5 sessions, 11 sessions, 21 sessions, 22 sessions, 101 sessions, 1000000 sessions
    fr 0 session, 1 session, 2 sessions, 3 sessions, 5 sessions, 11 sessions, 21 sessions, 22 sessions, 101 sessions, 1000000 de sessions
    ga 0 seisiún, 1 seisiún, 2 sheisiún, 3 sheisiún, 5 sheisiún, 11 seisiún, 21 seisiún, 22 seisiún, 101 seisiún, 1000000 seisiún
    hr 0 sesija, 1 sesija, 2 sesije, 3 sesije, 5 sesija, 11 sesija, 21 sesija, 22 sesije, 101 sesija, 1000000 sesija
    it 0 sessioni, 1 sessione, 2 sessioni, 3 sessioni, 5 sessioni, 11 sessioni, 21 sessioni, 22 sessioni, 101 sessioni, 1000000 di sessioni
    lv 0 sesiju, 1 sesija, 2 sesijas, 3 sesijas, 5 sesijas, 11 sesiju, 21 sesija, 22 sesijas, 101 sesija, 1000000 sesiju
    lt 0 sesijų, 1 sesija, 2 sesijos, 3 sesijos, 5 sesijos, 11 sesijų, 21 sesija, 22 sesijos, 101 sesija, 1000000 sesijų
    hu 0 esemény, 1 esemény, 2 esemény, 3 esemény, 5 esemény, 11 esemény, 21 esemény, 22 esemény, 101 esemény, 1000000 esemény
    mt 0 sessjonijiet, sessjoni waħda, żewġ sessjonijiet, 3 sessjonijiet, 5 sessjonijiet, 11-il sessjoni, 21 sessjoni, 22 sessjoni, 101 sessjoni, 1000000 sessjoni
    nl 0 sessies, 1 sessie, 2 sessies, 3 sessies, 5 sessies, 11 sessies, 21 sessies, 22 sessies, 101 sessies, 1000000 sessies
    pl 0 sesji, 1 sesja, 2 sesje, 3 sesje, 5 sesji, 11 sesji, 21 sesji, 22 sesje, 101 sesji, 1000000 sesji
    pt 0 sessões, 1 sessão, 2 sessões, 3 sessões, 5 sessões, 11 sessões, 21 sessões, 22 sessões, 101 sessões, 1000000 de sessões
    pt-BR 0 sessão, 1 sessão, 2 sessões, 3 sessões, 5 sessões, 11 sessões, 21 sessões, 22 sessões, 101 sessões, 1000000 de sessões
    ro 0 sesiuni, 1 sesiune, 2 sesiuni, 3 sesiuni, 5 sesiuni, 11 sesiuni, 21 de sesiuni, 22 de sesiuni, 101 sesiuni, 1000000 de sesiuni
    sk 0 podujatí, 1 podujatie, 2 podujatia, 3 podujatia, 5 podujatí, 11 podujatí, 21 podujatí, 22 podujatí, 101 podujatí, 1000000 podujatí
    sl 0 srečanj, 1 srečanje, 2 srečanji, 3 srečanja, 5 srečanj, 11 srečanj, 21 srečanj, 22 srečanj, 101 srečanje, 1000000 srečanj
    fi 0 tilaisuutta, 1 tilaisuus, 2 tilaisuutta, 3 tilaisuutta, 5 tilaisuutta, 11 tilaisuutta, 21 tilaisuutta, 22 tilaisuutta, 101 tilaisuutta, 1000000 tilaisuutta
    sv 0 sessioner, 1 session, 2 sessioner, 3 sessioner, 5 sessioner, 11 sessioner, 21 sessioner, 22 sessioner, 101 sessioner, 1000000 sessioner
    is 0 viðburðir, 1 viðburður, 2 viðburðir, 3 viðburðir, 5 viðburðir, 11 viðburðir, 21 viðburður, 22 viðburðir, 101 viðburður, 1000000 viðburðir
    no 0 arrangementer, 1 arrangement, 2 arrangementer, 3 arrangementer, 5 arrangementer, 11 arrangementer, 21 arrangementer, 22 arrangementer, 101 arrangementer, 1000000 arrangementer
    ca 0 sessions, 1 sessió, 2 sessions, 3 sessions, 5 sessions, 11 sessions, 21 sessions, 22 sessions, 101 sessions, 1000000 de sessions
    tr 0 oturum, 1 oturum, 2 oturum, 3 oturum, 5 oturum, 11 oturum, 21 oturum, 22 oturum, 101 oturum, 1000000 oturum
    uk 0 сесій, 1 сесія, 2 сесії, 3 сесії, 5 сесій, 11 сесій, 21 сесія, 22 сесії, 101 сесія, 1000000 сесій
    ar لا جلسات, جلسة واحدة, جلستان, 3 جلسات, 5 جلسات, 11 جلسة, 21 جلسة, 22 جلسة, 101 جلسة, 1000000 جلسة
    ");
}

#[test]
fn what_ended_agrees_with_its_noun() {
    let of = |text: &str| Words::of(Some(&tag(text)));
    for (tag, series, session) in [
        ("hr", "završen", "završena"),
        ("lv", "beidzies", "beigusies"),
        ("pl", "zakończony", "zakończona"),
        ("sk", "skončený", "skončené"),
        ("sl", "končan", "končano"),
    ] {
        assert_eq!((of(tag).ended, of(tag).session_ended), (series, session), "{tag}");
    }
}

#[test]
fn a_name_follows_a_noun_behind_a_colon() {
    for words in Words::all() {
        let says = words.organised_by_name("X").to_string();
        let nouns = "ar bg el et fi hr hu is lt lv pl sl tr uk";
        assert_eq!(says.contains(':'), nouns.split(' ').any(|tag| tag == words.tag()), "{says}");
        let is_label = says.trim_end_matches([' ', ':', 'X']) == words.organised_by;
        assert!(is_label, "{}: {says}", words.tag());
    }
}

#[test]
fn punctuation_between_texts_is_that_of_the_language() {
    let says = |tag: &str| {
        let words = Words::of(Language::parse(tag).ok().as_ref());
        [words.label("A").to_string(), words.labelled("A", "B").to_string(), words.comma.to_owned()]
    };
    assert_eq!(says("de"), ["A:", "A: B", ","]);
    assert_eq!(says("fr"), ["A\u{a0}:", "A\u{a0}: B", ","]);
    assert_eq!(says("ar"), ["A:", "A: B", "،"]);
}

/// At most a day, not at least a day; and uncertain, not temporary.
#[test]
fn what_is_uncertain_is_said_as_it_is_meant() {
    let of = |text: &str| Words::of(Some(&tag(text)));
    for (tag, only) in [("bg", "чак"), ("hr", "tek"), ("lt", "tik"), ("sl", "šele"), ("uk", "лише")]
    {
        assert!(!of(tag).google_delay.contains(only), "{tag}");
    }
    for (tag, temporary) in [("el", "προσωριν"), ("hr", "privremen"), ("sl", "začasn")] {
        assert!(!of(tag).tentative.contains(temporary), "{tag}");
    }
}
