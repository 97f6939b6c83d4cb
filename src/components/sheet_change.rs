//! What a spreadsheet changes of one action: each value before and after.

use leptos::prelude::*;

use crate::i18n::action_sheet as words;

/// An action with the values that change.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SheetChangeView {
    /// Address of its page.
    pub href: String,
    /// Code and wording.
    pub title: String,
    /// Each field: its name, the value before, the value after.
    pub fields: Vec<(&'static str, String, String)>,
}

/// An `<li>`, use inside `sheet-changes`.
#[component]
pub fn SheetChange(
    /// The action.
    change: SheetChangeView,
) -> impl IntoView {
    let fields = change.fields.into_iter().map(|(name, before, after)| {
        view! {
            <div class="sheet-change__field">
                <dt>{name}</dt>
                <dd class="sheet-change__before">
                    <span class="sheet-change__when">{words::before()}</span>
                    " "
                    {before}
                </dd>
                <dd class="sheet-change__after">
                    <span class="sheet-change__when">{words::after()}</span>
                    " "
                    {after}
                </dd>
            </div>
        }
    });
    view! {
        <li class="sheet-change">
            <a class="sheet-change__title" href=change.href>{change.title}</a>
            <dl class="sheet-change__fields">{fields.collect::<Vec<_>>()}</dl>
        </li>
    }
}
