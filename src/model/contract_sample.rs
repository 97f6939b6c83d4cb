//! A small contract for the tests beside it: every oddity of the real one once.

use domain::{
    ActionStep, CalendarEntry, Contract, ContractAction, Council, Objective, Orientation, Quarter,
    StateCommitment, StatePart, Theme, WorkAxis,
};

/// Two themes, three orientations, five rows.
pub(super) fn sample() -> Contract {
    Contract {
        title: "Contrat de Ville".into(),
        period: "2015-2022".into(),
        councils: vec![Council {
            id: "annemasse".parse().expect("a council slug"),
            name: "Annemasse".into(),
        }],
        quarters: vec![Quarter {
            name: "Près des plans".into(),
            commune: Some("Ville-la-Grand".into()),
            kind: Some("veille active".into()),
        }],
        calendar: vec![CalendarEntry {
            date: "Juillet 2019".into(),
            label: "Rédaction".into(),
            points: vec![],
        }],
        themes: vec![
            Theme {
                number: 1,
                name: "POPULATIONS FRAGILISEES".into(),
                orientations: vec![
                    orientation(
                        1,
                        "FAVORISER L'ACCES AUX DROITS",
                        &["Réduire le non-recours"],
                    ),
                    orientation(2, "FAVORISER L'ACCES A LA SANTE", &["Offre de soins"]),
                ],
                axes: vec![
                    axis("Encourager la parole des habitants", true),
                    axis("Accès aux soins", false),
                ],
            },
            Theme {
                number: 2,
                name: "REUSSITE EDUCATIVE".into(),
                orientations: vec![orientation(
                    3,
                    "SOUTENIR LA PARENTALITE",
                    &["École ouverte"],
                )],
                axes: vec![],
            },
        ],
        actions: actions(),
        state: StatePart {
            objectives: vec!["Favoriser l'émancipation".into()],
            programmes: vec!["Éducation et Petite enfance".into()],
            commitments: vec![
                commitment("Santé", "Soutenir les maisons de santé."),
                commitment("Emploi", "Mobiliser les parcours emploi."),
                commitment("Santé", "Prévention : - médiateurs - bilans"),
            ],
        },
        signatories: vec!["Maire de Gaillard".into()],
    }
}

fn actions() -> Vec<ContractAction> {
    let espaces = "Création d'espaces de proximité";
    let first = action(1, "1.1", espaces, "Réduire le non-recours");
    vec![
        ContractAction {
            perimeter: Some("Annemasse".into()),
            status: Some("En cours de déploiement".into()),
            step: Some(ActionStep::Deploying),
            detail: Some(". Permanences d'écrivain public . Maison du projet".into()),
            outlook: Some("Poursuite".into()),
            ..first.clone()
        },
        ContractAction {
            seq: 2,
            perimeter: Some("Gaillard".into()),
            ..first
        },
        action(3, "N.A.", "Permanences juridiques", "Autre objectif"),
        action(4, "1.1", "Français pour tous", "Réduire le non-recours"),
        ContractAction {
            theme: 2,
            orientation: 3,
            status: Some("Partiellement".into()),
            ..action(5, "3.1", "Café des parents à l'école", "École")
        },
    ]
}

fn action(seq: u16, code: &str, label: &str, objective: &str) -> ContractAction {
    ContractAction {
        seq,
        theme: 1,
        orientation: 1,
        objective: Some(objective.into()),
        code: Some(code.into()),
        label: label.into(),
        perimeter: None,
        status: None,
        step: None,
        detail: None,
        outlook: None,
    }
}

fn orientation(number: u8, title: &str, objectives: &[&str]) -> Orientation {
    Orientation {
        number,
        title: title.into(),
        objectives: objectives
            .iter()
            .map(|label| Objective {
                code: Some("1-1".into()),
                label: (*label).into(),
            })
            .collect(),
    }
}

fn axis(label: &str, starred: bool) -> WorkAxis {
    WorkAxis {
        label: label.into(),
        starred,
    }
}

fn commitment(heading: &str, text: &str) -> StateCommitment {
    StateCommitment {
        heading: heading.into(),
        text: text.into(),
    }
}
