//! Why something that was asked is not done, and what to do about it.

use domain::{BallotFault, Refusal, RoundStatus, TextFault};

use super::{cards_fault, councils_fault};
use crate::i18n::parts::dots;

/// What happened when the document could not be written.
pub fn not_written_what() -> &'static str {
    "Ce que vous avez demandé n’a pas pu être écrit."
}

/// See [`not_written_what`].
pub fn not_written_safe() -> &'static str {
    "Tout ce qui était là avant est intact."
}

/// See [`not_written_what`].
pub fn not_written_next() -> &'static str {
    "Rechargez la page, puis recommencez."
}

/// Over a refusal.
pub fn refused_title() -> &'static str {
    "Ce n’est pas possible"
}

/// Why a command is not carried out, and what to do.
pub fn refusal(refusal: &Refusal) -> String {
    let sentence = match refusal {
        Refusal::IdTaken => "C’est déjà enregistré.",
        Refusal::UnknownWorkshop(_) => "Cette tablette ne connaît pas cet atelier.",
        Refusal::UnknownRound(_) => "Cette tablette ne connaît pas ce tour.",
        Refusal::UnknownCard(_) => "Cette carte n’est pas sur la table de cet atelier.",
        Refusal::UnknownCouncil(_) => "Ce conseil citoyen n’est pas connu.",
        Refusal::UnknownProposal(_) => "Cette proposition n’est pas connue ici.",
        Refusal::UnknownTarget => "Ce que vous commentez n’est pas connu ici.",
        Refusal::NoCouncil => councils_fault(),
        Refusal::NoCard => cards_fault(),
        Refusal::WorkshopIsHistory => {
            "Cet atelier fait partie de l’histoire du contrat. On ne peut plus le changer."
        }
        Refusal::SelectionUnfit => {
            "Choisissez au moins une proposition de la carte, et chacune une seule fois."
        }
        Refusal::AlreadyReplaced => {
            "Cette proposition a déjà un nouveau texte. Changez le nouveau texte."
        }
        Refusal::NothingToChange => "C’est déjà fait. Il n’y a rien à changer.",
        Refusal::AttendanceUnfit => {
            "Ces nombres ne vont pas ensemble. Vérifiez les présents de chaque collège."
        }
        Refusal::CodeTaken => "Un de ces codes existe déjà. Demandez de nouveaux codes.",
        Refusal::UnknownCode => {
            "Ce code n’est pas de ce tour. Vérifiez-le, ou demandez un code à l’animateur."
        }
        Refusal::VoidCode => "Ce code est annulé. Demandez un autre code à l’animateur.",
        Refusal::TooMany => "C’est trop pour un seul tour. Prenez moins de cartes.",
        Refusal::AnotherRoundIsOpen => {
            "Un autre tour de cet atelier n’est pas clos. Fermez-le d’abord."
        }
        Refusal::WrongStatus(status) => return wrong_status(*status),
        Refusal::Ballot(fault) => return ballot_fault(fault),
        Refusal::VoterHasBallot => {
            "Un bulletin a déjà été validé ici pour ce tour. Ouvrez-le pour le modifier."
        }
        Refusal::CannotGroup => {
            "Ces propositions ne peuvent pas être regroupées. Elles doivent être deux, sur la même carte."
        }
        Refusal::NotGrouped => "Cette proposition ne fait partie d’aucun groupe.",
        Refusal::PaperOverLimits => {
            "Ces nombres sont trop grands. Vérifiez le nombre de personnes et de gommettes."
        }
        Refusal::CorrectionIncomplete => {
            "Pour corriger un comptage, dites lequel et donnez une raison."
        }
        Refusal::UnknownPart => {
            "Le contrat de cette tablette n’a pas cette partie. Rien n’a été enregistré."
        }
        Refusal::StatementUnfit => {
            "Une nouvelle plus récente vient d’arriver. Relisez-la, puis recommencez."
        }
        Refusal::DecisionUnfit => {
            "Une autre décision vient d’arriver. Relisez-la, puis décidez de nouveau."
        }
    };
    sentence.to_owned()
}

fn wrong_status(status: RoundStatus) -> String {
    match status {
        RoundStatus::Draft => "Le tour n’est pas encore ouvert. Ouvrez-le d’abord.",
        RoundStatus::Open => "Le tour est encore ouvert. Il faut d’abord le clore.",
        RoundStatus::Paused => "Le tour est suspendu. Attendez que l’animateur le reprenne.",
        RoundStatus::Closed => "Le tour est clos.",
        RoundStatus::Revealed => "Le tour est clos et ses résultats sont révélés.",
    }
    .to_owned()
}

/// What is wrong with the dots of a ballot, and what to do.
pub fn ballot_fault(fault: &BallotFault) -> String {
    match fault {
        BallotFault::ForeignProposal { .. } => {
            "Une des propositions ne fait pas partie de ce tour. Retirez ses gommettes.".to_owned()
        }
        BallotFault::OverCap { dots_max, .. } => {
            format!(
                "Une proposition reçoit au plus {}.",
                dots((*dots_max).into())
            )
        }
        BallotFault::OverBudget {
            card: Some(_),
            dots_max,
            ..
        } => format!(
            "Vous avez au plus {} pour chaque carte. Retirez-en une d’abord.",
            dots((*dots_max).into())
        ),
        BallotFault::OverBudget { dots_max, .. } => format!(
            "Vous avez au plus {} pour tout le tour. Retirez-en une d’abord.",
            dots((*dots_max).into())
        ),
        BallotFault::NoDot { .. } => {
            "Une proposition est notée sans gommette. Recommencez le bulletin.".to_owned()
        }
        BallotFault::UnknownCode => {
            "Le code de ce bulletin n’est pas de ce tour. Demandez un code à l’animateur."
                .to_owned()
        }
        BallotFault::NoRules => {
            "Ce tour fait partie de l’histoire du contrat. On ne peut plus y prendre part."
                .to_owned()
        }
    }
}

/// What is wrong with a text, and what to do.
pub fn text_fault(fault: &TextFault) -> String {
    match fault {
        TextFault::Empty => "Écrivez quelque chose ici.".to_owned(),
        TextFault::TooLong { chars, chars_max } => {
            format!("Ce texte a {chars} caractères. Il en faut {chars_max} au plus.")
        }
        TextFault::ControlCharacter => {
            "Ce texte contient un caractère invisible. Effacez-le et écrivez-le de nouveau."
                .to_owned()
        }
    }
}

#[cfg(test)]
mod tests {
    use domain::{CardId, ProposalId, RoundId, WorkshopId};

    use super::*;

    #[test]
    fn every_refusal_has_a_sentence_of_its_own() {
        let proposal = ProposalId::from_bytes([1; 16]);
        let card: CardId = "culture".parse().expect("a slug");
        let council = "gaillard".parse().expect("a slug");
        let over = |card| BallotFault::OverBudget {
            card,
            dots: 4,
            dots_max: 3,
        };
        let refusals = [
            Refusal::IdTaken,
            Refusal::UnknownWorkshop(WorkshopId::from_bytes([1; 16])),
            Refusal::UnknownRound(RoundId::from_bytes([1; 16])),
            Refusal::UnknownCard(card.clone()),
            Refusal::UnknownCouncil(council),
            Refusal::UnknownProposal(proposal),
            Refusal::UnknownTarget,
            Refusal::NoCouncil,
            Refusal::NoCard,
            Refusal::TooMany,
            Refusal::AnotherRoundIsOpen,
            Refusal::WorkshopIsHistory,
            Refusal::SelectionUnfit,
            Refusal::AlreadyReplaced,
            Refusal::NothingToChange,
            Refusal::AttendanceUnfit,
            Refusal::CodeTaken,
            Refusal::UnknownCode,
            Refusal::VoidCode,
            Refusal::Ballot(BallotFault::UnknownCode),
            Refusal::WrongStatus(RoundStatus::Draft),
            Refusal::WrongStatus(RoundStatus::Open),
            Refusal::WrongStatus(RoundStatus::Paused),
            Refusal::WrongStatus(RoundStatus::Closed),
            Refusal::WrongStatus(RoundStatus::Revealed),
            Refusal::Ballot(BallotFault::ForeignProposal { proposal }),
            Refusal::Ballot(BallotFault::OverCap {
                proposal,
                dots: 3,
                dots_max: 2,
            }),
            Refusal::Ballot(over(Some(card))),
            Refusal::Ballot(over(None)),
            Refusal::Ballot(BallotFault::NoDot { proposal }),
            Refusal::Ballot(BallotFault::NoRules),
            Refusal::VoterHasBallot,
            Refusal::CannotGroup,
            Refusal::NotGrouped,
            Refusal::PaperOverLimits,
            Refusal::CorrectionIncomplete,
            Refusal::DecisionUnfit,
        ];
        let sentences: std::collections::BTreeSet<String> = refusals.iter().map(refusal).collect();
        assert_eq!(sentences.len(), refusals.len());
        assert!(sentences.iter().all(|s| s.ends_with('.')));
    }
}
