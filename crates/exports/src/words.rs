//! French words for what cells hold: the same as on the screens of the app.

use domain::{
    ActionStep, AnswerKind, ApplicationDecision, ApplicationStage, BallotStanding, Decision,
    DotScope, LinkTarget, OpinionKind, RoundStatus, Subject,
};

/// Name of a council that is not known, in a column of results.
pub(crate) const NO_COUNCIL: &str = "Sans conseil";

pub(crate) const fn yes_no(is_yes: bool) -> &'static str {
    if is_yes { "oui" } else { "non" }
}

pub(crate) const fn standing(standing: BallotStanding) -> &'static str {
    match standing {
        BallotStanding::Counted => "compté",
        BallotStanding::Superseded => "remplacé par un bulletin plus récent",
        BallotStanding::Double => "en double, à arbitrer",
        BallotStanding::Late => "tardif, à arbitrer",
        BallotStanding::SetAside => "mis de côté par un arbitrage",
        BallotStanding::Faulty => "hors des règles du tour",
    }
}

pub(crate) const fn status(status: RoundStatus) -> &'static str {
    match status {
        RoundStatus::Draft => "préparé",
        RoundStatus::Open => "ouvert",
        RoundStatus::Paused => "suspendu",
        RoundStatus::Closed => "clos",
        RoundStatus::Revealed => "résultats révélés",
    }
}

pub(crate) const fn scope(scope: DotScope) -> &'static str {
    match scope {
        DotScope::PerCard => "par carte",
        DotScope::PerRound => "pour le tour",
    }
}

pub(crate) const fn subject(subject: &Subject) -> &'static str {
    match subject {
        Subject::Double(_) => "bulletins en double",
        Subject::LateBallots => "bulletins tardifs",
        Subject::Ballot(_) => "un bulletin",
    }
}

pub(crate) const fn decision(decision: Decision) -> &'static str {
    match decision {
        Decision::Keep(_) => "un des bulletins est compté",
        Decision::Count => "compté",
        Decision::SetAside => "mis de côté",
    }
}

pub(crate) const fn step(step: ActionStep) -> &'static str {
    match step {
        ActionStep::NotReached => "Non atteint",
        ActionStep::Launching => "En cours de lancement",
        ActionStep::Deploying => "En cours de déploiement",
        ActionStep::Finalizing => "En voie de finalisation",
        ActionStep::Reached => "Atteint",
    }
}

pub(crate) const fn answer(kind: AnswerKind) -> &'static str {
    match kind {
        AnswerKind::Accepted => "Retenue",
        AnswerKind::UnderStudy => "À étudier",
        AnswerKind::UnderWay => "Déjà en cours",
        AnswerKind::Declined => "Non retenue",
        AnswerKind::OutOfScope => "Hors compétence",
    }
}

pub(crate) const fn opinion(kind: OpinionKind) -> &'static str {
    match kind {
        OpinionKind::Favorable => "Favorable",
        OpinionKind::WithReservations => "Favorable avec réserves",
        OpinionKind::Unfavorable => "Défavorable",
    }
}

pub(crate) const fn stage(stage: ApplicationStage) -> &'static str {
    match stage {
        ApplicationStage::WorkingGroup => "Groupe de travail",
        ApplicationStage::TechnicalCommittee => "Comité technique",
        ApplicationStage::SteeringCommittee => "Comité de pilotage",
    }
}

pub(crate) const fn application_decision(decision: ApplicationDecision) -> &'static str {
    match decision {
        ApplicationDecision::Funded => "Financé",
        ApplicationDecision::PutOff => "Reporté",
        ApplicationDecision::Refused => "Non financé",
    }
}

/// What a part of the contract is.
pub(crate) const fn part_kind(target: LinkTarget) -> &'static str {
    match target {
        LinkTarget::Axis { .. } => "axe de travail",
        LinkTarget::Objective { .. } => "objectif",
        LinkTarget::Action(_) => "action",
    }
}

/// Number of a part of the contract: « 1.3 », or the row of an action.
pub(crate) fn part_number(target: LinkTarget) -> String {
    match target {
        LinkTarget::Axis { theme, number } => format!("{theme}.{number}"),
        LinkTarget::Objective {
            orientation,
            number,
        } => format!("{orientation}.{number}"),
        LinkTarget::Action(seq) => seq.to_string(),
    }
}

/// A part of the contract in words: « axe de travail 1.3 ».
pub(crate) fn part(target: LinkTarget) -> String {
    format!("{} {}", part_kind(target), part_number(target))
}
