//! Sentences about files for others.

/// Heading.
pub fn title() -> &'static str {
    "Donner les résultats à d’autres"
}

/// What these files hold.
pub fn lead() -> &'static str {
    "Ces fichiers ne contiennent aucun nom. Les cartes qui ne sont pas révélées n’y sont pas, sauf dans le fichier complet."
}

/// What a file is.
pub fn name(word: &str) -> &'static str {
    match word {
        "workbook" => "Classeur pour tableur (.xlsx)",
        "spreadsheet" => "Tableaux pour tableur (CSV)",
        "open-data" => "Données ouvertes (CSV décrit)",
        "pabulib" => "Bulletins pour la recherche (.pb)",
        _ => "Fichier complet (.json)",
    }
}

/// What a file is for.
pub fn purpose(word: &str) -> &'static str {
    match word {
        "workbook" => "Une feuille par sujet, à ouvrir avec Excel ou LibreOffice.",
        "spreadsheet" => "Un tableau par sujet, dans une archive.",
        "open-data" => {
            "Les mêmes tableaux pour des programmes, avec la description de chaque colonne."
        }
        "pabulib" => "Les bulletins de chaque tour révélé, mélangés, sans personne ni heure.",
        _ => "Tout ce que contient cette tablette. Il peut être relu ici, comme une sauvegarde.",
    }
}

/// The file is being made.
pub fn working() -> &'static str {
    "Le fichier se prépare…"
}

/// The file was handed to the browser.
pub fn done(file_name: &str) -> String {
    format!("Le fichier «\u{a0}{file_name}\u{a0}» est dans les téléchargements.")
}

/// There is nothing of that kind yet.
pub fn nothing() -> &'static str {
    "Il n’y a encore rien à mettre dans ce fichier. Révélez d’abord les résultats d’un tour."
}

/// The second program is not on this device.
pub fn not_loaded() -> &'static str {
    "Cette tablette n’a pas encore ce qu’il faut pour faire ce fichier. Connectez-la une fois, puis essayez de nouveau. Rien n’est perdu."
}

/// The file could not be made.
pub fn failed() -> &'static str {
    "Le fichier n’a pas pu être fait. Rien n’est perdu. Enregistrez une sauvegarde depuis «\u{a0}Synchronisation\u{a0}», et signalez-le."
}
