//! Sentences about carrying changes by codes, from a screen to a camera.

use crate::platform::CameraFault;

/// Heading.
pub fn title() -> &'static str {
    "D’écran à appareil photo"
}

/// When this is of use.
pub fn lead() -> &'static str {
    "Sans réseau, sans câble, sans clé\u{a0}: une tablette montre des codes, l’autre les lit avec son appareil photo."
}

/// To the tablet that receives.
pub fn receive() -> &'static str {
    "Recevoir d’une autre tablette"
}

/// To the tablet that sends.
pub fn send() -> &'static str {
    "Envoyer à une autre tablette"
}

/// First step of the tablet that receives.
pub fn ask_title() -> &'static str {
    "1. Montrez ce code à l’autre tablette"
}

/// What the code is for.
pub fn ask_words() -> &'static str {
    "Sur l’autre tablette, touchez «\u{a0}Envoyer à une autre tablette\u{a0}». Elle lit ce code et n’envoie que ce qui manque ici."
}

/// Name of the code for those who do not see it.
pub fn ask_label() -> &'static str {
    "Code qui dit ce que cette tablette a déjà"
}

/// To the second step.
pub fn start_reading() -> &'static str {
    "L’autre tablette montre ses codes"
}

/// Second step of the tablet that receives.
pub fn read_title() -> &'static str {
    "2. Lisez l’écran de l’autre tablette"
}

/// How to hold the tablet.
pub fn read_words() -> &'static str {
    "Tenez l’appareil photo face à l’autre écran. Le code doit remplir la moitié de l’image. L’ordre ne compte pas, et un code manqué ne gêne pas."
}

/// Name of the picture of the camera.
pub fn video_label() -> &'static str {
    "Ce que voit l’appareil photo"
}

/// How far the reading is.
pub fn progress(n_received: usize, n_needed: usize) -> String {
    match (n_received, n_needed) {
        (_, 0) => "Aucun code lu pour l’instant.".to_owned(),
        (received, needed) if received >= needed => {
            format!("{received} codes lus. Encore un instant.")
        }
        (received, needed) => format!("Codes lus\u{a0}: {received} sur {needed}"),
    }
}

/// Codes of another series pass.
pub fn others() -> &'static str {
    "Une autre série de codes passe devant l’appareil photo. Elle n’est pas mélangée. Si c’est elle que vous voulez, recommencez à zéro."
}

/// Forgets what was read.
pub fn start_anew() -> &'static str {
    "Recommencer à zéro"
}

/// A code of a newer app.
pub fn newer() -> &'static str {
    "L’autre tablette a une version plus récente de l’application. Mettez cette tablette à jour, ou passez par un fichier."
}

/// Everything was read, and compared with its digest.
pub fn received() -> &'static str {
    "Tout est lu et vérifié. Regardez ci-dessous ce que cela apporte\u{a0}: rien n’est encore ajouté."
}

/// What was read is not whole.
pub fn damaged() -> &'static str {
    "Ce qui a été lu n’est pas complet. Rien n’a été ajouté. Recommencez à zéro."
}

/// First step of the tablet that sends.
pub fn look_title() -> &'static str {
    "1. Lisez le code de l’autre tablette"
}

/// How to get that code.
pub fn look_words() -> &'static str {
    "Sur l’autre tablette, touchez «\u{a0}Recevoir d’une autre tablette\u{a0}». Tenez ensuite l’appareil photo face à son code."
}

/// Sends everything, whatever the other has.
pub fn send_all() -> &'static str {
    "Tout envoyer, sans lire de code"
}

/// Second step of the tablet that sends.
pub fn show_title() -> &'static str {
    "2. Tenez cet écran face à l’autre tablette"
}

/// How long it takes.
pub fn show_words(seconds: usize) -> String {
    if seconds < 60 {
        return format!(
            "Les codes passent sans fin. Comptez {seconds} secondes au moins. Arrêtez quand l’autre tablette dit que tout est lu."
        );
    }
    let minutes = seconds.div_ceil(60);
    format!(
        "Les codes passent sans fin. Comptez {minutes}\u{a0}min au moins. Un fichier va plus vite, si c’est possible. Arrêtez quand l’autre tablette dit que tout est lu."
    )
}

/// Name of the codes for those who do not see them.
pub fn show_label() -> &'static str {
    "Série de codes à lire avec l’autre tablette"
}

/// The other tablet has all.
pub fn nothing_to_send() -> &'static str {
    "L’autre tablette a déjà tout ce qu’il y a ici."
}

/// The other tablet has another contract.
pub fn other_document() -> &'static str {
    "L’autre tablette ne suit pas le même contrat, ou l’une des deux est en essai. Rien n’est envoyé."
}

/// Too much for codes.
pub fn too_large() -> &'static str {
    "Il y a trop à envoyer pour des codes. Passez par un fichier. Rien n’est perdu."
}

/// Ends it.
pub fn stop() -> &'static str {
    "Arrêter"
}

/// Why there is no camera, and what to do.
pub fn camera_fault(fault: CameraFault) -> &'static str {
    match fault {
        CameraFault::NotAllowed => {
            "L’appareil photo n’est pas autorisé. Autorisez-le dans les réglages du navigateur, puis essayez de nouveau."
        }
        CameraFault::Busy => {
            "Une autre application se sert de l’appareil photo. Fermez-la, puis essayez de nouveau."
        }
        CameraFault::NotSecure => {
            "Le navigateur ne donne l’appareil photo qu’à une adresse en «\u{a0}https\u{a0}». Passez par un fichier."
        }
        CameraFault::Absent => {
            "Cette tablette n’a pas d’appareil photo utilisable. Passez par un fichier."
        }
    }
}
