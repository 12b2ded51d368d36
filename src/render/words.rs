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
    /// Above the link to the page that tells whether the entry is the one of today.
    pub(crate) up_to_date: &'static str,
}

const fn words(language: &'static str, words: [&'static str; 7]) -> Words {
    let [cancelled, notice, speakers, join, announced_as, organiser, up_to_date] = words;
    Words { language, cancelled, notice, speakers, join, announced_as, organiser, up_to_date }
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
    words("en", ["Cancelled:", "This session is cancelled.", "Speakers:", "Join:", "announced as", "Organised by", "Up to date?"]),
    words("bg", ["Отменено:", "Тази сесия е отменена.", "Лектори:", "Присъединяване:", "обявено като", "Организатор:", "Актуално ли е?"]),
    words("cs", ["Zrušeno:", "Tato akce je zrušena.", "Řečníci:", "Připojit se:", "oznámeno jako", "Pořádá", "Je to aktuální?"]),
    words("da", ["Aflyst:", "Denne session er aflyst.", "Talere:", "Deltag:", "annonceret som", "Arrangeret af", "Opdateret?"]),
    words("de", ["Abgesagt:", "Dieser Termin ist abgesagt.", "Mitwirkende:", "Teilnehmen:", "angekündigt als", "Veranstaltet von", "Noch aktuell?"]),
    words("el", ["Ακυρώθηκε:", "Η συνεδρία ακυρώθηκε.", "Ομιλητές:", "Συμμετοχή:", "ανακοινώθηκε ως", "Διοργάνωση:", "Είναι ενημερωμένο;"]),
    words("es", ["Cancelado:", "Esta sesión se ha cancelado.", "Ponentes:", "Unirse:", "anunciado como", "Organiza:", "¿Está actualizado?"]),
    words("et", ["Tühistatud:", "See sessioon on tühistatud.", "Esinejad:", "Liitu:", "välja kuulutatud kui", "Korraldaja:", "Kas see on ajakohane?"]),
    words("fi", ["Peruttu:", "Tämä tilaisuus on peruttu.", "Puhujat:", "Liity:", "ilmoitettu muodossa", "Järjestäjä:", "Onko tämä ajan tasalla?"]),
    words("fr", ["Annulé :", "Cette session est annulée.", "Intervenants :", "Participer :", "annoncé comme", "Organisé par", "À jour ?"]),
    words("ga", ["Curtha ar ceal:", "Tá an seisiún seo curtha ar ceal.", "Cainteoirí:", "Glac páirt:", "fógartha mar", "Eagraithe ag", "An bhfuil sé cothrom le dáta?"]),
    words("hr", ["Otkazano:", "Ova je sesija otkazana.", "Govornici:", "Pridružite se:", "najavljeno kao", "Organizator:", "Je li ažurno?"]),
    words("hu", ["Elmarad:", "Ez az esemény elmarad.", "Előadók:", "Csatlakozás:", "így meghirdetve:", "Szervező:", "Naprakész?"]),
    words("is", ["Aflýst:", "Þessum viðburði er aflýst.", "Fyrirlesarar:", "Taka þátt:", "auglýst sem", "Skipuleggjandi:", "Er þetta nýjasta útgáfan?"]),
    words("it", ["Annullato:", "Questa sessione è annullata.", "Relatori:", "Partecipa:", "annunciato come", "Organizzato da", "È aggiornato?"]),
    words("lt", ["Atšaukta:", "Ši sesija atšaukta.", "Pranešėjai:", "Prisijungti:", "paskelbta kaip", "Organizatorius:", "Ar tai naujausia?"]),
    words("lv", ["Atcelts:", "Šī sesija ir atcelta.", "Runātāji:", "Pievienoties:", "izziņots kā", "Organizators:", "Vai tas ir jaunākais?"]),
    words("mt", ["Ikkanċellat:", "Din is-sessjoni hija kkanċellata.", "Kelliema:", "Ingħaqad:", "imħabbar bħala", "Organizzat minn", "Aġġornat?"]),
    words("nl", ["Geannuleerd:", "Deze sessie gaat niet door.", "Sprekers:", "Deelnemen:", "aangekondigd als", "Georganiseerd door", "Nog actueel?"]),
    words("no", ["Avlyst:", "Dette arrangementet er avlyst.", "Talere:", "Delta:", "kunngjort som", "Arrangert av", "Oppdatert?"]),
    words("pl", ["Odwołane:", "Ta sesja została odwołana.", "Prelegenci:", "Dołącz:", "ogłoszono jako", "Organizator:", "Czy to aktualne?"]),
    words("pt", ["Cancelado:", "Esta sessão foi cancelada.", "Oradores:", "Participar:", "anunciado como", "Organizado por", "Está atualizado?"]),
    words("ro", ["Anulat:", "Această sesiune este anulată.", "Vorbitori:", "Participă:", "anunțat ca", "Organizat de", "Este actual?"]),
    words("sk", ["Zrušené:", "Toto podujatie je zrušené.", "Rečníci:", "Pripojiť sa:", "oznámené ako", "Organizuje", "Je to aktuálne?"]),
    words("sl", ["Odpovedano:", "To srečanje je odpovedano.", "Govorniki:", "Pridružite se:", "najavljeno kot", "Organizator:", "Je to še aktualno?"]),
    words("sv", ["Inställt:", "Den här sessionen är inställd.", "Talare:", "Delta:", "annonserat som", "Arrangeras av", "Aktuellt?"]),
    words("uk", ["Скасовано:", "Цю сесію скасовано.", "Доповідачі:", "Приєднатися:", "оголошено як", "Організатор:", "Чи це актуально?"]),
];
