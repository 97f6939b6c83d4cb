//! The room: people present, timer, projected screen, tablets that join.

use super::parts::counted;

const NBSP: char = '\u{a0}';

/// « 14 bulletins sur 17 présents ».
pub fn progress(n_ballots: u32, n_present: u32) -> String {
    format!("{} sur {}", ballots(n_ballots), present(n_present))
}

/// « 14 bulletins ».
pub fn ballots(n_ballots: u32) -> String {
    counted(n_ballots, "bulletin", "bulletins")
}

/// « 17 présents ».
pub fn present(n_present: u32) -> String {
    counted(n_present, "présent", "présents")
}

/// Heading of the people present.
pub fn attendance_title() -> &'static str {
    "Présents"
}

/// Nobody counted yet.
pub fn attendance_unknown() -> &'static str {
    "Comptez les personnes présentes. L’écran de la salle dira combien de bulletins manquent."
}

/// Two devices counted apart.
pub fn attendance_apart() -> &'static str {
    "Deux tablettes ont compté chacune de son côté. Comptez de nouveau pour choisir."
}

/// One count, with its colleges.
pub fn attendance(n_present: u32, residents: Option<u16>, associations: Option<u16>) -> String {
    let all = present(n_present);
    match (residents, associations) {
        (None, None) => all,
        (residents, associations) => {
            let residents = counted(residents.unwrap_or(0).into(), "habitant", "habitants");
            let associations = associations.unwrap_or(0);
            format!(
                "{all}{NBSP}: {residents}, {associations} pour les associations et acteurs locaux"
            )
        }
    }
}

/// Whether the quorum of the council's own rules is reached.
pub fn quorum(quorum: u16, is_reached: bool) -> String {
    if is_reached {
        format!("Quorum de {quorum} atteint.")
    } else {
        format!("Quorum de {quorum} non atteint. L’atelier peut continuer.")
    }
}

/// Opens the form for the first time.
pub fn attendance_count() -> &'static str {
    "Compter les présents"
}

/// Opens the form again.
pub fn attendance_count_again() -> &'static str {
    "Compter de nouveau"
}

/// Field of everybody.
pub fn field_present() -> &'static str {
    "Personnes présentes"
}

/// Folded fields of the colleges and the quorum.
pub fn attendance_details() -> &'static str {
    "Par collège, quorum"
}

/// Field of a college.
pub fn field_residents() -> &'static str {
    "Collège des habitants"
}

/// Field of a college.
pub fn field_associations() -> &'static str {
    "Collège des associations et acteurs locaux"
}

/// Field of the quorum.
pub fn field_quorum() -> &'static str {
    "Quorum du conseil"
}

/// What the quorum does.
pub fn field_quorum_hint() -> &'static str {
    "Laissez 0 si votre conseil n’en a pas. Le quorum ne bloque rien."
}

/// The two colleges are more than everybody.
pub fn attendance_over() -> &'static str {
    "Les deux collèges font plus que les personnes présentes. Corrigez l’un des nombres."
}

/// Records the numbers.
pub fn attendance_save() -> &'static str {
    "Enregistrer les présents"
}

/// Heading of the timer.
pub fn timer_title() -> &'static str {
    "Minuteur"
}

/// What it does not do.
pub fn timer_lead() -> &'static str {
    "Il s’affiche aussi sur l’écran de la salle. Il ne ferme jamais le tour."
}

/// Starts a timer of so many minutes.
pub fn timer_minutes(minutes: u32) -> String {
    format!("{minutes}{NBSP}min")
}

/// Name of the group of buttons that start it.
pub fn timer_start_group() -> &'static str {
    "Démarrer un minuteur"
}

/// Field of a free number of minutes.
pub fn timer_free() -> &'static str {
    "Autre durée, en minutes"
}

/// Starts it.
pub fn timer_start() -> &'static str {
    "Démarrer"
}

/// One minute less.
pub fn timer_less() -> &'static str {
    "Une minute de moins"
}

/// One minute more.
pub fn timer_more() -> &'static str {
    "Une minute de plus"
}

/// Suspends it.
pub fn timer_pause() -> &'static str {
    "Suspendre le minuteur"
}

/// Goes on.
pub fn timer_resume() -> &'static str {
    "Reprendre le minuteur"
}

/// Takes it away.
pub fn timer_stop() -> &'static str {
    "Arrêter le minuteur"
}

/// Turns the sound of this device on or off.
pub fn timer_sound(is_on: bool) -> &'static str {
    if is_on { "Son activé" } else { "Son coupé" }
}

/// It is over.
pub fn timer_over() -> &'static str {
    "Le temps est écoulé"
}

/// It stands still.
pub fn timer_paused() -> &'static str {
    "Minuteur suspendu"
}

/// Before the time that is left.
pub fn timer_left() -> &'static str {
    "Temps restant"
}

/// « 4:05 ».
pub fn clock(seconds: u32) -> String {
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if hours == 0 {
        format!("{minutes}:{seconds:02}")
    } else {
        format!("{hours}:{minutes:02}:{seconds:02}")
    }
}

/// « 4 minutes 5 secondes », for who listens.
pub fn clock_aloud(seconds: u32) -> String {
    let parts = [
        (seconds / 3600, "heure", "heures"),
        (seconds / 60 % 60, "minute", "minutes"),
        (seconds % 60, "seconde", "secondes"),
    ];
    let told: Vec<String> = parts
        .into_iter()
        .filter(|(n, ..)| *n > 0)
        .map(|(n, one, many)| counted(n, one, many))
        .collect();
    if told.is_empty() {
        counted(0, "seconde", "secondes")
    } else {
        told.join(" ")
    }
}

/// Heading of what leads the projected screen.
pub fn screen_title() -> &'static str {
    "Écran de la salle"
}

/// What to do with it.
pub fn screen_lead() -> &'static str {
    "Ouvrez-le dans une autre fenêtre, et placez-la sur le projecteur. Il suit ce que vous faites ici."
}

/// Opens the projected screen in another window.
pub fn open_screen() -> &'static str {
    "Ouvrir la projection"
}

/// The link opens a window.
pub fn new_window() -> &'static str {
    "(nouvelle fenêtre)"
}

/// Before the cards of a closed round.
pub fn cards_lead() -> &'static str {
    "Révélez une carte après l’autre. Elle s’affiche aussitôt sur l’écran de la salle."
}

/// Name of the list of the cards of a closed round.
pub fn cards_list() -> &'static str {
    "Cartes à révéler"
}

/// Reveals one card.
pub fn reveal_card(name: &str) -> String {
    format!("Révéler «{NBSP}{name}{NBSP}»")
}

/// Puts a revealed card on stage.
pub fn show_card(name: &str) -> String {
    format!("Montrer «{NBSP}{name}{NBSP}»")
}

/// The card that shows.
pub fn on_stage(name: &str) -> String {
    format!("«{NBSP}{name}{NBSP}» est à l’écran")
}

/// Goes to the revealed card before.
pub fn previous_card() -> &'static str {
    "Carte précédente"
}

/// Goes to the revealed card after.
pub fn next_card() -> &'static str {
    "Carte suivante"
}

/// Title of the tab of the projected screen.
pub fn projection_title() -> &'static str {
    "Projection"
}

/// Fills the screen.
pub fn full_screen() -> &'static str {
    "Plein écran"
}

/// Before the title, while people come in.
pub fn waiting_eyebrow() -> &'static str {
    "L’atelier va commencer"
}

/// What to do with the code.
pub fn scan_me() -> &'static str {
    "Pour participer avec votre tablette ou votre téléphone, visez ce code avec l’appareil photo."
}

/// Before the address that is typed.
pub fn or_type() -> &'static str {
    "Ou tapez cette adresse"
}

/// What the code is, for who does not see it.
pub fn code_label() -> &'static str {
    "Code QR qui ouvre l’atelier"
}

/// Before the title, while the round is open.
pub fn open_eyebrow() -> &'static str {
    "Le tour est ouvert"
}

/// What to do meanwhile.
pub fn open_lead() -> &'static str {
    "À vous de placer vos gommettes."
}

/// The round is suspended.
pub fn paused_title() -> &'static str {
    "Le tour est en pause"
}

/// What is safe meanwhile.
pub fn paused_lead() -> &'static str {
    "Vos gommettes sont gardées. Le tour va reprendre."
}

/// The round is closed.
pub fn closed_title() -> &'static str {
    "Les résultats arrivent"
}

/// What was said, above it.
pub fn closed_eyebrow() -> &'static str {
    "Le tour est clos"
}

/// The place of a card and who took part: « Carte 6 sur 6 · 16 bulletins ».
pub fn card_eyebrow(position: u32, n_cards: u32, n_counted: u32, n_paper: u32) -> String {
    let mut parts = vec![format!("Carte {position} sur {n_cards}")];
    if n_counted > 0 || n_paper == 0 {
        parts.push(ballots(n_counted));
    }
    if n_paper > 0 {
        let people = counted(n_paper, "personne", "personnes");
        parts.push(format!("{people} sur papier"));
    }
    parts.join(" · ")
}

/// Rows that do not fit the screen.
pub fn more_rows(n: u32) -> String {
    let others = counted(n, "autre proposition", "autres propositions");
    format!("Et {others}, dans le compte rendu.")
}

/// The workshop is not on this device.
pub fn unknown_title() -> &'static str {
    "L’atelier n’est pas encore sur cet appareil"
}

/// What happens then.
pub fn unknown_lead() -> &'static str {
    "Il arrivera tout seul, dès que le relais répondra."
}

/// Heading of what lets tablets in.
pub fn join_title() -> &'static str {
    "Faire entrer des tablettes"
}

/// How to use the code.
pub fn join_lead() -> &'static str {
    "Visez ce code avec l’appareil photo d’une tablette. Elle ouvre l’atelier, et son bulletin dès que le tour est ouvert."
}

/// The relay is being asked.
pub fn join_asking() -> &'static str {
    "On prépare le code."
}

/// No tablet can join now.
pub fn join_away() -> &'static str {
    "Le relais ne répond pas. De nouvelles tablettes pourront entrer dès qu’il répondra."
}

/// What to do without a relay.
pub fn join_by_file() -> &'static str {
    "Une tablette qui a déjà l’application peut recevoir l’atelier par un fichier."
}

/// Leads to the page of files.
pub fn join_file_link() -> &'static str {
    "Réunir deux tablettes par un fichier"
}

/// The relay makes no link for this device.
pub fn join_refused() -> &'static str {
    "Le relais ne donne pas de code à cette tablette. Demandez un lien à la personne qui organise."
}

/// The address works on this device only.
pub fn join_local() -> &'static str {
    "Cette adresse ne marche que sur cet appareil. Ouvrez l’application par l’adresse du relais pour avoir un code utile."
}

/// This screen cannot show a code.
pub fn join_ask() -> &'static str {
    "Pour participer, demandez le code à l’animateur."
}

/// The code lets people in: who may see it.
pub fn join_secret() -> &'static str {
    "Ce code donne le droit de voter. Il est valable une journée."
}

/// A tablet scanned the code and waits for the workshop.
pub fn awaited_title() -> &'static str {
    "L’atelier arrive"
}

/// What happens then.
pub fn awaited_text() -> &'static str {
    "Votre tablette attend l’atelier. Le bulletin s’ouvrira tout seul. S’il n’arrive pas, prévenez l’animateur."
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ballots_are_counted_against_the_people_present() {
        assert_eq!(progress(14, 17), "14 bulletins sur 17 présents");
        assert_eq!(progress(0, 1), "0 bulletin sur 1 présent");
        assert_eq!(
            attendance(17, Some(12), Some(5)),
            "17 présents\u{a0}: 12 habitants, 5 pour les associations et acteurs locaux"
        );
        assert_eq!(attendance(17, None, None), "17 présents");
    }

    #[test]
    fn time_left_is_read_and_heard() {
        let check = |seconds, shown: &str, heard: &str| {
            assert_eq!(clock(seconds), shown);
            assert_eq!(clock_aloud(seconds), heard);
        };
        check(245, "4:05", "4 minutes 5 secondes");
        check(60, "1:00", "1 minute");
        check(0, "0:00", "0 seconde");
        check(3_661, "1:01:01", "1 heure 1 minute 1 seconde");
    }

    #[test]
    fn eyebrow_says_the_card_and_who_took_part() {
        assert_eq!(card_eyebrow(6, 6, 16, 0), "Carte 6 sur 6 · 16 bulletins");
        assert_eq!(
            card_eyebrow(1, 6, 0, 16),
            "Carte 1 sur 6 · 16 personnes sur papier"
        );
    }
}
