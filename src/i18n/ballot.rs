//! Sentences of the ballot.

use domain::RoundRules;

use super::{counted, parts};

/// Title of the page.
pub fn title() -> &'static str {
    "Mon bulletin"
}

/// « Carte 1 sur 6 ».
pub fn card_position(position: usize, n_cards: usize) -> String {
    format!("Carte {position} sur {n_cards}")
}

/// Next card.
pub fn next_card() -> &'static str {
    "Carte suivante"
}

/// To the summary.
pub fn review() -> &'static str {
    "Relire mon bulletin"
}

/// Back to the cards.
pub fn change() -> &'static str {
    "Modifier"
}

/// Casts the ballot.
pub fn cast() -> &'static str {
    "Valider mon bulletin"
}

/// Three plain sentences on personal data.
pub fn notice() -> &'static str {
    "C’est une consultation. Votre bulletin ne porte pas votre nom. Personne ne peut savoir ce que vous avez choisi."
}

/// To the full notice.
pub fn notice_link() -> &'static str {
    "En savoir plus sur vos données"
}

/// Asks whose dots these are.
pub fn council_question() -> &'static str {
    "De quel conseil citoyen êtes-vous\u{a0}?"
}

/// No dot is left.
pub fn refusal_none_left(rules: RoundRules, is_per_card: bool) -> String {
    let n = rules.dots_per_ballot();
    let place = if is_per_card { " sur cette carte" } else { "" };
    if n == 1 {
        format!("Vous avez déjà placé votre gommette{place}. Retirez-la pour la placer ailleurs.")
    } else {
        format!(
            "Vous avez placé vos {n}\u{a0}gommettes{place}. Retirez-en une pour la placer ailleurs."
        )
    }
}

/// The cap is reached.
pub fn refusal_cap(rules: RoundRules) -> String {
    format!(
        "Pas plus de {} sur la même proposition.",
        parts::dots(rules.dots_per_proposal_max().into())
    )
}

/// Heading of the summary.
pub fn review_title() -> &'static str {
    "Relisez votre bulletin"
}

/// Under the heading of the summary.
pub fn review_lead() -> &'static str {
    "Rien n’est encore validé. Vous pouvez tout changer."
}

/// A card without a dot, in the summary.
pub fn no_dot_on_card() -> &'static str {
    "Aucune gommette sur cette carte."
}

/// The whole ballot is blank.
pub fn blank() -> &'static str {
    "Votre bulletin est blanc. Vous pouvez le valider ainsi."
}

/// Dots that could still be placed.
pub fn unplaced(n: u32) -> String {
    let text = counted(
        n as usize,
        "gommette n’est pas placée",
        "gommettes ne sont pas placées",
    );
    format!("{text}. C’est permis.")
}

/// After casting.
pub fn done_title() -> &'static str {
    "Merci\u{a0}! Votre bulletin est validé"
}

/// What happens next.
pub fn done_text() -> &'static str {
    "Il est enregistré sur cette tablette. Vous pouvez le changer tant que le tour est ouvert."
}

/// After casting, round closed.
pub fn done_closed_text() -> &'static str {
    "Le tour est clos. Votre bulletin ne change plus."
}

/// To the workshop.
pub fn to_workshop() -> &'static str {
    "Aller à l’atelier"
}

/// No round is open.
pub fn no_round_title() -> &'static str {
    "Aucun tour n’est ouvert"
}

/// What to do then.
pub fn no_round_text() -> &'static str {
    "L’animateur ouvre le tour. Cette page s’ouvrira alors toute seule."
}

/// The round closed while the ballot was being filled.
pub fn closed_title() -> &'static str {
    "Le tour vient d’être clos"
}

/// What that means.
pub fn closed_text() -> &'static str {
    "Votre bulletin n’est pas validé. Vos gommettes restent visibles ici. Prévenez l’animateur."
}

/// The round is suspended.
pub fn paused_title() -> &'static str {
    "Le tour est en pause"
}

/// What that means.
pub fn paused_text() -> &'static str {
    "Vos gommettes sont gardées. Vous pourrez valider quand le tour reprendra."
}

/// The ballot could not be saved.
pub fn not_saved() -> &'static str {
    "Votre bulletin n’est pas encore enregistré. Ne fermez pas cette page et prévenez l’animateur."
}

/// Reads the card aloud.
pub fn listen() -> &'static str {
    "Écouter"
}

/// A card as it is read aloud: name, question, numbered proposals.
pub fn aloud<'a>(
    name: &str,
    question: &str,
    proposals: impl Iterator<Item = (usize, &'a str)>,
) -> String {
    let proposals: Vec<String> = proposals
        .map(|(n, label)| format!("{n}. {label}."))
        .collect();
    format!("{name}. {question} {}", proposals.join(" "))
}

/// The draft cannot be read yet: what is safe.
pub fn draft_unread_safe() -> &'static str {
    "Les gommettes que vous aviez placées ne sont pas perdues. Elles s’afficheront ici toutes seules."
}

/// This device cannot save: the ballot is not cast.
pub fn cannot_cast() -> &'static str {
    "La tablette n’arrive pas à enregistrer\u{a0}: votre bulletin n’est pas validé. Vos gommettes restent ici. Attendez un moment, puis validez de nouveau. Ne fermez pas cette page."
}
