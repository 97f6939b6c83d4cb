//! Sentences of the yearly call for projects.

use domain::{ApplicationDecision, ApplicationStage};

use super::workshop;
use crate::model::application::ApplicationFault;

/// Heading.
pub fn title() -> &'static str {
    "Appel à projets"
}

/// Under the heading.
pub fn lead() -> &'static str {
    "Chaque année, le comité de pilotage lance un appel à projets. Voici les dossiers reçus, et où ils en sont."
}

/// No file was entered.
pub fn none() -> &'static str {
    "Aucun dossier n’est enregistré."
}

/// No file is left by the filters.
pub fn none_left() -> &'static str {
    "Aucun dossier ne correspond à ce choix."
}

/// How many show.
pub fn n_files(n: usize) -> String {
    super::counted(n, "dossier", "dossiers")
}

/// Opens the form.
pub fn add() -> &'static str {
    "Ajouter un dossier"
}

/// Opens the form of a file.
pub fn edit() -> &'static str {
    "Modifier"
}

/// Heading of the form of a file that is there.
pub fn edit_file() -> &'static str {
    "Modifier le dossier"
}

/// Ends the name of the button for those who do not see what it stands beside.
pub fn edit_what(title: &str) -> String {
    format!(" «\u{a0}{title}\u{a0}»")
}

/// Saves the form.
pub fn save() -> &'static str {
    "Enregistrer le dossier"
}

/// Says that it was done.
pub fn saved() -> &'static str {
    "Le dossier est enregistré."
}

/// Saves the list as a file.
pub fn export() -> &'static str {
    "Exporter (CSV)"
}

/// Name of the exported file.
pub fn file_name(today: &str) -> String {
    format!("appel-a-projets-{today}.csv")
}

/// Two tablets wrote one file apart.
pub fn conflict() -> &'static str {
    "Deux tablettes ont modifié ce dossier sans se connaître. La dernière version s’affiche. Enregistrez-le de nouveau pour la garder."
}

/// Heads of the columns of the export.
pub fn columns() -> [&'static str; 9] {
    [
        "Année",
        "Projet",
        "Porteur",
        "Axe",
        "Quartiers",
        "Montant demandé (€)",
        "Étape",
        "Décision",
        "Raison",
    ]
}

/// Label of the year.
pub fn year() -> &'static str {
    "Année"
}

/// Label of the name.
pub fn project() -> &'static str {
    "Nom du projet"
}

/// Label of who submits it.
pub fn bearer() -> &'static str {
    "Porteur"
}

/// Help for it.
pub fn bearer_hint() -> &'static str {
    "L’association ou l’organisme. Ne nommez pas une personne."
}

/// Label of the axis.
pub fn axis() -> &'static str {
    "Axe de travail"
}

/// No axis.
pub fn no_axis() -> &'static str {
    "Aucun axe"
}

/// Label of the quarters.
pub fn quarters() -> &'static str {
    "Quartiers"
}

/// Label of the amount.
pub fn amount() -> &'static str {
    "Montant demandé, en euros"
}

/// What is wrong with a field, and what to write in it.
pub fn fault(fault: &ApplicationFault) -> String {
    match fault {
        ApplicationFault::Year => "Écrivez une année, par exemple 2026.".to_owned(),
        ApplicationFault::Amount => {
            "Écrivez un nombre entier d’euros, par exemple 12000.".to_owned()
        }
        ApplicationFault::Title(fault)
        | ApplicationFault::Bearer(fault)
        | ApplicationFault::Quarters(fault)
        | ApplicationFault::Reason(fault) => workshop::text_fault(fault),
    }
}

/// « 12 000 € ».
pub fn euros(amount: u32) -> String {
    let digits = amount.to_string();
    let mut grouped = String::new();
    for (idx, digit) in digits.chars().enumerate() {
        if idx > 0 && (digits.len() - idx).is_multiple_of(3) {
            grouped.push('\u{202f}');
        }
        grouped.push(digit);
    }
    format!("{grouped}\u{a0}€")
}

/// Label of the stage.
pub fn stage_label() -> &'static str {
    "Étape"
}

/// Who looks at it.
pub fn stage(stage: ApplicationStage) -> &'static str {
    match stage {
        ApplicationStage::WorkingGroup => "Groupe de travail",
        ApplicationStage::TechnicalCommittee => "Comité technique",
        ApplicationStage::SteeringCommittee => "Comité de pilotage",
    }
}

/// Label of the decision.
pub fn decision_label() -> &'static str {
    "Décision"
}

/// What was decided.
pub fn decision(decision: ApplicationDecision) -> &'static str {
    match decision {
        ApplicationDecision::Funded => "Financé",
        ApplicationDecision::PutOff => "Reporté",
        ApplicationDecision::Refused => "Non financé",
    }
}

/// Nothing was decided.
pub fn undecided() -> &'static str {
    "Pas encore de décision"
}

/// Label of the reason.
pub fn reason() -> &'static str {
    "Raison de la décision"
}

/// Everything, in a list of filters.
pub fn all() -> &'static str {
    "Tout"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn euros_are_grouped_as_in_french() {
        assert_eq!(euros(950), "950\u{a0}€");
        assert_eq!(euros(12_500), "12\u{202f}500\u{a0}€");
        assert_eq!(euros(1_000_000), "1\u{202f}000\u{202f}000\u{a0}€");
    }
}
