//! The few words of our own that stand in calendars, by language.

use crate::model::Language;

/// Words of one language.
pub(crate) struct Words {
    language: &'static str,
    /// Before the title of a cancelled session, with its colon.
    pub(crate) cancelled: &'static str,
    /// First line of a cancelled session's description.
    pub(crate) notice: &'static str,
    /// Above the list of speakers.
    pub(crate) speakers: &'static str,
    /// Above the join link.
    pub(crate) join: &'static str,
    /// Between the real clock and the announced one.
    pub(crate) announced_as: &'static str,
    /// Before the organiser.
    pub(crate) organiser: &'static str,
}

const fn words(language: &'static str, words: [&'static str; 6]) -> Words {
    let [cancelled, notice, speakers, join, announced_as, organiser] = words;
    Words { language, cancelled, notice, speakers, join, announced_as, organiser }
}

/// Words of the language, or English.
pub(crate) fn of(language: Option<&Language>) -> &'static Words {
    let primary = language.map_or("en", |tag| tag.as_str().split('-').next().unwrap_or("en"));
    // Norwegian is one language here under its three tags.
    let primary = if matches!(primary, "nb" | "nn") { "no" } else { primary };
    TABLE.iter().find(|words| words.language == primary).unwrap_or(&TABLE[0])
}

#[rustfmt::skip]
static TABLE: [Words; 27] = [
    words("en", ["Cancelled:", "This session is cancelled.", "Speakers:", "Join:", "announced as", "Organised by"]),
    words("bg", ["Отменено:", "Тази сесия е отменена.", "Лектори:", "Присъединяване:", "обявено като", "Организатор:"]),
    words("cs", ["Zrušeno:", "Tato akce je zrušena.", "Řečníci:", "Připojit se:", "oznámeno jako", "Pořádá"]),
    words("da", ["Aflyst:", "Denne session er aflyst.", "Talere:", "Deltag:", "annonceret som", "Arrangeret af"]),
    words("de", ["Abgesagt:", "Dieser Termin ist abgesagt.", "Mitwirkende:", "Teilnehmen:", "angekündigt als", "Veranstaltet von"]),
    words("el", ["Ακυρώθηκε:", "Η συνεδρία ακυρώθηκε.", "Ομιλητές:", "Συμμετοχή:", "ανακοινώθηκε ως", "Διοργάνωση:"]),
    words("es", ["Cancelado:", "Esta sesión se ha cancelado.", "Ponentes:", "Unirse:", "anunciado como", "Organiza:"]),
    words("et", ["Tühistatud:", "See sessioon on tühistatud.", "Esinejad:", "Liitu:", "välja kuulutatud kui", "Korraldaja:"]),
    words("fi", ["Peruttu:", "Tämä tilaisuus on peruttu.", "Puhujat:", "Liity:", "ilmoitettu muodossa", "Järjestäjä:"]),
    words("fr", ["Annulé :", "Cette session est annulée.", "Intervenants :", "Participer :", "annoncé comme", "Organisé par"]),
    words("ga", ["Curtha ar ceal:", "Tá an seisiún seo curtha ar ceal.", "Cainteoirí:", "Glac páirt:", "fógartha mar", "Eagraithe ag"]),
    words("hr", ["Otkazano:", "Ova je sesija otkazana.", "Govornici:", "Pridružite se:", "najavljeno kao", "Organizator:"]),
    words("hu", ["Elmarad:", "Ez az esemény elmarad.", "Előadók:", "Csatlakozás:", "így meghirdetve:", "Szervező:"]),
    words("is", ["Aflýst:", "Þessum viðburði er aflýst.", "Fyrirlesarar:", "Taka þátt:", "auglýst sem", "Skipuleggjandi:"]),
    words("it", ["Annullato:", "Questa sessione è annullata.", "Relatori:", "Partecipa:", "annunciato come", "Organizzato da"]),
    words("lt", ["Atšaukta:", "Ši sesija atšaukta.", "Pranešėjai:", "Prisijungti:", "paskelbta kaip", "Organizatorius:"]),
    words("lv", ["Atcelts:", "Šī sesija ir atcelta.", "Runātāji:", "Pievienoties:", "izziņots kā", "Organizators:"]),
    words("mt", ["Ikkanċellat:", "Din is-sessjoni hija kkanċellata.", "Kelliema:", "Ingħaqad:", "imħabbar bħala", "Organizzat minn"]),
    words("nl", ["Geannuleerd:", "Deze sessie gaat niet door.", "Sprekers:", "Deelnemen:", "aangekondigd als", "Georganiseerd door"]),
    words("no", ["Avlyst:", "Dette arrangementet er avlyst.", "Talere:", "Delta:", "kunngjort som", "Arrangert av"]),
    words("pl", ["Odwołane:", "Ta sesja została odwołana.", "Prelegenci:", "Dołącz:", "ogłoszono jako", "Organizator:"]),
    words("pt", ["Cancelado:", "Esta sessão foi cancelada.", "Oradores:", "Participar:", "anunciado como", "Organizado por"]),
    words("ro", ["Anulat:", "Această sesiune este anulată.", "Vorbitori:", "Participă:", "anunțat ca", "Organizat de"]),
    words("sk", ["Zrušené:", "Toto podujatie je zrušené.", "Rečníci:", "Pripojiť sa:", "oznámené ako", "Organizuje"]),
    words("sl", ["Odpovedano:", "To srečanje je odpovedano.", "Govorniki:", "Pridružite se:", "najavljeno kot", "Organizator:"]),
    words("sv", ["Inställt:", "Den här sessionen är inställd.", "Talare:", "Delta:", "annonserat som", "Arrangeras av"]),
    words("uk", ["Скасовано:", "Цю сесію скасовано.", "Доповідачі:", "Приєднатися:", "оголошено як", "Організатор:"]),
];
