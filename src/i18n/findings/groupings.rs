//! Groups in a circle, groups and choices of proposals that were made apart.

fn quoted(labels: &[String]) -> String {
    let quoted: Vec<String> = labels
        .iter()
        .map(|label| format!("«\u{a0}{label}\u{a0}»"))
        .collect();
    quoted.join(", ")
}

/// Groups in a circle.
pub fn circle(labels: &[String]) -> String {
    format!(
        "Ces propositions sont regroupées en cercle\u{a0}: {}.",
        quoted(labels)
    )
}

/// What stands meanwhile.
pub fn circle_meanwhile(root: &str) -> String {
    format!(
        "Elles restent ensemble. En attendant, «\u{a0}{root}\u{a0}» compte pour toutes. Aucune gommette n’est perdue."
    )
}

/// One of them stands for all.
pub fn let_stand(label: &str) -> String {
    format!("Garder «\u{a0}{label}\u{a0}» pour toutes")
}

/// None of them stands for another.
pub fn ungroup_all() -> &'static str {
    "Les dégrouper toutes"
}

/// A proposal was grouped in two ways.
pub fn grouped_twice(label: &str, into: Option<&str>) -> String {
    let now = into.map_or_else(
        || "Elle compte pour elle-même.".to_owned(),
        |into| format!("Elle est regroupée avec «\u{a0}{into}\u{a0}»."),
    );
    format!(
        "«\u{a0}{label}\u{a0}» a été regroupée de deux façons, sur des tablettes qui ne s’étaient pas rencontrées. {now}"
    )
}

/// What that means.
pub fn grouped_twice_meanwhile() -> &'static str {
    "Une seule façon est gardée en attendant, la même sur toutes les tablettes. Aucune gommette n’est perdue."
}

/// Keeps the group as it is.
pub fn keep_group() -> &'static str {
    "Garder ce regroupement"
}

/// Takes a proposal out of its group.
pub fn ungroup(label: &str) -> String {
    format!("Dégrouper «\u{a0}{label}\u{a0}»")
}

/// Takes the proposal out of its group.
pub fn ungroup_this() -> &'static str {
    "Dégrouper cette proposition"
}

/// How proposals are grouped after a decision; `root` stands for all of them.
pub fn group_now(labels: &[String], root: Option<&str>) -> String {
    match (labels, root) {
        ([one], _) => format!("Regroupement de «\u{a0}{one}\u{a0}»."),
        (_, Some(root)) => format!(
            "{} sont regroupées\u{a0}: «\u{a0}{root}\u{a0}» compte pour toutes.",
            quoted(labels)
        ),
        (_, None) => format!("{} ne sont plus regroupées ensemble.", quoted(labels)),
    }
}

/// The table was chosen apart.
pub fn selected_twice() -> &'static str {
    "Les propositions de cet atelier ont été choisies de deux façons, sur des tablettes qui ne s’étaient pas rencontrées."
}

/// What that means.
pub fn selected_twice_meanwhile() -> &'static str {
    "Un seul choix est gardé en attendant, le même sur toutes les tablettes. Les propositions ne sont pas perdues."
}

/// Leads to the preparation.
pub fn go_to_preparation() -> &'static str {
    "Vérifier dans «\u{a0}Préparer l’atelier\u{a0}»"
}

/// A decision on something that is no longer odd.
pub fn gone() -> &'static str {
    "Ce doute n’existe plus\u{a0}: ce qui manquait est arrivé, ou a été changé."
}
