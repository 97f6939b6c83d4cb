//! Sentences of what is hidden, and of the trace that stays.

/// In place of the text of a hidden comment.
pub fn hidden_comment() -> &'static str {
    "Remarque masquée"
}

/// In place of the wording of a hidden proposal; `number` is its printed one.
pub fn hidden_proposal(number: Option<u16>, reason: Option<&str>) -> String {
    let name = hidden_proposal_name(number);
    match reason {
        Some(reason) => format!("{name} (raison\u{a0}: {reason})"),
        None => name,
    }
}

/// The same without the reason.
pub fn hidden_proposal_name(number: Option<u16>) -> String {
    match number {
        Some(number) => format!("Proposition {number} masquée"),
        None => "Proposition masquée".to_owned(),
    }
}

/// On a ballot that was open when the proposal was hidden.
pub fn hidden_on_ballot(number: usize) -> String {
    format!("Proposition {number}, masquée par l’animateur")
}

/// One decision; `minute` is a moment in words.
pub fn decision(is_hidden: bool, minute: &str, reason: &str) -> String {
    let what = if is_hidden {
        "Masquée"
    } else {
        "Montrée de nouveau"
    };
    format!("{what} le {minute}. Raison\u{a0}: {reason}")
}

/// Unfolds the former decisions.
pub fn see_trace() -> &'static str {
    "Voir la trace"
}

/// Hides.
pub fn hide() -> &'static str {
    "Masquer"
}

/// Shows again.
pub fn show_again() -> &'static str {
    "Montrer de nouveau"
}

/// Ends the name of the button for those who do not see what it stands beside.
pub fn comment_name(text: &str) -> String {
    format!("la remarque «\u{a0}{text}\u{a0}»")
}

/// The same for a comment that is hidden; `source` is where it comes from.
pub fn hidden_comment_name(source: &str) -> String {
    format!("la remarque masquée, {source}")
}

/// The same for a proposal.
pub fn proposal_name(label: &str) -> String {
    format!("la proposition «\u{a0}{label}\u{a0}»")
}

/// Field of the reason.
pub fn reason() -> &'static str {
    "Raison"
}

/// Help under it.
pub fn reason_hint() -> &'static str {
    "Tout le monde pourra la lire. Ne nommez personne."
}

/// What hiding does.
pub fn hide_consequences() -> &'static str {
    "Le texte disparaît de tous les écrans. La date et la raison restent visibles."
}

/// What hiding a proposal does.
pub fn hide_proposal_consequences() -> &'static str {
    "Le texte disparaît de tous les écrans. Ses gommettes restent dans les résultats. Elle ne sera sur aucun nouveau bulletin."
}

/// Heading of the proposals that were hidden or shown again.
pub fn proposals_title() -> &'static str {
    "Propositions masquées"
}

/// No proposal is hidden.
pub fn no_proposal() -> &'static str {
    "Aucune proposition n’est masquée."
}

/// Unfolds the proposals that can be hidden.
pub fn hide_a_proposal() -> &'static str {
    "Masquer une proposition"
}

/// Where a remark comes from, when it was made in a workshop.
pub fn source(council: Option<&str>, workshop: Option<&str>, when: &str) -> String {
    let parts = [council, workshop, Some(when)];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}
