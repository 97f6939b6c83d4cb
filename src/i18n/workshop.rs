//! The sentences of the workshops, their rounds and their results.
//!
//! French typography: U+00A0 before `:`, `;`, `?`, `!` and inside « ».
//! Zero and one are singular in French.

mod paper;
mod refusals;

use domain::{Date, Decision, DotScope, RoundRules, RoundStatus, RulesFault, VoterKey};

pub use self::paper::*;
pub use self::refusals::{
    ballot_fault, not_written_next, not_written_safe, not_written_what, refusal, refused_title,
    text_fault,
};
use super::parts::{counted, dots};

/// "4 mars 2026", "1er mars 2026".
pub fn short_date(date: Date) -> String {
    const MONTHS: [&str; 12] = [
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ];
    let month = MONTHS
        .get(usize::from(date.month()).saturating_sub(1))
        .copied()
        .unwrap_or_default();
    let day = if date.day() == 1 {
        "1er".to_owned()
    } else {
        date.day().to_string()
    };
    format!("{day} {month} {}", date.year())
}

/// Title of the list.
pub fn list_title() -> &'static str {
    "Ateliers"
}

/// Under the title of the list.
pub fn list_lead() -> &'static str {
    "Chaque rencontre autour des cartes, de la plus récente à la plus ancienne."
}

/// Name of the list for those who do not see it.
pub fn list_name() -> &'static str {
    "Liste des ateliers"
}

/// An empty list.
pub fn list_empty() -> &'static str {
    "Aucun atelier pour le moment."
}

/// Button that opens the form, and title of the form.
pub fn new_workshop() -> &'static str {
    "Nouvel atelier"
}

/// "Atelier du 4 mars 2026".
pub fn proposed_title(date: Date) -> String {
    format!("Atelier du {}", short_date(date))
}

/// Label of the title.
pub fn field_title() -> &'static str {
    "Titre"
}

/// Label of the day.
pub fn field_date() -> &'static str {
    "Date"
}

/// Under a day of the past: it is allowed.
pub fn past_date() -> &'static str {
    "Cette date est passée. Vérifiez-la. Si elle est juste, continuez."
}

/// Label of the place.
pub fn field_place() -> &'static str {
    "Lieu"
}

/// Help under the place.
pub fn field_place_hint() -> &'static str {
    "La salle, la rue. Vous pouvez laisser vide."
}

/// Question over the councils.
pub fn field_councils() -> &'static str {
    "Conseils citoyens présents"
}

/// Question over the cards.
pub fn field_cards() -> &'static str {
    "Cartes sur la table"
}

/// Question over the two rules.
pub fn field_rules() -> &'static str {
    "Règles du tour"
}

/// Label of N.
pub fn field_dots_per_ballot() -> &'static str {
    "Gommettes par personne"
}

/// Label of the cap.
pub fn field_dots_per_proposal() -> &'static str {
    "Au plus sur une proposition"
}

/// Question over the scope of N.
pub fn field_scope() -> &'static str {
    "Ces gommettes sont données"
}

/// Choice of the scope.
pub fn scope_choice(scope: DotScope) -> &'static str {
    match scope {
        DotScope::PerCard => "Pour chaque carte",
        DotScope::PerRound => "Pour tout le tour",
    }
}

/// Button that creates the workshop.
pub fn create() -> &'static str {
    "Créer l’atelier"
}

/// The day is missing or no day.
pub fn date_fault() -> &'static str {
    "Choisissez une date, par exemple 04/03/2026."
}

/// No council is ticked.
pub fn councils_fault() -> &'static str {
    "Cochez au moins un conseil."
}

/// No card is ticked.
pub fn cards_fault() -> &'static str {
    "Cochez au moins une carte."
}

/// Why the two rules do not go together.
pub fn rules_fault(fault: RulesFault) -> String {
    match fault {
        RulesFault::DotsPerBallot => format!(
            "Choisissez de 1 à {} gommettes par personne.",
            domain::limits::DOTS_PER_BALLOT_MAX
        ),
        RulesFault::DotsPerProposal => {
            "Permettez au moins 1 gommette sur une proposition.".to_owned()
        }
        RulesFault::CapOverBudget => {
            "Une proposition ne peut pas recevoir plus de gommettes que la personne n’en a."
                .to_owned()
        }
    }
}

/// Way back to the list.
pub fn back_to_list() -> &'static str {
    "Tous les ateliers"
}

/// The rules in one sentence.
pub fn rules_sentence(rules: RoundRules) -> String {
    let scope = match rules.scope() {
        DotScope::PerCard => "pour chaque carte",
        DotScope::PerRound => "pour tout le tour",
    };
    format!(
        "Chaque personne a {} {scope}, et en pose au plus {} sur une même proposition.",
        dots(rules.dots_per_ballot().into()),
        rules.dots_per_proposal_max()
    )
}

/// A workshop of the past.
pub fn history_sentence() -> &'static str {
    "Cet atelier fait partie de l’histoire du contrat. Ses règles ne sont pas connues et son tour est terminé."
}

/// Where a workshop stands: the status of its current round, `None` without a round.
pub fn stage(status: Option<RoundStatus>) -> &'static str {
    match status {
        None => "Pas encore de tour",
        Some(RoundStatus::Draft) => "Tour préparé",
        Some(RoundStatus::Open) => "Tour ouvert",
        Some(RoundStatus::Paused) => "Tour suspendu",
        Some(RoundStatus::Closed) => "Tour clos",
        Some(RoundStatus::Revealed) => "Résultats révélés",
    }
}

/// What the standing means, in one sentence.
pub fn stage_sentence(status: Option<RoundStatus>) -> &'static str {
    match status {
        None => {
            "Quand tout le monde est prêt, ouvrez le tour. Il porte sur toutes les cartes de l’atelier."
        }
        Some(RoundStatus::Draft) => {
            "Les codes peuvent être imprimés. Quand tout le monde est prêt, ouvrez le tour."
        }
        Some(RoundStatus::Open) => "Chacun remplit son bulletin. Les totaux restent cachés.",
        Some(RoundStatus::Paused) => {
            "Personne ne peut valider de bulletin pour le moment. Les totaux restent cachés."
        }
        Some(RoundStatus::Closed) => {
            "Plus personne ne peut valider de bulletin. Les totaux restent cachés jusqu’à ce que vous les révéliez."
        }
        Some(RoundStatus::Revealed) => "Les totaux sont visibles par tous.",
    }
}

/// "Tour 2".
pub fn round_number(number: u32) -> String {
    format!("Tour {number}")
}

/// Title of the panel of the rules.
pub fn rules_title() -> &'static str {
    "Règles"
}

/// Before the names of the cards.
pub fn cards_on_table(names: &[String]) -> String {
    match names {
        [one] => format!("Carte sur la table\u{a0}: {one}."),
        _ => format!("Cartes sur la table\u{a0}: {}.", names.join(", ")),
    }
}

/// "3 bulletins", "3 bulletins, dont 1 tardif".
pub fn ballots(n_ballots: u32, n_late: u32) -> String {
    let all = counted(n_ballots, "bulletin", "bulletins");
    if n_late == 0 {
        all
    } else {
        format!("{all}, dont {}", counted(n_late, "tardif", "tardifs"))
    }
}

/// When a round was opened; `minute` is a moment in words.
pub fn opened_at(minute: &str) -> String {
    format!("Ouvert le {minute}")
}

/// When a round was closed; `minute` is a moment in words.
pub fn closed_at(minute: &str) -> String {
    format!("Clos le {minute}")
}

/// Main action.
pub fn open_round() -> &'static str {
    "Ouvrir le tour"
}

/// Main action.
pub fn close_round() -> &'static str {
    "Clore le tour"
}

/// Main action.
pub fn reveal() -> &'static str {
    "Révéler les résultats"
}

/// Opens one more round once the former is closed.
pub fn open_next_round(number: u32) -> String {
    format!("Ouvrir le tour {number}")
}

/// Reveals a former round.
pub fn reveal_round(number: u32) -> String {
    format!("Révéler le tour {number}")
}

/// Suspends the round.
pub fn pause_round() -> &'static str {
    "Suspendre le tour"
}

/// Resumes the round.
pub fn resume_round() -> &'static str {
    "Reprendre le tour"
}

/// Link to the ballot.
pub fn start_ballot() -> &'static str {
    "Commencer mon bulletin"
}

/// Question before closing.
pub fn close_question() -> &'static str {
    "Clore le tour\u{a0}?"
}

/// What closing does.
pub fn close_consequences(n_ballots: u32) -> [String; 3] {
    [
        format!(
            "Cette tablette connaît {}. Avant de clore, réunissez les autres tablettes si vous le pouvez.",
            counted(n_ballots, "bulletin", "bulletins")
        ),
        "Après la clôture, plus personne ne peut valider ou changer un bulletin. Un bulletin qui arrive ensuite d’une autre tablette est gardé à part, comme tardif."
            .to_owned(),
        "Les totaux restent cachés.".to_owned(),
    ]
}

/// Question before revealing.
pub fn reveal_question() -> &'static str {
    "Révéler les résultats\u{a0}?"
}

/// What revealing does.
pub fn reveal_consequences(n_cards: u32, n_open: u32) -> Vec<String> {
    let mut sentences = vec![
        format!(
            "Les totaux de {} s’affichent, ici et sur les tablettes réunies à celle-ci.",
            counted(n_cards, "carte", "cartes")
        ),
        "On ne peut pas les cacher de nouveau.".to_owned(),
    ];
    if n_open > 0 {
        sentences.push(format!(
            "Il reste {}. Les bulletins en attente ne sont pas comptés pour le moment.",
            counted(n_open, "décision à prendre", "décisions à prendre")
        ));
    }
    sentences
}

/// Title of the other rounds.
pub fn past_rounds() -> &'static str {
    "Autres tours"
}

/// Head of a folded round.
pub fn past_round(number: u32, status: RoundStatus) -> String {
    format!(
        "{}\u{a0}: {}",
        round_number(number),
        match status {
            RoundStatus::Draft => "préparé",
            RoundStatus::Open => "ouvert",
            RoundStatus::Paused => "suspendu",
            RoundStatus::Closed => "clos, totaux cachés",
            RoundStatus::Revealed => "résultats révélés",
        }
    )
}

/// An address that leads to no workshop.
pub fn not_found_title() -> &'static str {
    "Atelier introuvable"
}

/// See [`not_found_title`].
pub fn not_found_lead() -> &'static str {
    "Cette tablette ne connaît pas cet atelier. S’il a été créé sur une autre tablette, réunissez les deux, puis revenez ici."
}

/// Leads to the results, further down the page.
pub fn see_results() -> &'static str {
    "Voir les résultats"
}

/// Title of the results.
pub fn results_title() -> &'static str {
    "Résultats"
}

/// Dots that come from several councils or from paper.
pub fn all_councils() -> &'static str {
    "tous conseils"
}

/// Who took part, as short facts.
pub fn participation(
    n_counted: u32,
    n_blank: u32,
    n_assisted: u32,
    n_paper_people: u32,
) -> Vec<String> {
    let mut facts = Vec::new();
    if n_counted > 0 || n_paper_people == 0 {
        facts.push(counted(n_counted, "bulletin compté", "bulletins comptés"));
    }
    if n_blank > 0 {
        facts.push(format!(
            "dont {}",
            counted(n_blank, "bulletin blanc", "bulletins blancs")
        ));
    }
    if n_assisted > 0 {
        facts.push(format!(
            "dont {} avec l’aide de quelqu’un",
            counted(n_assisted, "rempli", "remplis")
        ));
    }
    if n_paper_people > 0 {
        facts.push(format!(
            "{} sur papier",
            counted(n_paper_people, "personne", "personnes")
        ));
    }
    facts
}

/// Some cards of the round are still hidden.
pub fn cards_hidden(n_cards: u32) -> String {
    if n_cards < 2 {
        format!("{n_cards} carte reste cachée.")
    } else {
        format!("{n_cards} cartes restent cachées.")
    }
}

/// Why no dots per council show.
pub fn breakdown_hidden() -> &'static str {
    "Le détail par conseil n’est pas montré\u{a0}: moins de 5 personnes d’un même conseil ont pris part à ce tour."
}

/// A card without any dot.
pub fn card_without_dots() -> &'static str {
    "Aucune gommette sur cette carte."
}

/// Head of the folded list of proposals that have no dot.
pub fn without_dots(n_proposals: usize) -> String {
    if n_proposals < 2 {
        "Proposition sans gommette (1)".to_owned()
    } else {
        format!("Propositions sans gommette ({n_proposals})")
    }
}

/// A group with the dots of each of its originals.
pub fn groups_proposals(originals: &[(String, u32)]) -> String {
    let list: Vec<String> = originals
        .iter()
        .map(|(label, own)| format!("«\u{a0}{label}\u{a0}» ({})", dots(*own)))
        .collect();
    format!(
        "Regroupe {} propositions\u{a0}: {}.",
        originals.len(),
        list.join(", ")
    )
}

/// Dots of one proposal that come from both.
pub fn tablet_and_paper(tablet: u32, paper: u32) -> String {
    format!("{tablet} sur tablette, {paper} sur papier.")
}

/// A wording with its note, on one line.
pub fn label_with_note(label: &str, note: Option<&str>) -> String {
    note.map_or_else(|| label.to_owned(), |note| format!("{label}. {note}"))
}

/// Title of what is to settle.
pub fn to_settle() -> &'static str {
    "À arbitrer"
}

/// Title of what was settled.
pub fn settled() -> &'static str {
    "Décisions prises"
}

/// Under the title of what is to settle.
pub fn to_settle_lead() -> &'static str {
    "Ces bulletins ne sont pas comptés tant que vous n’avez pas décidé. Votre décision et sa raison sont gardées."
}

/// Label of the reason.
pub fn reason_label() -> &'static str {
    "Raison de la décision"
}

/// Help under the reason.
pub fn reason_hint() -> &'static str {
    "Elle reste écrite avec la décision. Ne nommez personne."
}

/// What the reason says before it is changed.
pub fn reason_proposed() -> &'static str {
    "Décidé avec les personnes présentes."
}

/// Nothing was decided yet.
pub fn undecided() -> &'static str {
    "Pas encore décidé."
}

/// "1 bulletin tardif", "2 bulletins tardifs".
pub fn late_ballots(n_late: u32) -> String {
    counted(n_late, "bulletin tardif", "bulletins tardifs")
}

/// Where late ballots come from.
pub fn late_sentence(n_late: u32) -> &'static str {
    if n_late < 2 {
        "Il vient d’une tablette qui ne savait pas que le tour était clos."
    } else {
        "Ils viennent de tablettes qui ne savaient pas que le tour était clos."
    }
}

/// Button that counts them.
pub fn count_late() -> &'static str {
    "Compter les bulletins tardifs"
}

/// Button that leaves them out.
pub fn leave_late_out() -> &'static str {
    "Ne pas les compter"
}

/// Whose ballots these are, without saying who that is.
pub fn voter(voter: &VoterKey) -> String {
    match voter {
        VoterKey::Code(code) => format!("Code {code}"),
        VoterKey::Device(_) => "Une tablette".to_owned(),
    }
}

/// Several ballots of one voter.
pub fn double_sentence(n_ballots: usize) -> String {
    format!("{n_ballots} bulletins, validés sur des tablettes qui ne s’étaient pas rencontrées.")
}

/// "Bulletin 1".
pub fn double_ballot(number: usize) -> String {
    format!("Bulletin {number}")
}

/// Button that keeps one of them.
pub fn keep_ballot(number: usize) -> String {
    format!("Garder le bulletin {number}")
}

/// Button that keeps none of them.
pub fn keep_none() -> &'static str {
    "N’en garder aucun"
}

/// Two tablets decided differently.
pub fn decisions_disagree() -> &'static str {
    "Deux tablettes ont décidé chacune de leur côté, et pas la même chose. Décidez de nouveau."
}

/// A decision in words; `kept` is the number of the ballot that was kept.
pub fn decision(decision: Decision, kept: Option<usize>) -> String {
    match (decision, kept) {
        (Decision::Keep(_), Some(number)) => format!("Le bulletin {number} est gardé."),
        (Decision::Keep(_), None) => "Un des bulletins est gardé.".to_owned(),
        (Decision::Count, _) => "Comptés.".to_owned(),
        (Decision::SetAside, _) => "Pas comptés.".to_owned(),
    }
}

/// Why and when it was decided; `minute` is a moment in words.
pub fn decision_reason(reason: &str, minute: &str) -> String {
    format!("«\u{a0}{reason}\u{a0}» Le {minute}.")
}

/// Title of the table of totals that depend on a decision.
pub fn comparison_title() -> &'static str {
    "Ce que la décision change"
}

/// Head of its first column.
pub fn comparison_proposal() -> &'static str {
    "Proposition"
}

/// Head of the column without the ballots.
pub fn comparison_without() -> &'static str {
    "Sans"
}

/// Head of the column with them.
pub fn comparison_with() -> &'static str {
    "Avec"
}

/// Head of the column with one of the ballots of a voter.
pub fn comparison_with_ballot(number: usize) -> String {
    format!("Avec le bulletin {number}")
}

/// No total depends on the decision.
pub fn comparison_empty() -> &'static str {
    "Cette décision ne change aucun total."
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_are_said_in_words() {
        let rules = RoundRules::default();
        assert_eq!(
            rules_sentence(rules),
            "Chaque personne a 3 gommettes pour chaque carte, et en pose au plus 2 sur une même proposition."
        );
        let one = RoundRules::new(1, 1, DotScope::PerRound).expect("fit rules");
        assert!(rules_sentence(one).contains("1 gommette pour tout le tour"));
    }

    #[test]
    fn numbers_agree_with_their_noun() {
        assert_eq!(ballots(0, 0), "0 bulletin");
        assert_eq!(ballots(3, 1), "3 bulletins, dont 1 tardif");
        assert_eq!(late_ballots(2), "2 bulletins tardifs");
        assert_eq!(cards_hidden(1), "1 carte reste cachée.");
    }
}
