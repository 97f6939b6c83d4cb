//! Sentences of the update by spreadsheet.

use domain::{ActionField, Date};

use super::{action_news, contract, counted, follow_up, parts, workshop};
use crate::components::ActionStep;
use crate::model::action_sheet::{COLUMNS_MAX, Column, FILE_BYTES_MAX, Fault, FaultKind, ROWS_MAX};

/// Heading.
pub fn title() -> &'static str {
    "Mise à jour par tableur"
}

/// What to do, in three steps.
pub fn lead() -> &'static str {
    "Exportez les actions. Remplissez le tableau. Importez-le ici. Rien ne change avant votre accord."
}

/// Exports a workbook.
pub fn export_workbook() -> &'static str {
    "Exporter (tableur XLSX)"
}

/// Exports CSV.
pub fn export_csv() -> &'static str {
    "Exporter (CSV)"
}

/// Chooses a file.
pub fn import() -> &'static str {
    "Importer un tableur"
}

/// The file was handed to the browser.
pub fn exported() -> &'static str {
    "Le fichier est prêt. Cherchez-le dans les téléchargements de cet appareil."
}

/// The workbook cannot be written.
pub fn no_worker() -> &'static str {
    "Le classeur ne peut pas être fait pour l’instant. Connectez cet appareil une fois à Internet, ou exportez en CSV."
}

/// A file is being written or read.
pub fn working() -> &'static str {
    "Un instant…"
}

/// Name of the exported file, without its ending.
pub fn file_name(day: &str) -> String {
    format!("suivi-des-actions-{day}")
}

/// Name of the sheet.
pub fn sheet_name() -> &'static str {
    "Actions"
}

/// A day as people write it in a table.
pub fn day(date: Date) -> String {
    format!("{:02}/{:02}/{}", date.day(), date.month(), date.year())
}

/// Title of a column; stable, because files come back years later.
pub fn column(column: Column) -> &'static str {
    match column {
        Column::Number => "Ligne de l’annexe 2",
        Column::Code => "Code",
        Column::Label => "Action",
        Column::Theme => "Thème",
        Column::Orientation => "Orientation",
        Column::Perimeter => "Périmètre",
        Column::Printed => "État imprimé",
        Column::Field(field) => action_news::field(field),
    }
}

/// "3. EMPLOI ET DEV ECO", a theme or an orientation in a cell.
pub fn numbered(number: u8, title: Option<&str>) -> String {
    match title {
        Some(title) => format!("{number}. {title}"),
        None => number.to_string(),
    }
}

/// Words of a cell that say that nobody knows the step.
pub fn unknown_steps() -> [&'static str; 3] {
    [
        parts::action_step(ActionStep::Unknown),
        follow_up::step(ActionStep::Unknown),
        action_news::unknown_step(),
    ]
}

/// Nothing differs.
pub fn no_change() -> &'static str {
    "Aucun changement. Le tableau dit la même chose que l’application."
}

/// Heading of the preview.
pub fn preview(n_changes: usize, n_actions: usize) -> String {
    let changes = counted(n_changes, "changement", "changements");
    format!("{changes} dans {}", contract::actions(n_actions))
}

/// Under that heading.
pub fn preview_lead() -> &'static str {
    "Lisez chaque changement. Rien n’est encore enregistré."
}

/// Columns that are left aside.
pub fn ignored(titles: &[String]) -> String {
    let named: Vec<String> = titles.iter().map(|title| quoted(title)).collect();
    if named.len() == 1 {
        format!("La colonne {} n’est pas lue.", named.join(", "))
    } else {
        format!("Les colonnes {} ne sont pas lues.", named.join(", "))
    }
}

/// Heading of an action: "1.10 · Titre (Gaillard)".
pub fn action(code: Option<&str>, label: &str, perimeter: Option<&str>) -> String {
    let code = code.map_or_else(String::new, |code| format!("{code} · "));
    let perimeter = perimeter.map_or_else(String::new, |place| format!(" ({place})"));
    format!("{code}{label}{perimeter}")
}

/// Before the value that goes.
pub fn before() -> &'static str {
    "Avant\u{a0}:"
}

/// Before the value that comes.
pub fn after() -> &'static str {
    "Après\u{a0}:"
}

/// Records everything.
pub fn apply(n_changes: usize) -> String {
    if n_changes == 1 {
        "Appliquer le changement".to_owned()
    } else {
        format!("Appliquer les {n_changes} changements")
    }
}

/// It was recorded.
pub fn applied(n_changes: usize) -> String {
    let changes = counted(n_changes, "changement est", "changements sont");
    format!(
        "{changes} {}.",
        if n_changes < 2 {
            "enregistré"
        } else {
            "enregistrés"
        }
    )
}

/// It was put aside.
pub fn cancelled() -> &'static str {
    "Import annulé. Rien n’a changé."
}

/// Heading of what is wrong.
pub fn faults(n_faults: usize) -> String {
    let faults = counted(n_faults, "erreur", "erreurs");
    format!("{faults} dans ce fichier. Rien n’a changé.")
}

/// Under that heading.
pub fn faults_next() -> &'static str {
    "Corrigez le fichier dans le tableur, puis importez-le de nouveau."
}

/// Below the first faults.
pub fn more_faults(n_faults: usize) -> String {
    format!(
        "Et {}.",
        counted(n_faults, "autre erreur", "autres erreurs")
    )
}

/// "Ligne 12 : …".
pub fn fault(fault: &Fault) -> String {
    let sentence = fault_words(&fault.kind);
    match fault.line {
        Some(line) => format!("Ligne {line}\u{a0}: {sentence}"),
        None => sentence,
    }
}

fn quoted(text: &str) -> String {
    format!("«\u{a0}{}\u{a0}»", shortened(text))
}

/// Characters of a cell that a sentence repeats.
const SHOWN_CHARS_MAX: usize = 60;

fn shortened(text: &str) -> String {
    if text.chars().count() <= SHOWN_CHARS_MAX {
        return text.to_owned();
    }
    let start: String = text.chars().take(SHOWN_CHARS_MAX).collect();
    format!("{start}…")
}

fn fault_words(kind: &FaultKind) -> String {
    match kind {
        FaultKind::MissingColumn(missing) => {
            format!("il manque la colonne {}.", quoted(column(*missing)))
        }
        FaultKind::DoubleColumn(double) => format!(
            "la colonne {} est là deux fois. Gardez-en une.",
            quoted(column(*double))
        ),
        FaultKind::ExtraCells => {
            "il y a du texte à droite de la dernière colonne. Effacez-le.".to_owned()
        }
        FaultKind::BadNumber(found) => format!(
            "le numéro {} n’en est pas un. Remettez celui de l’export.",
            quoted(found)
        ),
        FaultKind::UnknownNumber(found) => {
            format!("aucune action n’a le numéro {}.", quoted(found))
        }
        FaultKind::DoubleNumber { number, first } => format!(
            "le numéro {number} est déjà à la ligne {first}. Gardez une seule des deux lignes."
        ),
        FaultKind::Altered {
            column: altered,
            expected,
            found,
        } => altered_words(*altered, expected, found),
        FaultKind::UnknownStep(found) => {
            let known = ActionStep::ALL
                .into_iter()
                .filter(|it| *it != ActionStep::Unknown);
            let known: Vec<String> = known.map(|it| quoted(parts::action_step(it))).collect();
            format!(
                "l’état {} n’existe pas. Écrivez {}, ou laissez la case vide.",
                quoted(found),
                known.join(", ")
            )
        }
        FaultKind::BadDate(found) => format!(
            "la date {} n’existe pas. Écrivez-la comme 31/01/2027.",
            quoted(found)
        ),
        FaultKind::Text(text, fault) => format!(
            "dans la colonne {}\u{a0}: {}",
            quoted(column(Column::Field(ActionField::Text(*text)))),
            workshop::text_fault(fault)
        ),
        of_file => file_fault_words(of_file),
    }
}

fn altered_words(altered: Column, expected: &str, found: &str) -> String {
    let is = |text: &str| {
        if text.is_empty() {
            "vide".to_owned()
        } else {
            quoted(text)
        }
    };
    format!(
        "la colonne {} se lit, elle ne se change pas. Elle est {}, il faut {}.",
        quoted(column(altered)),
        is(found),
        is(expected)
    )
}

fn file_fault_words(kind: &FaultKind) -> String {
    let mega = FILE_BYTES_MAX / (1024 * 1024);
    match kind {
        FaultKind::TooLarge => format!("Ce fichier dépasse {mega}\u{a0}Mo. Importez seulement le tableau des actions."),
        FaultKind::Encoding => "Ce fichier a un autre codage que UTF-8\u{a0}: ses accents seraient faux. Dans le tableur, choisissez «\u{a0}Enregistrer sous…\u{a0}», puis «\u{a0}CSV UTF-8\u{a0}».".to_owned(),
        FaultKind::NotASpreadsheet => "Ce fichier n’est pas un tableau. Choisissez un fichier qui finit par «\u{a0}.xlsx\u{a0}» ou «\u{a0}.csv\u{a0}».".to_owned(),
        FaultKind::OldFormat => "Cette sorte de classeur n’est pas lue. Dans le tableur, choisissez «\u{a0}Enregistrer sous…\u{a0}», puis «\u{a0}Classeur Excel (.xlsx)\u{a0}».".to_owned(),
        FaultKind::Macros => "Ce classeur peut contenir des macros\u{a0}: il n’est pas ouvert. Dans le tableur, choisissez «\u{a0}Enregistrer sous…\u{a0}», puis «\u{a0}Classeur Excel (.xlsx)\u{a0}».".to_owned(),
        FaultKind::DamagedWorkbook => "Ce classeur est abîmé ou protégé. Ouvrez-le dans le tableur, et enregistrez-le de nouveau sans mot de passe.".to_owned(),
        FaultKind::NoSheet => "Ce classeur n’a pas de feuille.".to_owned(),
        FaultKind::WorkbookTooLarge => "Ce classeur est trop grand une fois ouvert. Gardez seulement la feuille des actions.".to_owned(),
        FaultKind::NoReader => "Les classeurs ne peuvent pas être lus pour l’instant. Connectez cet appareil une fois à Internet, ou utilisez le format CSV.".to_owned(),
        FaultKind::NoRows => "Le tableau n’a que des titres. Il faut au moins une ligne d’action.".to_owned(),
        FaultKind::TooManyRows => format!("Le tableau a plus de {ROWS_MAX} lignes. Le contrat en a bien moins. Enlevez les lignes en trop."),
        FaultKind::TooManyColumns => format!("Le tableau a plus de {COLUMNS_MAX} colonnes. Enlevez les colonnes en trop."),
        FaultKind::NoTitles => "La première ligne doit porter les titres des colonnes de l’export.".to_owned(),
        _ => "Ce fichier ne peut pas être lu.".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_agree_with_their_nouns() {
        assert_eq!(preview(1, 1), "1\u{a0}changement dans 1\u{a0}action");
        assert_eq!(preview(3, 2), "3\u{a0}changements dans 2\u{a0}actions");
        assert_eq!(apply(1), "Appliquer le changement");
        assert_eq!(apply(2), "Appliquer les 2 changements");
        assert_eq!(applied(1), "1\u{a0}changement est enregistré.");
        assert_eq!(applied(2), "2\u{a0}changements sont enregistrés.");
        assert!(ignored(&["A".to_owned()]).ends_with("n’est pas lue."));
        assert!(ignored(&["A".to_owned(), "B".to_owned()]).ends_with("ne sont pas lues."));
    }

    #[test]
    fn a_fault_names_its_line_and_shortens_what_it_repeats() {
        let said = fault(&Fault::at(12, FaultKind::BadDate("x".repeat(500))));
        assert!(said.starts_with("Ligne 12\u{a0}: la date «\u{a0}xxx"));
        assert!(said.contains("…") && said.chars().count() < 160);
        let said = fault(&Fault::of_file(FaultKind::NoSheet));
        assert_eq!(said, "Ce classeur n’a pas de feuille.");
    }
}
