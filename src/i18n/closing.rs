//! Sentences of the closing of a workshop.

/// Heading.
pub fn title() -> &'static str {
    "Fin de l’atelier"
}

/// What closing does; `n` versions are frozen.
pub fn lead(n: usize) -> &'static str {
    if n == 0 {
        "Quand tout est compté, terminez l’atelier. Ses résultats reçoivent un numéro et une empreinte. Rien n’est effacé."
    } else {
        "Ce qui change ensuite fait une nouvelle version. Les versions d’avant restent."
    }
}

/// Freezes a version; `n` are frozen.
pub fn close(n: usize) -> String {
    if n == 0 {
        "Terminer l’atelier".to_owned()
    } else {
        format!("Figer la version {}", n + 1)
    }
}

/// One version.
pub fn version(number: usize, at: &str, fingerprint: &str) -> String {
    format!("Version {number}, figée le {at}. Empreinte\u{a0}: {fingerprint}")
}
