//! Sentences of a rehearsal.

/// Written across every page.
pub fn mark() -> &'static str {
    "Essai"
}

/// The mark, read aloud.
pub fn mark_in_words() -> &'static str {
    "Ceci est un essai."
}

/// What the mark means.
pub fn banner_title() -> &'static str {
    "C’est un essai"
}

/// See [`banner_title`].
pub fn banner_text() -> &'static str {
    "Rien de ce que vous faites ici ne compte. Rien ne part de cette tablette."
}

/// Ends it.
pub fn end() -> &'static str {
    "Terminer l’essai"
}

/// Asked before.
pub fn end_question() -> &'static str {
    "Terminer l’essai\u{a0}?"
}

/// What ending does.
pub fn end_consequence() -> &'static str {
    "Tout ce qui a été fait pendant l’essai est effacé. Vos vrais ateliers reviennent, comme vous les avez laissés."
}

/// Goes on rehearsing.
pub fn go_on() -> &'static str {
    "Continuer l’essai"
}

/// Ends it now.
pub fn end_now() -> &'static str {
    "Tout effacer et terminer"
}

/// It could not be erased.
pub fn end_failed() -> &'static str {
    "L’essai n’a pas pu être effacé. Fermez les autres pages de l’application, puis recommencez."
}

/// Heading of the way in.
pub fn start_title() -> &'static str {
    "S’entraîner"
}

/// What a rehearsal is.
pub fn start_text() -> &'static str {
    "Un essai se passe comme un vrai atelier, sur cette tablette seulement. Il n’est jamais mêlé aux vrais résultats. Il s’efface en une fois."
}

/// Starts it.
pub fn start() -> &'static str {
    "Commencer un essai"
}

/// The browser keeps nothing.
pub fn start_failed() -> &'static str {
    "Ce navigateur ne garde rien, un essai n’est pas possible. Quittez la navigation privée, puis recommencez."
}
